// The repository map of 10,000 files: read and parsed for the first time, again, and ranked and written for a task.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectFiles } from '../../src/core/agent/map/files.ts';
import { rankFiles } from '../../src/core/agent/map/rank.ts';
import { renderMap } from '../../src/core/agent/map/render.ts';
import { createCodeMap } from '../../src/node/codemap/codeMap.ts';
import { createDiskWorkspace } from '../../src/node/files/workspace.ts';
import { type Benchmark, timed } from './benchmark.ts';

const FILES = 10_000;
const FILES_OF_A_FOLDER = 50;
const WORDS = ['order', 'invoice', 'customer', 'parcel', 'payment', 'report', 'stock', 'price', 'label', 'route'];

export const benchmarks: readonly Benchmark[] = [{ name: 'repoMap, 10,000 files', run: measure }];

async function measure(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'conductor-bench-'));
  try {
    const bytes = writeProject(dir);
    const workspace = createDiskWorkspace(dir);
    const codeMap = createCodeMap();
    const topic = { title: 'Print the invoice of a parcel', text: 'See invoiceParcel1234.', touched: [] };
    const times: string[] = [];
    const step = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
      let result: Promise<Result> | undefined;
      const { ms, pause } = await watched(() => (result = work()));
      times.push(`${name} ${ms.toFixed(0)} ms (longest pause ${pause.toFixed(0)} ms)`);
      if (!result) throw new Error('The step was not run.');
      return result;
    };
    await step('cold', () => collectFiles(workspace, codeMap));
    const files = await step('warm', () => collectFiles(workspace, codeMap));
    const ranked = await step('ranked', () => rankFiles(files, topic));
    const written = await timed(() => renderMap(ranked, 16_000));
    return `${times.join(', ')}, written ${written.toFixed(1)} ms; ${(bytes / 2 ** 20).toFixed(0)} MB of source`;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What the thread computes between two rings of a timer holds up everything else; what other programs take does not count. */
async function watched(work: () => Promise<unknown>): Promise<{ readonly ms: number; readonly pause: number }> {
  let last = process.threadCpuUsage();
  let pause = 0;
  const tick = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    pause = Math.max(pause, (user + system) / 1000);
    last = process.threadCpuUsage();
  };
  const timer = setInterval(tick, 1);
  const ms = await timed(work);
  tick();
  clearInterval(timer);
  return { ms, pause };
}

/** Modules that use one another, in four languages. Gives the bytes. */
function writeProject(dir: string): number {
  let bytes = 0;
  for (let index = 0; index < FILES; index++) {
    const folder = join(dir, 'src', `part${Math.floor(index / FILES_OF_A_FOLDER)}`);
    if (index % FILES_OF_A_FOLDER === 0) mkdirSync(folder, { recursive: true });
    const extension = ['ts', 'ts', 'py', 'go', 'java'][index % 5] ?? 'ts';
    const text = sourceOf(index, extension);
    bytes += text.length;
    writeFileSync(join(folder, `${nameOf(index)}.${extension}`), text);
  }
  return bytes;
}

function nameOf(index: number): string {
  const word = WORDS[index % WORDS.length] ?? '';
  const other = WORDS[Math.floor(index / 7) % WORDS.length] ?? '';
  return `${word}${other.charAt(0).toUpperCase()}${other.slice(1)}${index}`;
}

function sourceOf(index: number, extension: string): string {
  const name = nameOf(index);
  const used = [1, 10, 100].map((step) => nameOf((index + step * 5) % FILES));
  const functions = Array.from({ length: 8 }, (_, place) => {
    const calls = used.map((each) => `${each}_${place}(value)`);
    if (extension === 'py') return `def ${name}_${place}(value):\n    # adds up\n    return ${calls.join(' + ')}\n`;
    if (extension === 'go') return `func ${name}_${place}(value int) int {\n\treturn ${calls.join(' + ')}\n}\n`;
    if (extension === 'java')
      return `  static int ${name}_${place}(int value) {\n    return ${calls.join(' + ')};\n  }\n`;
    return `export function ${name}_${place}(value: number): number {\n  const text = \`sum of \${value}\`;\n  return ${calls.join(' + ')} + text.length;\n}\n`;
  }).join('\n');
  if (extension === 'go') return `package main\n\n${functions}`;
  return extension === 'java' ? `class ${name} {\n${functions}}\n` : functions;
}
