import assert from 'node:assert/strict';
import { lintInSteps, lintPlan } from '../../../src/core/plan/lint.ts';
import { atOnce, givingWay, type Steps } from '../../../src/core/steps.ts';
import { largePlan } from '../../support/largePlan.ts';

describe('a calculation in steps', () => {
  /** Each step takes as long as a person would notice. */
  function* slow(steps: number): Steps<number> {
    for (let step = 0; step < steps; step++) {
      const began = performance.now();
      while (performance.now() - began < 25);
      yield;
    }
    return steps;
  }

  it('gives the same at once and giving way', async () => {
    assert.equal(atOnce(slow(2)), 2);
    assert.equal(await givingWay(slow(2)), 2);
    const plan = largePlan(500);
    assert.deepEqual(await givingWay(lintInSteps(plan)), lintPlan(plan));
  });

  it('lets others have their turn between two steps', async () => {
    const happened: string[] = [];
    setImmediate(() => happened.push('another'));
    await givingWay(slow(3)).then(() => happened.push('done'));
    assert.deepEqual(happened, ['another', 'done']);
  });

  it('stops between two steps when it is cancelled', async () => {
    const controller = new AbortController();
    const result = givingWay(slow(1_000), controller.signal);
    controller.abort();
    await assert.rejects(result, { name: 'AbortError' });
  });
});
