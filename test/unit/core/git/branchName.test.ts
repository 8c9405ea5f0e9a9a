// Branch names from patterns and tasks: readable, and never one that git refuses.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { branchName } from '../../../../src/core/git/branchName.ts';

const PATTERN = 'feature/{task_id}-{task_slug}';

describe('branchName', () => {
  it('fills in the pattern', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['Add login page', 'feature/TASK-012-add-login-page'],
      ['Größe & Übersicht (ß)', 'feature/TASK-012-grosse-ubersicht-ss'],
      ['../../etc/passwd', 'feature/TASK-012-etc-passwd'],
      ['日本語', 'feature/TASK-012-task'],
      ['Fix foo.lock', 'feature/TASK-012-fix-foo-lock'],
      ['', 'feature/TASK-012-task'],
    ];
    for (const [name, expected] of cases) assert.equal(branchName(PATTERN, { id: 'TASK-012', name }), expected);
  });

  it('cuts a long name between words', () => {
    const name = branchName(PATTERN, {
      id: 'TASK-1',
      name: 'Implement the extraordinarily long winded description of it',
    });
    assert.equal(name, 'feature/TASK-1-implement-the-extraordinarily-long');
  });

  it('mends a pattern that git would refuse', () => {
    const task = { id: 'T-1', name: 'x' };
    assert.equal(branchName('-{task_id}', task), 'T-1');
    assert.equal(branchName('a b/..{task_id}.lock', task), 'a-b/T-1');
    assert.equal(branchName('/x//{task_id}/', task), 'x/T-1');
    assert.equal(branchName('{task_id}', { id: 'HEAD', name: 'x' }), 'task-HEAD');
    assert.equal(branchName('{task_id}', { id: '@', name: 'x' }), 'task-id');
    assert.equal(branchName('{task_id}', { id: '@{-.@', name: 'x' }), 'task-id');
  });

  it('is always a name that git takes', () => {
    const names: string[] = [];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('.', '/', '-', '@', '{', '@{', '~', '^', '.lock', 'a', ' ', '\\', ':', 'é'),
        maxLength: 40,
      }),
      fc.constantFrom('HEAD', '@', '-', '.lock', '..', 'a'.repeat(300)),
    );
    const pattern = fc.oneof(
      fc.constant(PATTERN),
      fc.constant('{task_id}'),
      text.map((start) => `${start}{task_id}`),
    );
    fc.assert(
      fc.property(pattern, text, text, (given, id, name) => {
        names.push(branchName(given, { id, name }));
      }),
      { numRuns: 120 },
    );
    for (const name of new Set(names)) {
      assert.equal(execFileSync('git', ['check-ref-format', '--branch', name]).toString().trimEnd(), name);
    }
  });
});
