// What decomposition by a model makes of the prompt cache, of calls side by side, and of calls that were paid for before.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallJournal } from '../../src/core/plan/decompose/calls.ts';
import { decomposeByModel, type Decomposed, type DecomposeInput } from '../../src/core/plan/decompose/decompose.ts';
import { planFromOutline } from '../../src/core/plan/outline/planner.ts';
import type { ModelBackend } from '../../src/core/model/backend.ts';
import { Budget } from '../../src/core/model/budget.ts';
import { priceOf } from '../../src/core/model/prices.ts';
import { markdownReader } from '../../src/core/prd/markdown.ts';
import { readSource } from '../../src/core/prd/read.ts';
import { createClaude } from '../../src/node/anthropic/claude.ts';
import { scriptedPlanner } from '../support/messages/scriptedPlanner.ts';
import { MessagesServer } from '../support/messages/server.ts';
import type { Benchmark } from './benchmark.ts';

const DEPTH = 3;
/** Short for a model, and long enough that the work of this process, which plays both sides, does not hide the waiting. */
const DELAY_MS = 2_000;
const MODEL = 'claude-sonnet-5-5';
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const benchmarks: readonly Benchmark[] = [
  { name: 'model: 50 KB to depth 3', run: measureWhole },
  { name: 'model: killed in the middle and continued', run: measureContinued },
];

async function measureWhole(): Promise<string> {
  const input = await makeInput();
  await using server = await startServer();
  await decompose(await makeInput(2_000), server, new Map()); // So that no module is loaded on the clock.
  const start = performance.now();
  const times: number[] = [];
  const { usage, calls, plan, stopped } = await decompose(input, server, new Map(), undefined, times);
  const wall = performance.now() - start;
  if (stopped !== null) throw new Error('It did not finish.', { cause: stopped });
  const slowest = Math.max(...times);
  const all = usage.input + usage.cacheRead + usage.cacheWrite;
  // The questions are asked before the first level, with a call of their own.
  const rounds = DEPTH + 1;
  return [
    `${percent(usage.cacheRead / all)} of ${thousands(all)} input tokens read from the cache`,
    `wall ${wall.toFixed(0)} ms = ${(wall / (rounds * slowest)).toFixed(2)} × (${rounds} rounds × slowest call ${slowest.toFixed(0)} ms)`,
    `${calls} calls, ${thousands(usage.output)} output tokens, ${plan.tasks.length} tasks, ${plan.faults?.length ?? 0} faults`,
  ].join('; ');
}

async function measureContinued(): Promise<string> {
  const input = await makeInput();
  await using server = await startServer();
  const journal = new Map<string, string>();
  const controller = new AbortController();
  const run = decompose(input, server, journal, controller.signal);
  while (journal.size < 20) await sleep(5);
  controller.abort();
  const before = await run;
  const finished = journal.size;
  const after = await decompose(input, server, journal);
  if (after.stopped !== null) throw new Error('It did not finish.', { cause: after.stopped });
  const twice = finished + after.calls - journal.size;
  return `${twice} calls paid twice (${finished} before, ${after.calls} after, ${journal.size} different ones), ${before.plan.tasks.length} tasks when killed, ${after.plan.tasks.length} in the end`;
}

function startServer(): Promise<MessagesServer> {
  return MessagesServer.start({
    answer: scriptedPlanner({ perRoot: 8, rootHours: 24, childHours: 12, delayMs: DELAY_MS }),
  });
}

async function decompose(
  input: DecomposeInput,
  server: MessagesServer,
  entries: Map<string, string>,
  signal = new AbortController().signal,
  times: number[] = [],
): Promise<Decomposed> {
  const claude = createClaude({ apiKey: () => Promise.resolve(server.apiKey), baseUrl: server.url, log });
  const journal: CallJournal = {
    recall: (key) => Promise.resolve(entries.get(key) ?? null),
    record: (key, value) => Promise.resolve(void entries.set(key, value)),
  };
  return decomposeByModel(input, {
    backend: timedBackend(claude, times),
    model: { id: MODEL, name: MODEL, maxInput: 200_000, maxOutput: 64_000, takesTemperature: false, takesSchema: true },
    maxTokens: 16_000,
    budget: new Budget(1_000, priceOf(MODEL)),
    journal,
    signal,
    limits: { maxDepth: DEPTH, aboveHours: 8, aboveComplexity: 6 },
    concurrency: 128,
    run: 'bench',
    askPerson: () => Promise.resolve([]),
    onPlan: () => Promise.resolve(),
  });
}

/** Notes how long each call took, as the caller sees it. */
function timedBackend(backend: ModelBackend, times: number[]): ModelBackend {
  return {
    name: backend.name,
    isReady: () => backend.isReady(),
    countTokens: (request, signal) => backend.countTokens(request, signal),
    listModels: (signal) => backend.listModels(signal),
    stream: async function* (request, signal) {
      const start = performance.now();
      yield* backend.stream(request, signal);
      times.push(performance.now() - start);
    },
  };
}

async function makeInput(bytes = 50_000): Promise<DecomposeInput> {
  const source = new TextEncoder().encode(documentOf(bytes));
  const { document, prd } = await readSource(markdownReader, source);
  const base = planFromOutline(prd, { sourceFile: 'bench.md', sourceHash: '', maxDepth: DEPTH });
  return { document, prd, base };
}

const SUBJECTS = ['order', 'invoice', 'parcel', 'supplier', 'discount', 'contract', 'driver', 'return', 'customer'];
const ACTIONS = ['record', 'approve', 'export', 'archive', 'search', 'merge', 'correct', 'share'];
const CONTEXT =
  'People in the warehouse and in the office work on the same records at the same time, often on slow connections. ' +
  'What one of them enters is seen by all others without loading the page again. Mistakes are common and must be easy to mend. ';

/** Chapters with prose, a list of requirements each and some figures, until there is enough text. */
function documentOf(bytes: number): string {
  const lines = ['# Trading platform', '', CONTEXT.repeat(2)];
  let length = 0;
  for (let chapter = 0; length < bytes; chapter++) {
    const subject = `${SUBJECTS[chapter % SUBJECTS.length] ?? ''} desk ${Math.floor(chapter / SUBJECTS.length) + 1}`;
    const items = ACTIONS.map(
      (action, index) => `- A clerk must be able to ${action} entries of the ${subject} within ${index + 2} seconds.`,
    );
    const text = [`## The ${subject}`, '', CONTEXT.repeat(4), '', ...items, ''];
    lines.push(...text);
    length += text.join('\n').length;
  }
  return lines.join('\n');
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const thousands = (count: number): string => count.toLocaleString('en-US');
