// What a keystroke costs in a document of 1 MB: the time until the language server has taken the edit and answers.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatPlanDocument } from '../../src/core/plan/document.ts';
import { LanguageServerProcess } from '../support/languageServer.ts';
import { planOf, task } from '../unit/core/plan/planBuilder.ts';
import { median, timed, type Benchmark } from './benchmark.ts';

const SIZE = 1024 * 1024;
const KEYSTROKES = 60;
/** Milliseconds between two keystrokes of a fast typist. Every tenth is followed by a pause in which analysis begins. */
const BETWEEN = 60;
const PAUSE = 450;

export const benchmarks: readonly Benchmark[] = [
  { name: 'language server, a keystroke in a PRD of 1 MB', run: () => report('large.prd.md', prd(), 'markdown') },
  {
    name: 'language server, a keystroke in a plan document of 1 MB',
    run: () => report('large.plan.yaml', plan(), 'yaml'),
  },
];

async function report(name: string, text: string, language: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'conductor-bench-'));
  const server = await LanguageServerProcess.start(folder);
  try {
    const open = await timed(() => server.open(name, text, language));
    const times: number[] = [];
    for (let version = 2; version <= KEYSTROKES + 1; version++) {
      times.push(await timed(() => type(server, name, version)));
      await sleep(version % 10 === 0 ? PAUSE : BETWEEN);
    }
    const said = server.nextDiagnostics(server.uriOf(name));
    const settled = await timed(async () => {
      await type(server, name, KEYSTROKES + 2);
      await said;
    });
    const slowest = Math.max(...times);
    return `median ${median(times).toFixed(1)} ms, slowest ${slowest.toFixed(0)} ms of ${KEYSTROKES}; diagnostics ${settled.toFixed(0)} ms after the last, ${open.toFixed(0)} ms after opening`;
  } finally {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  }
}

/** One letter at the end of the first line, then the smallest question. */
async function type(server: LanguageServerProcess, name: string, version: number): Promise<void> {
  const place = { line: 0, character: 10 };
  await server.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: server.uriOf(name), version },
    contentChanges: [{ range: { start: place, end: place }, text: 'x' }],
  });
  await server.request('prepareRename', 'no-such-document', { position: place });
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function prd(): string {
  const lines = ['# Product requirements', ''];
  let length = 0;
  for (let section = 1; length < SIZE; section++) {
    const added = [
      `## Feature ${section}`,
      '',
      ...Array.from(
        { length: 8 },
        (_, item) => `- The user must see report ${section}.${item} within ${item + 1} s, easily.`,
      ),
      '',
    ];
    lines.push(...added);
    length += added.join('\n').length + 1;
  }
  return lines.join('\n');
}

function plan(): string {
  const one = formatPlanDocument(planOf([task('t0')])).length;
  const count = Math.ceil(SIZE / (one / 3));
  return formatPlanDocument(
    planOf(
      Array.from({ length: count }, (_, place) => task(`t${place}`, place === 0 ? {} : { on: [`t${place - 1}`] })),
    ),
  );
}
