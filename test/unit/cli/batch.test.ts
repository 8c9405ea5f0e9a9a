import assert from 'node:assert/strict';
import { parseBatch } from '../../../src/cli/batch.ts';
import { ConductorError } from '../../../src/core/errors.ts';

const parse = (value: unknown) => parseBatch(JSON.stringify(value), 'tasks.json');

function problemsOf(value: unknown): unknown {
  try {
    parse(value);
  } catch (error) {
    assert.ok(error instanceof ConductorError);
    assert.equal(error.code, 'task.invalid');
    return error.details['problems'];
  }
  return assert.fail('it was accepted');
}

describe('parseBatch', () => {
  it("takes Taskwerk's shape and its spellings", () => {
    const { tasks, ignored } = parse([
      { name: ' One ', status: 'in_progress', priority: 'HIGH', tags: ['a'], notes: [{ note: 'n' }] },
      { id: 'TASK-002', name: 'Two', status: 'completed', depends_on: ['TASK-001'], metadata: { key: 1 } },
    ]);
    assert.deepEqual(tasks, [
      { name: 'One', status: 'in-progress', priority: 'high', tags: ['a'], notes: [{ note: 'n' }] },
      { id: 'TASK-002', name: 'Two', status: 'done', depends_on: ['TASK-001'], metadata: { key: 1 } },
    ]);
    assert.deepEqual(ignored, []);
  });

  it('takes one object for an array of one, and null for absent', () => {
    assert.deepEqual(parse({ name: 'One', assignee: null, parent_id: null }).tasks, [{ name: 'One' }]);
  });

  it('tells unknown keys by item', () => {
    const { ignored } = parse([{ name: 'One' }, { name: 'Two', created_at: 'x', toString: 1 }]);
    assert.deepEqual(ignored, [
      { index: 1, key: 'created_at' },
      { index: 1, key: 'toString' },
    ]);
  });

  it('has nothing to tell of an unknown key without a value, as an export of Taskwerk has many', () => {
    assert.deepEqual(parse([{ name: 'One', started_at: null, correlation_id: null }]).ignored, []);
  });

  it('tells every bad value by item and path', () => {
    assert.deepEqual(problemsOf([{ name: 'One' }, { name: '', status: 'later', notes: [{}] }, 7]), [
      { index: 1, path: 'name', message: 'a task needs a name' },
      { index: 1, path: 'status', message: 'use one of todo, in-progress, blocked, done, cancelled' },
      { index: 1, path: 'notes.0.note', message: 'Invalid input: expected string, received undefined' },
      { index: 2, path: '', message: 'Invalid input: expected object, received number' },
    ]);
  });

  it('refuses what is not JSON, in one sentence', () => {
    assert.throws(() => parseBatch('{"name":', 'tasks.json'), {
      code: 'task.invalid',
      message: /^tasks\.json is not JSON: [^\n]+\.$/,
    });
  });
});
