import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { findCycles } from '../../../../src/core/plan/graph.ts';
import { closingPath, waitersOf } from '../../../../src/vscode/plans/dependencyPaths.ts';
import { PlanIndex } from '../../../../src/vscode/plans/planIndex.ts';
import { arbitraryPlan, dependency, key, plan } from '../../core/plan/planBuilder.ts';
import { stored } from './builders.ts';

describe('closingPath', () => {
  const index = new PlanIndex(stored(plan({ a: {}, b: { on: ['a'] }, c: { on: ['b'] }, d: {} })), () =>
    Promise.resolve([]),
  );
  const path = (from: string, on: string) => closingPath(waitersOf(index, key(from)), key(from), key(on));

  it('names the whole way round', () => {
    assert.deepEqual(path('a', 'c'), ['a', 'c', 'b', 'a']);
    assert.deepEqual(path('b', 'c'), ['b', 'c', 'b']);
  });

  it('leads through the hierarchy where a group waits', () => {
    const nested = new PlanIndex(stored(plan({ group: { on: ['x'] }, leaf: { parent: 'group' }, x: {} })), () =>
      Promise.resolve([]),
    );
    assert.deepEqual(closingPath(waitersOf(nested, key('x')), key('x'), key('leaf')), ['x', 'leaf', 'group', 'x']);
  });

  it('is empty for a dependency that closes nothing', () => {
    assert.deepEqual(path('c', 'a'), []);
    assert.deepEqual(path('a', 'd'), []);
  });

  it('refuses exactly what would make a cycle', () => {
    fc.assert(
      fc.property(arbitraryPlan(8, 12), fc.nat(7), fc.nat(7), (whole, from, to) => {
        fc.pre(from !== to && Math.max(from, to) < whole.tasks.length && findCycles(whole).length === 0);
        const waiting = key(`t${from}`);
        const on = key(`t${to}`);
        const tasks = whole.tasks.map((task) =>
          task.key === waiting && !task.dependsOn.some((edge) => edge.key === on)
            ? { ...task, dependsOn: [...task.dependsOn, dependency(on)] }
            : task,
        );
        const waiters = waitersOf(new PlanIndex(stored(whole), () => Promise.resolve([])), waiting);
        assert.equal(closingPath(waiters, waiting, on).length > 0, findCycles({ ...whole, tasks }).length > 0);
      }),
    );
  });
});
