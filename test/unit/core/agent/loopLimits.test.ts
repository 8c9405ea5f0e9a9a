import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Limits } from '../../../../src/core/agent/limits.ts';
import type { RunEvent } from '../../../../src/core/agent/runEvents.ts';
import { RunMemory } from '../../../../src/core/agent/runMemory.ts';
import { costOf, priceOf } from '../../../../src/core/model/prices.ts';
import { scriptedAgent, type ScriptStep } from '../../../support/messages/scriptedAgent.ts';
import { command, configOf, done, startBench, TestWorld, type WorldOptions } from './loopWorld.ts';

const endless: ScriptStep = ({ request }) => ({ uses: [command(`print ${request.messages.length}`)] });

async function runOut(options: WorldOptions) {
  await using bench = await startBench(scriptedAgent([], { rest: endless }));
  const world = new TestWorld({ commands: (line) => `${line} ${'lorem '.repeat(400)}`, ...options });
  const outcome = await bench.work(world);
  const { calls } = bench.server;
  return { world, calls, reason: outcome.kind === 'outOfBudget' ? outcome.reason : assert.fail(outcome.kind) };
}

const price = priceOf('claude-sonnet-5-5') ?? assert.fail();
const total = ({ input, cacheRead, cacheWrite, output }: RunMemory['usage']) => input + cacheRead + cacheWrite + output;

describe('the limits of a run', () => {
  it('end it after so many turns, over all its parts', async () => {
    const { world, calls, reason } = await runOut({ safety: { max_turns: 3 } });
    assert.equal(calls.length, 3);
    assert.equal(reason, 'The run has taken all 3 turns that it may take (safety.max_turns).');
    const later = await runOut({ safety: { max_turns: 5 }, events: world.events });
    assert.equal(later.calls.length, 2);
  });

  for (const max of [20_000, 33_333, 60_000]) {
    it(`end it before ${max} tokens are exceeded`, async () => {
      const { world, reason } = await runOut({ safety: { max_tokens: max } });
      const used = total(new RunMemory(world.events).usage);
      assert.ok(used <= max && used > max / 3, String(used));
      assert.match(
        reason,
        /^The next turn could take the run above [\d,]+ tokens \(safety\.max_tokens\); it has used [\d,]+\.$/,
      );
    });
  }

  for (const budget of [0.05, 0.2]) {
    it(`end it before it costs more than $${budget}, and make answers shorter first`, async () => {
      const { world, calls, reason } = await runOut({ safety: { budget_usd: budget } });
      const spent = costOf(new RunMemory(world.events).usage, price);
      assert.ok(spent <= budget && calls.length > 1, String(spent));
      assert.match(reason, /above \$0\.\d\d \(safety\.budget_usd\); it has cost \$0\.\d\d\.$/);
      const asked = calls.map(({ request }) => request.maxTokens);
      assert.ok((asked.at(-1) ?? 0) < 16_000);
    });
  }

  it('end it before a turn that would probably take too long', async () => {
    let worked = 0;
    const { calls, reason } = await runOut({
      safety: { max_task_duration: '30m' },
      workedMs: () => (worked += 200_000),
    });
    assert.ok(calls.length > 0 && worked <= 30 * 60_000 + 200_000);
    assert.equal(reason, 'The run may work no longer than 30m (safety.max_task_duration).');
  });

  it('cut off the turn in which the time ends', async () => {
    const slow: ScriptStep = () => ({ uses: [done()], delayMs: 5_000 });
    await using bench = await startBench(scriptedAgent([slow]));
    const world = new TestWorld({ safety: { max_task_duration: '1m' }, workedMs: () => 60_000 - 300 });
    const outcome = await bench.work(world);
    assert.match(outcome.kind === 'outOfBudget' ? outcome.reason : '', /no longer than 1m/);
    assert.deepEqual(world.of('run.turnFinished'), []);
  });

  it('count a model without a price in tokens alone', () => {
    const limits = new Limits(configOf({ budget_usd: 0.0001 }).safety, new RunMemory([]), null, () => 0);
    assert.equal('maxTokens' in limits.allow({ input: 10_000, output: 16_000 }, true), true);
  });

  it('are never exceeded by what they allow', () => {
    const usage = fc.record({
      input: fc.nat(5_000),
      cacheRead: fc.nat(50_000),
      cacheWrite: fc.nat(5_000),
      output: fc.nat(8_000),
    });
    const call = fc.record({ input: fc.nat(100_000), output: fc.integer({ min: 1_024, max: 32_000 }) });
    fc.assert(
      fc.property(
        fc.array(usage, { maxLength: 30 }),
        call,
        fc.integer({ min: 1_000, max: 2_000_000 }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (past, next, tokens, budget) => {
          const events = past.map((spent, index): RunEvent => ({
            ...{
              type: 'run.turnFinished',
              turn: index + 1,
              parts: [],
              stop: 'end',
              usage: spent,
              cost: null,
              durationMs: 0,
            },
          }));
          const memory = new RunMemory(events);
          const { safety } = configOf({ max_tokens: tokens, budget_usd: budget });
          const allowance = new Limits(safety, memory, price, () => 0).allow(next, true);
          if ('reason' in allowance) return;
          assert.ok(total(memory.usage) + next.input + allowance.maxTokens <= tokens);
          const worst = costOf({ input: 0, cacheRead: 0, cacheWrite: next.input, output: allowance.maxTokens }, price);
          assert.ok(costOf(memory.usage, price) + worst <= budget + 1e-9);
          assert.ok(allowance.maxTokens > 0 && allowance.maxTokens <= next.output);
        },
      ),
    );
  });
});
