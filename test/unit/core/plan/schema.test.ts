import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConductorError } from '../../../../src/core/errors.ts';
import { formatStoredPlan, parseStoredPlan } from '../../../../src/core/plan/schema.ts';
import { arbitraryPlan, plan, requirement, requirementId } from './planBuilder.ts';

const refusedWith = (pattern: RegExp) => (error: unknown) =>
  error instanceof ConductorError && error.code === 'plan.invalid' && pattern.test(error.message);
const damage = (change: (json: Record<string, unknown[]>) => void): string => {
  const json = JSON.parse(formatStoredPlan(plan({ a: {}, b: { parent: 'a', on: ['a'] } }))) as Record<
    string,
    unknown[]
  >;
  change(json);
  return JSON.stringify(json);
};

describe('parseStoredPlan', () => {
  it('gives back what was stored', () => {
    const span = { line: 1, column: 2, endLine: 3, endColumn: 4, page: 5 };
    const whole = plan(
      { a: { covers: ['r1'], source: span, edited: ['title', 'all'] }, b: { parent: 'a', on: ['a'] } },
      {
        requirements: [requirement('r1', { priority: 'high', label: 'Speed', done: true }), requirement('r2')],
        sections: [{ id: 's1', title: 'Scope', number: '1', level: 1, role: 'feature', parent: null, span, text: '' }],
        uncovered: [{ id: requirementId('r2'), reason: 'Nobody asked.' }],
        deletedHeadings: ['Reports'],
      },
    );
    assert.deepEqual(parseStoredPlan(formatStoredPlan(whole)), whole);
    fc.assert(
      fc.property(arbitraryPlan(20, 40), (any) => {
        assert.deepEqual(parseStoredPlan(formatStoredPlan(any)), any);
      }),
    );
  });

  it('says where a stored plan is damaged', () => {
    assert.throws(() => parseStoredPlan('{"title":'), refusedWith(/damaged: it is not JSON/));
    assert.throws(() => parseStoredPlan('null'), refusedWith(/damaged/));
    assert.throws(
      () => parseStoredPlan(damage((json) => Object.assign(json['tasks']?.[1] as object, { complexity: 11 }))),
      refusedWith(/"tasks\.1\.complexity"/),
    );
    assert.throws(
      () => parseStoredPlan(damage((json) => Object.assign(json['tasks']?.[0] as object, { colour: 'red' }))),
      refusedWith(/colour/),
    );
  });

  it('refuses a broken hierarchy', () => {
    const parents = (...list: (string | null)[]) =>
      damage((json) => list.forEach((parent, index) => Object.assign(json['tasks']?.[index] as object, { parent })));
    assert.throws(() => parseStoredPlan(parents('b', 'a')), refusedWith(/"a" is its own ancestor/));
    assert.throws(() => parseStoredPlan(parents(null, 'c')), refusedWith(/parent "c" of the task "b" is missing/));
    assert.throws(
      () => parseStoredPlan(damage((json) => Object.assign(json['tasks']?.[1] as object, { key: 'a' }))),
      refusedWith(/two tasks are called "a"/),
    );
  });
});
