import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConductorError } from '../../../../src/core/errors.ts';
import { applyEdits } from '../../../../src/core/plan/edit.ts';
import { editInHistory, redoEdit, startHistory, undoEdit } from '../../../../src/core/plan/history.ts';
import type { DraftTask, Plan, PlanEdit, TaskKey } from '../../../../src/core/plan/model.ts';
import { hierarchyProblem, treeOf } from '../../../../src/core/plan/tree.ts';
import { arbitraryPlan, key, plan, requirement, requirementId, task } from './planBuilder.ts';

const refusedWith = (pattern: RegExp) => (error: unknown) =>
  error instanceof ConductorError && error.code === 'plan.invalid' && pattern.test(error.message);
const get = (whole: Plan, name: string): DraftTask => {
  const found = whole.tasks.find((candidate) => candidate.key === name);
  assert.ok(found, `${name} is missing`);
  return found;
};
/** The hierarchy in one line: "a(b c) d". */
const shape = (whole: Plan): string => {
  const tree = treeOf(whole.tasks);
  const show = (item: DraftTask): string => {
    const below = tree.childrenOf(item.key).map(show).join(' ');
    return below === '' ? item.key : `${item.key}(${below})`;
  };
  return tree.roots.map(show).join(' ');
};
const on = (whole: Plan, name: string): readonly string[] => get(whole, name).dependsOn.map((edge) => edge.key);

const whole = plan(
  {
    a: { covers: ['r1'], acceptanceCriteria: ['one', 'two', 'three'], hours: 8 },
    b: { parent: 'a', covers: ['r2'] },
    c: { parent: 'a', on: ['b'] },
    d: { on: [['a', 0.9], 'c'], hours: 3, priority: 'high', tags: ['x'] },
  },
  {
    requirements: ['r1', 'r2', 'r3'].map((name) => requirement(name)),
    uncovered: [{ id: requirementId('r3'), reason: 'A goal.' }],
  },
);

describe('applyEdits', () => {
  it('sets fields and remembers which a person changed', () => {
    const after = applyEdits(whole, [
      { type: 'set', key: key('a'), fields: { title: ' Build\n  it ', complexity: 3, tags: ['y', ' y', ''] } },
    ]);
    assert.deepEqual([get(after, 'a').title, get(after, 'a').tags], ['Build it', ['y']]);
    assert.deepEqual(get(after, 'a').edited, ['title', 'tags']);
    assert.equal(applyEdits(whole, [{ type: 'set', key: key('a'), fields: { title: 'Build a' } }]), whole);
  });

  it('refuses what no task can have', () => {
    const set = (fields: DraftTask | object) => () => applyEdits(whole, [{ type: 'set', key: key('a'), fields }]);
    assert.throws(set({ title: ' \n' }), refusedWith(/needs a title/));
    assert.throws(set({ title: 'x'.repeat(256) }), refusedWith(/has 256 characters; Taskwerk takes 255/));
    assert.throws(set({ complexity: 11 }), refusedWith(/complexity of "a" cannot be 11/));
    assert.throws(set({ estimate: { hours: NaN, rule: '' } }), refusedWith(/estimate of "a" cannot be NaN/));
    assert.throws(set({ category: 'x'.repeat(51) }), refusedWith(/category of "a"/));
    assert.throws(() => applyEdits(whole, [{ type: 'delete', keys: [key('z')] }]), refusedWith(/no task "z"/));
  });

  it('leaves out a task with all below it, and says what is no longer covered', () => {
    const after = applyEdits(whole, [{ type: 'include', key: key('a'), included: false }]);
    assert.deepEqual(
      after.tasks.map(({ included }) => included),
      [false, false, false, true],
    );
    assert.deepEqual(get(after, 'c').edited, ['included']);
    assert.deepEqual(after.uncovered, [
      { id: 'r1', reason: 'Its task "Build a" is left out.' },
      { id: 'r2', reason: 'Its task "Build b" is left out.' },
      { id: 'r3', reason: 'A goal.' },
    ]);
    assert.deepEqual(
      applyEdits(after, [{ type: 'include', key: key('a'), included: true }]).uncovered,
      whole.uncovered,
    );
  });

  it('moves tasks to a place under another parent', () => {
    const move = (keys: string[], parent: string | null, before: string | null) =>
      applyEdits(whole, [
        {
          type: 'move',
          keys: keys.map(key),
          parent: parent === null ? null : key(parent),
          before: before === null ? null : key(before),
        },
      ]);
    assert.equal(shape(move(['d'], 'a', 'c')), 'a(b d c)');
    assert.equal(shape(move(['c', 'b'], null, 'd')), 'a b c d');
    assert.equal(shape(move(['a'], 'd', null)), 'd(a(b c))');
    assert.equal(shape(move(['a', 'c'], 'd', null)), 'd(a(b c))');
    assert.deepEqual(get(move(['d'], 'a', 'c'), 'd').edited, ['parent']);
    assert.deepEqual(get(move(['d'], null, 'a'), 'd').edited, []);
    assert.equal(move(['b'], 'a', 'c'), whole);
    assert.throws(() => move(['a'], 'c', null), refusedWith(/"c" lies below what is being moved/));
    assert.throws(() => move(['d'], 'a', 'd'), refusedWith(/"d" does not lie/));
  });

  it('adds a task with a key of its own', () => {
    const after = applyEdits(whole, [
      { type: 'add', parent: key('a'), title: 'Écrire le code!' },
      { type: 'add', parent: null, title: 'écrire  le Code' },
      { type: 'add', parent: null, title: '🙂' },
    ]);
    assert.equal(shape(after), 'a(b c ecrire-le-code) d ecrire-le-code-2 task');
    assert.deepEqual(get(after, 'task').edited, ['all']);
  });

  it('deletes a task with all below it, and the edges to them', () => {
    const after = applyEdits(whole, [{ type: 'delete', keys: [key('a'), key('b')] }]);
    assert.equal(shape(after), 'd');
    assert.deepEqual(on(after, 'd'), []);
    assert.deepEqual(
      after.uncovered.map(({ id, reason }) => [id, reason]),
      [
        ['r1', 'Its task "Build a" was deleted.'],
        ['r2', 'Its task "Build b" was deleted.'],
        ['r3', 'A goal.'],
      ],
    );
  });

  it('splits a task, sharing out hours, criteria and requirements', () => {
    const after = applyEdits(whole, [{ type: 'split', key: key('a'), titles: ['First half', 'Second half'] }]);
    assert.equal(shape(after), 'a(b c first-half second-half) d');
    assert.deepEqual(get(after, 'first-half').acceptanceCriteria, ['one', 'two']);
    assert.deepEqual(get(after, 'second-half').acceptanceCriteria, ['three']);
    assert.deepEqual([get(after, 'a').covers, get(after, 'first-half').covers], [[], ['r1']]);
    assert.equal(get(after, 'second-half').estimate.hours, 4);
    assert.deepEqual(after.uncovered, whole.uncovered);
    assert.throws(
      () => applyEdits(whole, [{ type: 'split', key: key('a'), titles: ['Only'] }]),
      refusedWith(/two titles/),
    );
  });

  it('merges tasks into the first, with what hangs on them', () => {
    const after = applyEdits(whole, [{ type: 'merge', keys: [key('d'), key('a')] }]);
    assert.equal(shape(after), 'd(b c)');
    const { estimate, covers, dependsOn, priority, acceptanceCriteria } = get(after, 'd');
    assert.deepEqual([estimate, covers, dependsOn, priority], [{ hours: 11, rule: '3 h + 8 h' }, ['r1'], [], 'high']);
    assert.deepEqual(acceptanceCriteria, ['d works', 'one', 'two', 'three']);
    assert.deepEqual(on(after, 'c'), ['b']);
  });

  it('merges an ancestor into a task below it', () => {
    const deep = plan({ top: {}, mid: { parent: 'top' }, leaf: { parent: 'mid' }, side: { parent: 'top' } });
    assert.equal(shape(applyEdits(deep, [{ type: 'merge', keys: [key('leaf'), key('top')] }])), 'leaf(mid side)');
  });

  it('adds and removes dependencies', () => {
    const more = applyEdits(whole, [{ type: 'depend', key: key('b'), on: key('d') }]);
    assert.equal(get(more, 'b').dependsOn[0]?.kind, 'manual');
    assert.deepEqual(get(more, 'b').edited, ['dependsOn']);
    assert.deepEqual(on(applyEdits(whole, [{ type: 'undepend', key: key('d'), on: key('c') }]), 'd'), ['a']);
    assert.throws(
      () => applyEdits(whole, [{ type: 'depend', key: key('b'), on: key('b') }]),
      refusedWith(/wait for itself/),
    );
  });

  it('keeps the best supported of double dependencies', () => {
    const doubled = plan({
      a: {},
      b: {
        on: [
          ['a', 0.2],
          ['a', 0.8],
        ],
      },
    });
    const after = applyEdits(doubled, [{ type: 'depend', key: key('b'), on: key('a') }]);
    assert.deepEqual(
      get(after, 'b').dependsOn.map(({ evidence }) => evidence.confidence),
      [0.8],
    );
  });

  it('renames a key wherever it is named', () => {
    const after = applyEdits(whole, [{ type: 'rename-key', key: key('a'), to: key('base') }]);
    assert.equal(shape(after), 'base(b c) d');
    assert.deepEqual(on(after, 'd'), ['base', 'c']);
    assert.throws(
      () => applyEdits(whole, [{ type: 'rename-key', key: key('a'), to: key('b') }]),
      refusedWith(/already/),
    );
    assert.throws(
      () => applyEdits(whole, [{ type: 'rename-key', key: key('a'), to: key('No Key') }]),
      refusedWith(/cannot be/),
    );
  });

  it('keeps a plan whole through any edits, and undo takes each of them back', () => {
    fc.assert(
      fc.property(coveredPlan, fc.array(wildEdit, { maxLength: 12 }), (start, edits) => {
        let history = startHistory(start);
        for (const wild of edits) {
          const before = history;
          try {
            history = editInHistory(history, [toEdit(wild, history.plan)]);
          } catch (error) {
            assert.ok(error instanceof ConductorError && error.code === 'plan.invalid', String(error));
          }
          if (history === before) continue;
          assertWhole(history.plan);
          const undone = undoEdit(history);
          assert.equal(undone?.plan, before.plan);
          assert.ok(undone);
          assert.equal(redoEdit(undone)?.plan, history.plan);
        }
        for (let back = undoEdit(history); back; back = undoEdit(back)) history = back;
        assert.equal(history.plan, start);
      }),
      { numRuns: 300 },
    );
  });

  it('starts no history for an edit that changes nothing', () => {
    const history = startHistory(whole);
    assert.equal(editInHistory(history, [{ type: 'include', key: key('a'), included: true }]), history);
    assert.deepEqual([undoEdit(history), redoEdit(history)], [null, null]);
  });

  it('forgets redo after another edit', () => {
    const one = editInHistory(startHistory(whole), [{ type: 'add', parent: null, title: 'One' }]);
    const back = undoEdit(one);
    assert.ok(back);
    assert.equal(redoEdit(editInHistory(back, [{ type: 'add', parent: null, title: 'Two' }])), null);
  });
});

function assertWhole({ tasks, requirements, uncovered }: Plan): void {
  assert.equal(hierarchyProblem(tasks), null);
  const keys = new Set(tasks.map((draft) => draft.key));
  for (const draft of tasks) {
    const targets = draft.dependsOn.map((edge) => edge.key);
    assert.ok(targets.every((target) => keys.has(target) && target !== draft.key));
    assert.equal(new Set(targets).size, targets.length);
    assert.ok(draft.title.trim() !== '');
  }
  const covered = new Set(tasks.filter(({ included }) => included).flatMap(({ covers }) => covers));
  assert.deepEqual(
    uncovered.map(({ id }) => id),
    requirements.map(({ id }) => id).filter((id) => !covered.has(id)),
  );
}

/** Requirement ri is covered by task ti, the last one by none. */
const coveredPlan = arbitraryPlan(9, 12).map((any): Plan => {
  const names = any.tasks.map((_, index) => `r${index}`);
  return {
    ...any,
    requirements: [...names, 'rest'].map((name) => requirement(name)),
    tasks: any.tasks.map((draft, index) => ({ ...draft, covers: task('x', { covers: [`r${index}`] }).covers })),
    uncovered: [{ id: requirementId('rest'), reason: 'A goal.' }],
  };
});

interface Picks {
  readonly one: TaskKey;
  readonly two: TaskKey;
  readonly three: TaskKey;
  readonly number: number;
}

const wildEdits: readonly ((picks: Picks) => PlanEdit)[] = [
  ({ one, two, number }) => ({ type: 'set', key: one, fields: { title: `Title ${two}`, included: number % 2 === 1 } }),
  ({ one, number }) => ({ type: 'include', key: one, included: number % 2 === 1 }),
  ({ one, two, three, number }) => ({
    type: 'move',
    keys: [one, two],
    parent: number % 2 ? three : null,
    before: null,
  }),
  ({ one, two }) => ({ type: 'move', keys: [one], parent: null, before: two }),
  ({ one, two }) => ({ type: 'add', parent: one, title: `New ${two}` }),
  ({ one, two, number }) => ({ type: 'delete', keys: number % 2 ? [one] : [one, two] }),
  ({ one, number }) => ({ type: 'split', key: one, titles: ['One', 'Two', 'Three'].slice(number % 2) }),
  ({ one, two, three }) => ({ type: 'merge', keys: [one, two, three] }),
  ({ one, two }) => ({ type: 'depend', key: one, on: two }),
  ({ one, two }) => ({ type: 'undepend', key: one, on: two }),
  ({ one, number }) => ({ type: 'rename-key', key: one, to: key(`renamed-${number}`) }),
];
const wildEdit = fc.tuple(fc.nat(wildEdits.length - 1), fc.nat(30), fc.nat(30), fc.nat(30));

function toEdit([type, ...picks]: readonly [number, number, number, number], { tasks }: Plan): PlanEdit {
  const [one, two, three] = picks.map((pick) => tasks[pick % Math.max(1, tasks.length)]?.key ?? key('nobody'));
  const make = wildEdits[type];
  assert.ok(make && one !== undefined && two !== undefined && three !== undefined);
  return make({ one, two, three, number: picks[2] });
}
