import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { LintFinding, Plan } from '../../../../src/core/plan/model.ts';
import { PlanIndex } from '../../../../src/vscode/plans/planIndex.ts';
import { key, plan, requirement } from '../../core/plan/planBuilder.ts';
import { linkedTo, stored, taskwerkTask } from './builders.ts';

const index = (whole: Plan): PlanIndex => new PlanIndex(stored(whole), () => Promise.resolve([]));

describe('PlanIndex', () => {
  it('gives children in the order of the plan', () => {
    const tree = index(plan({ b: {}, a: {}, b2: { parent: 'b' }, b1: { parent: 'b' } }));
    assert.deepEqual(
      tree.childrenOf(null).map((task) => task.key),
      ['b', 'a'],
    );
    assert.deepEqual(
      tree.childrenOf(key('b')).map((task) => task.key),
      ['b2', 'b1'],
    );
    assert.deepEqual(tree.childrenOf(key('a')), []);
    assert.equal(tree.hasChildren(key('b')), true);
    assert.equal(tree.hasChildren(key('a')), false);
  });

  it('shows a task whose parent is missing at the top instead of losing it', () => {
    const tree = index(plan({ a: { parent: 'gone' } }));
    assert.deepEqual(
      tree.childrenOf(null).map((task) => task.key),
      ['a'],
    );
    assert.equal(tree.parentOf(key('a')), null);
  });

  it('walks up and down the hierarchy', () => {
    const tree = index(plan({ a: {}, b: { parent: 'a' }, c: { parent: 'b' }, d: { parent: 'a' } }));
    assert.deepEqual(tree.ancestorsOf(key('c')), ['b', 'a']);
    assert.deepEqual(tree.subtreeOf(key('a')), ['a', 'b', 'd', 'c']);
  });

  it('lints once, and only when asked', async () => {
    let runs = 0;
    const lint = (): Promise<readonly LintFinding[]> => {
      runs += 1;
      return Promise.resolve([]);
    };
    const tree = new PlanIndex(stored(plan({ a: {}, b: {} })), lint);
    tree.childrenOf(null);
    assert.equal(runs, 0);
    assert.equal(await tree.findings, await tree.findings);
    assert.equal(runs, 1);
  });

  it('marks the members of a cycle and no other task', () => {
    const tree = index(plan({ a: { on: ['b'] }, b: { on: ['a'] }, c: { on: ['a'] } }));
    const none = linkedTo({});
    const kindOf = (name: string): string => tree.dependencyState(tree.task(key(name))!, none).kind;
    assert.deepEqual(['a', 'b', 'c'].map(kindOf), ['cycle', 'cycle', 'waiting']);
  });

  it('counts the dependencies that are still open', () => {
    const tree = index(plan({ a: {}, b: {}, left: { included: false }, c: { on: ['a', 'b', 'left'] } }));
    const c = tree.task(key('c'))!;
    assert.deepEqual(tree.dependencyState(c, linkedTo({})), { kind: 'waiting', open: 2 });
    const oneDone = linkedTo({ a: taskwerkTask('TASK-001', { status: 'done' }) });
    assert.deepEqual(tree.dependencyState(c, oneDone), { kind: 'waiting', open: 1 });
    const allDone = linkedTo({
      a: taskwerkTask('TASK-001', { status: 'done' }),
      b: taskwerkTask('TASK-002', { status: 'cancelled' }),
    });
    assert.deepEqual(tree.dependencyState(c, allDone), { kind: 'ready' });
  });

  it('names tasks by title, requirements by text and the rest as they are', () => {
    const tree = index(
      plan({ a: { title: 'Add the form' } }, { requirements: [requirement('r1', { text: 'A form.' })] }),
    );
    assert.deepEqual(
      ['a', 'r1', 'x'].map((place) => tree.titleOf(place)),
      ['Add the form', 'A form.', 'x'],
    );
  });
});
