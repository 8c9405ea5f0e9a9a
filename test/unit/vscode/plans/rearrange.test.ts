import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { PlanIndex } from '../../../../src/vscode/plans/planIndex.ts';
import { drop, moveBy, moveInto, topmost } from '../../../../src/vscode/plans/rearrange.ts';
import { key, plan, type TaskSketch } from '../../core/plan/planBuilder.ts';
import { stored } from './builders.ts';

const index = (tasks: Readonly<Record<string, TaskSketch>>): PlanIndex =>
  new PlanIndex(stored(plan(tasks)), () => Promise.resolve([]));
const keys = (...names: string[]) => names.map(key);

/** Two groups, a and b, with leaves, and a leaf c beside them. */
const tree = index({
  a: {},
  a1: { parent: 'a' },
  a2: { parent: 'a' },
  a3: { parent: 'a' },
  b: {},
  b1: { parent: 'b' },
  c: {},
});

describe('topmost', () => {
  it('leaves out what lies below another selected task and follows the order of the plan', () => {
    assert.deepEqual(topmost(tree, keys('c', 'a2', 'a')), ['a', 'c']);
  });
});

describe('moveInto', () => {
  it('puts tasks at the end of another parent', () => {
    assert.deepEqual(moveInto(tree, keys('a1', 'c'), key('b')), {
      type: 'move',
      keys: ['a1', 'c'],
      parent: 'b',
      before: null,
    });
  });

  it('refuses to put a task below itself', () => {
    assert.equal(moveInto(tree, keys('a'), key('a2')), null);
    assert.equal(moveInto(tree, keys('a'), key('a')), null);
  });
});

describe('drop', () => {
  const dropped = (names: readonly string[], on: string | null) => {
    const edit = drop(tree, names.map(key), on === null ? null : key(on));
    return edit?.type === 'move' ? [edit.parent, edit.before] : edit;
  };

  it('on the plan makes a root', () => {
    assert.deepEqual(dropped(['a1'], null), [null, null]);
  });

  it('on a task elsewhere puts it inside', () => {
    assert.deepEqual(dropped(['a1'], 'b'), ['b', null]);
    assert.deepEqual(dropped(['a1'], 'b1'), ['b1', null]);
  });

  it('on a sibling below goes after it, on one above before it', () => {
    assert.deepEqual(dropped(['a1'], 'a2'), ['a', 'a3']);
    assert.deepEqual(dropped(['a1'], 'a3'), ['a', null]);
    assert.deepEqual(dropped(['a3'], 'a1'), ['a', 'a1']);
    assert.deepEqual(dropped(['a2', 'a3'], 'a1'), ['a', 'a1']);
  });

  it('on a sibling group puts a leaf inside and a group beside', () => {
    assert.deepEqual(dropped(['c'], 'a'), ['a', null]);
    assert.deepEqual(dropped(['b'], 'a'), [null, 'a']);
  });

  it('on itself or below itself does nothing', () => {
    assert.equal(dropped(['a'], 'a'), null);
    assert.equal(dropped(['a'], 'a1'), null);
  });
});

describe('moveBy', () => {
  const moved = (step: -1 | 1, ...names: string[]) => {
    const edit = moveBy(tree, keys(...names), step);
    return edit?.type === 'move' ? [edit.parent, edit.before] : edit;
  };

  it('goes one place up or down among the siblings', () => {
    assert.deepEqual(moved(-1, 'a2'), ['a', 'a1']);
    assert.deepEqual(moved(1, 'a1'), ['a', 'a3']);
    assert.deepEqual(moved(1, 'a2'), ['a', null]);
    assert.deepEqual(moved(1, 'a'), [null, 'c']);
  });

  it('takes several siblings along', () => {
    assert.deepEqual(moved(-1, 'a2', 'a3'), ['a', 'a1']);
    assert.deepEqual(moved(1, 'a1', 'a2'), ['a', null]);
  });

  it('stops at either end and for tasks of different parents', () => {
    assert.equal(moved(-1, 'a1'), null);
    assert.equal(moved(1, 'a3'), null);
    assert.equal(moved(1, 'a1', 'b1'), null);
  });
});
