// What the turn loop adds to the model's own time, and what it makes of the prompt cache.
import { createModelAgent } from '../../src/core/agent/modelAgent.ts';
import type { ModelBackend } from '../../src/core/model/backend.ts';
import type { RecordedCall } from '../support/messages/server.ts';
import { scriptedAgent, type ScriptStep } from '../support/messages/scriptedAgent.ts';
import {
  allowAll,
  ASSIGNMENT,
  command,
  done,
  read,
  startBench,
  TestWorld,
  TOOLS,
  write,
} from '../unit/core/agent/loopWorld.ts';
import type { Benchmark } from './benchmark.ts';

const TURNS = 20;
const LONG_TURNS = 200;
const CODE = "export const value = compute('input', { strict: true });\n";

export const benchmarks: readonly Benchmark[] = [
  { name: `agent: a run of ${TURNS} turns over HTTP`, run: measureRun },
  { name: `agent: the loop alone, ${LONG_TURNS} turns`, run: measureLoop },
];

/** Looking at three files, editing one, running the tests, in turns. */
function callsOf(at: number) {
  if (at % 3 === 0) return [read('src/a.ts'), read('src/b.ts'), read(`src/${at}.ts`)];
  if (at % 3 === 1) return [write('src/a.ts', `// ${at}\n${CODE.repeat(60)}`)];
  return [command('npm test')];
}

const output = (_: string, count: number) => ({
  exitCode: 1,
  output: `${count} failing\n${'    at parse (src/a.ts:12:3)\n'.repeat(60)}`,
});

async function measureRun(): Promise<string> {
  const steps = [
    ...Array.from({ length: TURNS - 1 }, (_, at): ScriptStep => ({ text: 'I go on.', uses: callsOf(at), delayMs: 20 })),
    { uses: [done()] },
  ];
  await using bench = await startBench(scriptedAgent(steps));
  const world = new TestWorld({ commands: output });
  await bench.work(world); // So that no module is loaded on the clock, and the cache is as after a first run.
  const first = bench.server.calls.splice(0);
  const start = performance.now();
  await bench.work(new TestWorld({ commands: output }));
  const wall = performance.now() - start;
  const model = bench.server.calls.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
  const { all, cached } = tokensOf(first);
  const out = world.of('run.turnFinished').reduce((sum, { usage }) => sum + usage.output, 0);
  return [
    `${thousands(all)} input and ${thousands(out)} output tokens a run`,
    `${((cached / all) * 100).toFixed(1)} % of the input read from the cache`,
    `${((wall - model) / TURNS).toFixed(1)} ms a turn beyond the model (SDK and HTTP included)`,
  ].join('; ');
}

/** A model that answers at once, in this process. */
async function measureLoop(): Promise<string> {
  let turn = 0;
  const model: ModelBackend = {
    name: 'instant',
    isReady: () => Promise.resolve(true),
    countTokens: () => Promise.resolve(0),
    listModels: () =>
      Promise.resolve([
        { id: 'instant', name: 'instant', maxInput: 1_000_000, takesTemperature: false, takesSchema: true },
      ]),
    async *stream() {
      await Promise.resolve();
      const calls = turn++ < LONG_TURNS ? callsOf(turn) : [done()];
      const parts = calls.map((call, index) => ({ type: 'toolUse', id: `${turn}-${index}`, ...call }) as const);
      yield {
        type: 'done',
        parts,
        stop: 'tools',
        usage: { input: 10, cacheRead: 1_000 * turn, cacheWrite: 500, output: 100 },
      };
    },
  };
  const agent = createModelAgent({ model, tools: TOOLS, decide: allowAll });
  const world = new TestWorld({ commands: output, safety: { max_turns: 1_000, max_tokens: 1_000_000_000 } });
  const start = performance.now();
  const outcome = await agent.work(ASSIGNMENT, world.world, new AbortController().signal);
  if (outcome.kind !== 'handedOver') throw new Error(`It ended ${outcome.kind}: ${outcome.reason}`);
  return `${((performance.now() - start) / LONG_TURNS).toFixed(2)} ms a turn beyond the model`;
}

function tokensOf(calls: readonly RecordedCall[]) {
  const sum = (key: 'input' | 'cacheRead' | 'cacheWrite') => calls.reduce((total, { usage }) => total + usage[key], 0);
  const cached = sum('cacheRead');
  return { all: sum('input') + cached + sum('cacheWrite'), cached };
}

const thousands = (count: number): string => count.toLocaleString('en-US');
