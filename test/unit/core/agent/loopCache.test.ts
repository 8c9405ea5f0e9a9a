import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelMessage } from '../../../../src/core/model/backend.ts';
import { withCacheMarks } from '../../../../src/core/agent/transcript.ts';
import { scriptedAgent, type ScriptStep } from '../../../support/messages/scriptedAgent.ts';
import type { RecordedCall } from '../../../support/messages/server.ts';
import { command, done, read, startBench, TestWorld, write } from './loopWorld.ts';

/** Twenty turns of a usual kind: looking, editing, running tests that fail in another way each time. */
const SCRIPT: readonly ScriptStep[] = [
  ...Array.from({ length: 19 }, (_, at): ScriptStep => {
    if (at % 3 === 0) return { text: 'I look.', uses: [read(`${at}.ts`), read('a.ts'), read(`b${at}.ts`)] };
    if (at % 3 === 1) return { uses: [write('a.ts', `line ${at}\n`.repeat(40))] };
    return { text: 'I run the tests.', uses: [command('npm test')] };
  }),
  { uses: [done()] },
];

const output = (_: string, count: number) => ({
  exitCode: 1,
  output: `${count} failing\n${'  at parse (src/a.ts:12)\n'.repeat(40)}`,
});

const share = (calls: readonly RecordedCall[]): number => {
  const sum = (key: 'input' | 'cacheRead' | 'cacheWrite') => calls.reduce((all, { usage }) => all + usage[key], 0);
  return sum('cacheRead') / (sum('input') + sum('cacheRead') + sum('cacheWrite'));
};

describe('the prompt cache', () => {
  it('holds over a run of twenty turns: at least 85 % of the input is read from it', async () => {
    await using bench = await startBench(scriptedAgent(SCRIPT));
    const world = new TestWorld({ commands: output });
    assert.equal((await bench.work(world)).kind, 'handedOver');
    assert.equal(bench.server.calls.length, 20);
    assert.ok(share(bench.server.calls) >= 0.85, String(share(bench.server.calls)));
    assert.deepEqual(world.of('run.nudged'), []);
  });

  it('holds over hints, feedback and a restart', async () => {
    await using bench = await startBench(
      scriptedAgent([
        ...SCRIPT.slice(0, 8),
        ...Array.from({ length: 3 }, () => ({ uses: [read('a.ts')] })),
        ...SCRIPT.slice(8),
        ...SCRIPT.slice(-2),
      ]),
    );
    const first = new TestWorld({ commands: output });
    await bench.work(first);
    first.events.push({ type: 'run.feedback', text: 'The test of the parser fails.' });
    await bench.work(new TestWorld({ events: first.events, commands: output }));
    assert.equal(first.of('run.nudged').length, 1);
    const withoutFirst = bench.server.calls.slice(1);
    assert.ok(withoutFirst.every(({ usage }) => usage.cacheRead > 0));
    assert.ok(share(withoutFirst) >= 0.85, String(share(withoutFirst)));
  });

  it('begins with what is the same in every run: tools, then the instructions', async () => {
    await using bench = await startBench(scriptedAgent([{ uses: [done()] }]));
    await bench.work(new TestWorld());
    await bench.work(
      new TestWorld({ events: [{ type: 'run.assigned', assignment: 'Another task.', core: 'Another task.' }] }),
    );
    const [one, other] = bench.server.calls.map(({ request: { tools, system } }) => JSON.stringify([tools, system]));
    assert.equal(one, other);
    assert.doesNotMatch(one ?? '', /run-1|TASK-001|\d{4}-\d{2}-\d{2}/);
  });

  it('is marked at the assignment and the last two user messages, however the parts lie', () => {
    const parts = fc.array(fc.constant({ type: 'text', text: 'x' } as const), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 12 }), (users) => {
        const messages = users.flatMap((own, index): ModelMessage[] => [
          { role: 'user', parts: own },
          ...(index < users.length - 1 ? [{ role: 'assistant', parts: own } as const] : []),
        ]);
        const place = (of: number, part: number) => `${of}.${part}`;
        const marked = withCacheMarks(messages).flatMap(({ parts: all }, index) =>
          all.flatMap((part, at) => ('cache' in part && part.cache ? [place(index, at)] : [])),
        );
        const lastTwo = users.flatMap((own, index) =>
          index >= users.length - 2 ? [place(index * 2, own.length - 1)] : [],
        );
        assert.deepEqual(new Set(marked), new Set([place(0, 0), ...lastTwo]));
      }),
    );
  });
});
