import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../../src/core/plan/edit.ts';
import { findCycles } from '../../../../src/core/plan/graph.ts';
import { lintPlan } from '../../../../src/core/plan/lint.ts';
import type { LintFinding, LintRule, Plan } from '../../../../src/core/plan/model.ts';
import { arbitraryPlan, dependency, key, plan, requirement, requirementId, task, planOf } from './planBuilder.ts';

const found = (whole: Plan, rule: LintRule): readonly LintFinding[] =>
  lintPlan(whole).filter((finding) => finding.rule === rule);
const only = (whole: Plan, rule: LintRule): LintFinding => {
  const [finding, ...more] = found(whole, rule);
  assert.ok(finding && more.length === 0, `${more.length + (finding ? 1 : 0)} findings of ${rule}`);
  return finding;
};
/** Applies the fix and checks that the rule is content then. */
const mend = (whole: Plan, rule: LintRule): Plan => {
  const after = found(whole, rule).reduce((current, { fix }) => applyEdits(current, fix?.edits ?? []), whole);
  assert.deepEqual(found(after, rule), []);
  return after;
};

describe('lintPlan', () => {
  it('has nothing to say of a sound plan', () => {
    assert.deepEqual(lintPlan(plan({ a: {}, b: { on: ['a'] }, c: { on: ['a'] } })), []);
    assert.deepEqual(lintPlan(planOf([])), []);
  });

  it('names a cycle as an error and cuts it', () => {
    const whole = plan({ a: { on: [['b', 0.9]] }, b: { on: [['a', 0.1]] } });
    const { severity, message, where, fix } = only(whole, 'cycle');
    assert.deepEqual([severity, where], ['error', ['a', 'b']]);
    assert.equal(message, '"Build a" and "Build b" wait for each other, so none of them can start.');
    assert.equal(fix?.title, 'Cut the cycle: "Build b" no longer waits for "Build a" (the lightest cut)');
    assert.deepEqual(
      mend(whole, 'cycle').tasks.map(({ dependsOn }) => dependsOn.length),
      [1, 0],
    );
  });

  it('finds references to nothing, to itself, and to what is left out', () => {
    const whole = plan({ a: { on: ['nobody', 'a'] }, b: { on: ['c'] }, c: { included: false } });
    assert.deepEqual(
      lintPlan(whole).map(({ rule, severity, message }) => [rule, severity, message]),
      [
        ['dangling', 'error', '"Build a" depends on "nobody", which is not in the plan.'],
        ['self-edge', 'error', '"Build a" depends on itself.'],
        [
          'dangling',
          'warning',
          '"Build b" depends on "Build c", which is left out, so the dependency is not imported.',
        ],
      ],
    );
    mend(whole, 'dangling');
    mend(whole, 'self-edge');
  });

  it('finds a dependency that is there twice and keeps the better one', () => {
    const whole = planOf([task('a'), { ...task('b'), dependsOn: [dependency('a', 0.3), dependency('a', 0.7)] }]);
    assert.equal(only(whole, 'duplicate-edge').message, '"Build b" depends on "Build a" 2 times.');
    assert.deepEqual(
      mend(whole, 'duplicate-edge').tasks[1]?.dependsOn.map(({ evidence }) => evidence.confidence),
      [0.7],
    );
  });

  it('finds redundant dependencies', () => {
    const whole = plan({ a: {}, b: { on: ['a'] }, c: { on: ['a', 'b'] } });
    assert.deepEqual([only(whole, 'redundant').severity, only(whole, 'redundant').where], ['info', ['c', 'a']]);
    mend(whole, 'redundant');
  });

  it('doubts a long chain with little evidence', () => {
    const chain = (confidence: number): Plan =>
      planOf(
        Array.from({ length: 6 }, (_, index) =>
          task(`t${index}`, index ? { on: [[`t${index - 1}`, confidence]] } : {}),
        ),
      );
    const { message, where } = only(chain(0.3), 'pure-chain');
    assert.match(message, /^6 tasks from "Build t0" to "Build t5" each wait only for the one before/);
    assert.equal(where.length, 6);
    assert.deepEqual(found(chain(0.9), 'pure-chain'), []);
    mend(chain(0.3), 'pure-chain');
  });

  it('misses acceptance criteria on leaves alone', () => {
    const whole = plan({ a: { acceptanceCriteria: [] }, b: { parent: 'a', acceptanceCriteria: [] } });
    assert.deepEqual(only(whole, 'missing-criteria').where, ['b']);
  });

  it('splits what is too big', () => {
    const whole = plan({ a: { hours: 40, complexity: 9, acceptanceCriteria: ['one', 'two', 'three'] } });
    assert.equal(only(whole, 'oversize').message, '"Build a" is big for one task: 40 hours, complexity 9 of 10.');
    assert.equal(mend(whole, 'oversize').tasks.length, 3);
  });

  it('finds tasks that are there twice', () => {
    const whole = plan({ a: { title: 'Write the docs' }, b: { title: 'Write: the DOCS!' }, c: {} });
    assert.deepEqual([only(whole, 'duplicate').severity, only(whole, 'duplicate').where], ['warning', ['a', 'b']]);
    assert.equal(mend(whole, 'duplicate').tasks.length, 2);
    const covers = { covers: ['r1'] };
    const alike = plan({
      a: { title: 'Parse PDF files quickly', ...covers },
      b: { title: 'Parse PDF files', ...covers },
      c: { title: 'Show a page', ...covers },
    });
    assert.deepEqual([only(alike, 'duplicate').severity, only(alike, 'duplicate').where], ['info', ['a', 'b']]);
  });

  it('tells of requirements without a task', () => {
    const whole = plan(
      { a: { covers: ['r1'] }, b: { covers: ['r2'], included: false } },
      {
        requirements: [
          ...['r1', 'r2', 'r3', 'r4'].map((name) => requirement(name)),
          requirement('r5', { kind: 'goal' }),
          requirement('r6', { kind: 'out-of-scope' }),
          requirement('r7', { done: true }),
        ],
        uncovered: ['r2', 'r3', 'r5'].map((name) => ({ id: requirementId(name), reason: 'Left to others.' })),
      },
    );
    assert.deepEqual(
      found(whole, 'orphan-requirement').map(({ where, severity, fix }) => [where[0], severity, fix?.edits.length]),
      [
        ['r4', 'warning', 0],
        ['r2', 'info', 1],
        ['r3', 'info', 0],
      ],
    );
  });

  it('finds estimates far from the others', () => {
    const hours = [2, 3, 2, 4, 3, 2, 3, 20, 0.25, 3];
    const whole = planOf(hours.map((number, index) => task(`t${index}`, { hours: number })));
    assert.deepEqual(
      found(whole, 'estimate-outlier').map(({ message }) => message),
      [
        '"Build t7" is estimated at 20 h, 7 times the median of 3 h.',
        '"Build t8" is estimated at 0.25 h, 1/12 of the median of 3 h.',
      ],
    );
    mend(whole, 'estimate-outlier');
  });

  it('passes on what a model got wrong and what needs a look', () => {
    const whole = plan(
      { a: { attention: 'Its requirement changed.' } },
      {
        faults: [
          { key: null, message: 'The model left a part out.' },
          { key: key('a'), message: 'Its estimate was no number.' },
        ],
      },
    );
    assert.deepEqual(
      found(whole, 'model-fault').map(({ where }) => where),
      [[], ['a']],
    );
    assert.equal(only(whole, 'attention').message, '"Build a": Its requirement changed.');
  });

  it('puts errors first, and its fixes are edits that work', () => {
    fc.assert(
      fc.property(arbitraryPlan(15, 40), (whole) => {
        const findings = lintPlan(whole);
        const ranks = findings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
        assert.deepEqual(ranks, ranks.toSorted());
        for (const { fix } of findings) applyEdits(whole, fix?.edits ?? []);
        assert.deepEqual(findCycles(mend(whole, 'cycle')), []);
      }),
      { numRuns: 60 },
    );
  });
});
