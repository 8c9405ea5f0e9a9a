import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { isEmptyFilter, noFilter, visibleKeys, type PlanFilter } from '../../../../src/vscode/plans/filter.ts';
import { PlanIndex } from '../../../../src/vscode/plans/planIndex.ts';
import { TaskForest } from '../../../../src/vscode/plans/taskForest.ts';
import { plan } from '../../core/plan/planBuilder.ts';
import { linkedTo, stored, taskId, taskwerkTask } from './builders.ts';

const index = new PlanIndex(
  stored(
    plan({
      login: { title: 'Build the login' },
      form: { parent: 'login', title: 'Draw the Form', priority: 'high', tags: ['web'] },
      api: { parent: 'login', title: 'Serve the session', included: false },
      report: { title: 'Report errors' },
    }),
  ),
  () => Promise.resolve([]),
);
const linked = linkedTo({ report: taskwerkTask('TASK-009', { status: 'done' }) });
const visible = (filter: Partial<PlanFilter>) => [...visibleKeys({ ...noFilter, ...filter }, index, linked)].toSorted();

describe('the filter', () => {
  it('shows matching tasks with the tasks above them', () => {
    assert.deepEqual(visible({ text: 'form' }), ['form', 'login']);
  });

  it('wants every word, in any field and any case', () => {
    assert.deepEqual(visible({ text: 'WEB draw' }), ['form', 'login']);
    assert.deepEqual(visible({ text: 'web session' }), []);
  });

  it('narrows by status: of Taskwerk, not there yet, or left out', () => {
    assert.deepEqual(visible({ statuses: ['done'] }), ['report']);
    assert.deepEqual(visible({ statuses: ['excluded'] }), ['api', 'login']);
    assert.deepEqual(visible({ statuses: ['draft'] }), ['form', 'login']);
  });

  it('wants all kinds of conditions at once', () => {
    assert.deepEqual(visible({ priorities: ['high'], statuses: ['draft'] }), ['form', 'login']);
    assert.deepEqual(visible({ priorities: ['high'], statuses: ['done'] }), []);
  });

  it('knows when it is none', () => {
    assert.equal(isEmptyFilter({ ...noFilter, text: '  ' }), true);
    assert.equal(isEmptyFilter({ ...noFilter, priorities: ['low'] }), false);
  });
});

describe('TaskForest', () => {
  const tasks = [
    taskwerkTask('TASK-001'),
    taskwerkTask('TASK-001.1', { parentId: taskId('TASK-001'), status: 'done' }),
    taskwerkTask('TASK-002', { parentId: taskId('TASK-777') }),
  ];
  const ids = (forest: TaskForest, of: string | null) =>
    forest.childrenOf(of === null ? null : taskId(of)).map(({ id }) => id);

  it('stands tasks below their parents, and those with a foreign parent at the top', () => {
    const forest = new TaskForest(tasks, noFilter);
    assert.deepEqual(ids(forest, null), ['TASK-001', 'TASK-002']);
    assert.deepEqual(ids(forest, 'TASK-001'), ['TASK-001.1']);
    assert.equal(forest.parentOf(taskId('TASK-001.1')), 'TASK-001');
    assert.equal(forest.parentOf(taskId('TASK-002')), null);
  });

  it('keeps the way to a match', () => {
    const forest = new TaskForest(tasks, { ...noFilter, statuses: ['done'] });
    assert.deepEqual(ids(forest, null), ['TASK-001']);
    assert.deepEqual(ids(forest, 'TASK-001'), ['TASK-001.1']);
    assert.equal(forest.size, 2);
  });
});
