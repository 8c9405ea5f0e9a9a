import assert from 'node:assert/strict';
import type { TaskStore } from '../../../../src/core/ports.ts';
import type { BatchTask, TaskId } from '../../../../src/core/tasks/model.ts';
import { plan } from '../../core/plan/planBuilder.ts';
import { describeStores, failsWith, importNew, TestProject } from '../../../support/taskwerk.ts';

const id = (text: string): TaskId => text as TaskId;

describeStores('tasks in the Taskwerk database', (open) => {
  let project: TestProject;
  let store: TaskStore;
  beforeEach(async () => {
    project = new TestProject(open);
    store = await project.store();
  });
  afterEach(() => project.dispose());

  const listed = async (...args: Parameters<TaskStore['listTasks']>): Promise<readonly string[]> =>
    (await store.listTasks(...args)).map((task) => task.id);
  const ready = async (): Promise<readonly string[]> => (await store.readyTasks()).map((task) => task.id);
  const add = (...batch: BatchTask[]) => store.addTasks(batch);

  describe('adding', () => {
    it('gives ids after the largest number in use, and keeps the given ones', async () => {
      project.sql("INSERT INTO tasks (id, name) VALUES ('TASK-007.2', 'Dotted'), ('OTHER-99', 'Elsewhere')");
      const result = await add({ name: 'A' }, { name: 'B', id: 'TASK-009' }, { name: 'C' });
      assert.deepEqual(result, { created: ['TASK-008', 'TASK-009', 'TASK-010'], skipped: [] });
    });

    it('writes all of it, in the shape of the Taskwerk command line', async () => {
      await add(
        { id: 'TASK-002', name: 'Child', parent_id: 'TASK-001', depends_on: ['TASK-003'], tags: [' b ', 'a', 'b'] },
        { id: 'TASK-001', name: 'Parent', status: 'in-progress', notes: [{ note: 'Mind this', user: 'ann' }] },
        {
          id: 'TASK-003',
          name: 'First',
          metadata: { colour: 'red' },
          estimate: 3,
          category: 'api',
          due_date: '2030-01-01',
        },
      );
      const child = await store.getTask(id('TASK-002'));
      assert.equal(child.parentId, 'TASK-001');
      assert.deepEqual(child.dependsOn, ['TASK-003']);
      assert.deepEqual(child.tags, ['a', 'b']);
      assert.deepEqual(
        child.timeline.map(({ action, user, note, changes }) => ({ action, user, note, changes })),
        [
          { action: 'created', user: 'conductor', note: 'Task created', changes: null },
          { action: 'tags_added', user: 'conductor', note: 'Added tags: b, a', changes: null },
        ],
      );
      const parent = await store.getTask(id('TASK-001'));
      assert.deepEqual(parent.children, ['TASK-002']);
      assert.deepEqual(
        parent.notes.map(({ note, user }) => ({ note, user })),
        [{ note: 'Mind this', user: 'ann' }],
      );
      const first = await store.getTask(id('TASK-003'));
      assert.deepEqual([first.metadata, first.estimate, first.category], [{ colour: 'red' }, 3, 'api']);
      assert.deepEqual(first.dependents, ['TASK-002']);
      assert.match(first.createdAt, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      assert.deepEqual(
        project.rows('SELECT started_at IS NULL AS unstarted, source FROM tasks ORDER BY id'),
        [0, 1, 1].map((unstarted) => ({ unstarted, source: 'cli' })),
      );
    });

    it('leaves tasks whose id exists as they are, and takes what a JSON export holds', async () => {
      await add({ name: 'A', id: 'TASK-001' });
      const exported = { id: 'TASK-001', name: 'Changed', description: null, is_subtask: 0 } as unknown as BatchTask;
      const next = { id: 'TASK-002.1', name: 'New', parent_id: 'TASK-001', estimate: null } as unknown as BatchTask;
      assert.deepEqual(await add(exported, next), { created: ['TASK-002.1'], skipped: ['TASK-001'] });
      assert.equal((await store.getTask(id('TASK-001'))).name, 'A');
    });

    const refused: readonly [string, readonly unknown[], RegExp][] = [
      ['something that is no object', [{ name: 'A' }, 'B'], /^Item 2 is not an object/],
      ['a task without a name', [{ description: 'x' }], /^Item 1 needs a name/],
      ['a long name', [{ name: 'A' }, { name: 'x'.repeat(256) }], /^Item 2 \("x+"\) has a name of 256 characters/],
      ['a line break in a name', [{ name: 'a\nb' }], /line break/],
      ['an unknown status', [{ name: 'A', status: 'review' }], /^Item 1 \("A"\) has a status that is none of todo/],
      ['an unknown priority', [{ name: 'A', priority: 'urgent' }], /priority that is none of/],
      ['a progress above 100', [{ name: 'A', progress: 101 }], /progress/],
      ['a negative estimate', [{ name: 'A', estimate: -1 }], /estimate/],
      ['a malformed id', [{ name: 'A', id: 'first' }], /id that is not of the form/],
      [
        'an id given twice',
        [
          { name: 'A', id: 'TASK-001' },
          { name: 'B', id: 'TASK-001' },
        ],
        /^Item 2 .*earlier item/,
      ],
      ['tags as text', [{ name: 'A', tags: 'a' }], /tags that are not a list/],
      ['a note without text', [{ name: 'A', notes: [{}] }], /notes/],
      ['metadata that is a list', [{ name: 'A', metadata: [] }], /metadata that is not an object/],
      ['an unknown parent', [{ name: 'A', parent_id: 'TASK-009' }], /parent TASK-009, which does not exist/],
      ['an unknown dependency', [{ name: 'A', depends_on: ['TASK-009'] }], /depends on TASK-009/],
      ['a task that depends on itself', [{ id: 'TASK-001', name: 'A', depends_on: ['TASK-001'] }], /on itself/],
      [
        'a cycle of dependencies',
        [
          { id: 'TASK-001', name: 'A', depends_on: ['TASK-002'] },
          { id: 'TASK-002', name: 'B', depends_on: ['TASK-003'] },
          { id: 'TASK-003', name: 'C', depends_on: ['TASK-002'] },
        ],
        /TASK-002 → TASK-003 → TASK-002/,
      ],
      [
        'a loop of parents',
        [
          { id: 'TASK-001', name: 'A', parent_id: 'TASK-002' },
          { id: 'TASK-002', name: 'B', parent_id: 'TASK-001' },
        ],
        /below itself/,
      ],
    ];
    for (const [what, batch, words] of refused) {
      it(`refuses ${what} and writes nothing`, async () => {
        const before = project.dump();
        await assert.rejects(store.addTasks(batch as BatchTask[]), failsWith('task.invalid', words));
        assert.deepEqual(project.dump(), before);
      });
    }

    it('is not stopped by a chain of 5,000 items in the wrong order', async () => {
      const chain = Array.from({ length: 5_000 }, (_, index) => ({
        ...{ id: `TASK-${index + 1}`, name: 'Link' },
        ...(index < 4_999 && { parent_id: `TASK-${index + 2}`, depends_on: [`TASK-${index + 2}`] }),
      }));
      assert.equal((await store.addTasks(chain)).created.length, 5_000);
    });
  });

  describe('listing', () => {
    beforeEach(async () => {
      await add(
        { name: 'Write the parser', tags: ['core', 'x'], priority: 'high', assignee: '@ann' },
        { name: 'Test it', description: 'With ÄPFEL and 100%', status: 'done', tags: ['test'] },
        { name: 'Ship', content: 'a_b' },
      );
      project.sql(`UPDATE tasks SET status = 'completed' WHERE id = 'TASK-002';
        INSERT INTO tasks (id, name, status, metadata) VALUES ('TASK-1000', 'Late', 'in_progress', 'not JSON'),
          ('TASK-010', 'Ten', 'blocked', NULL), ('TASK-010.2', 'Two', 'todo', '[]'), ('TASK-010.10', 'More', 'todo', '{}')`);
    });

    it('goes by number, a child after its parent', async () => {
      const all = ['TASK-001', 'TASK-002', 'TASK-003', 'TASK-010', 'TASK-010.2', 'TASK-010.10', 'TASK-1000'];
      assert.deepEqual(await listed(), all);
      assert.deepEqual(await listed({ limit: 2 }), ['TASK-001', 'TASK-002']);
    });

    it('folds the spellings of a status', async () => {
      assert.deepEqual(await listed({ status: ['done'] }), ['TASK-002']);
      assert.deepEqual(await listed({ status: ['in-progress', 'blocked'] }), ['TASK-010', 'TASK-1000']);
      assert.equal((await store.getTask(id('TASK-002'))).status, 'done');
    });

    it('filters by priority, assignee, any of the tags, session and plan', async () => {
      await store.updateTasks([id('TASK-003')], { note: 'Seen' }, { session: 'night-1' });
      assert.deepEqual(await listed({ priority: ['high'] }), ['TASK-001']);
      assert.deepEqual(await listed({ assignee: '@ann' }), ['TASK-001']);
      assert.deepEqual(await listed({ tags: ['test', 'core'] }), ['TASK-001', 'TASK-002']);
      assert.deepEqual(await listed({ session: 'night-1' }), ['TASK-003']);
      assert.deepEqual(await listed({ plan: 1 }), []);
      await importNew(store, plan({ a: { priority: 'low' }, b: {} }));
      assert.deepEqual(await listed({ plan: 1 }), ['TASK-1001', 'TASK-1002']);
      assert.deepEqual(await listed({ plan: 1, priority: ['low'] }), ['TASK-1001']);
      assert.deepEqual(await listed({ plan: 2 }), []);
    });

    it('searches name, description and content without regard to case, and takes no wildcards', async () => {
      assert.deepEqual(await listed({ search: 'PARSER' }), ['TASK-001']);
      assert.deepEqual(await listed({ search: 'äpfel' }), ['TASK-002']);
      assert.deepEqual(await listed({ search: 'A_B' }), ['TASK-003']);
      assert.deepEqual(await listed({ search: '%%' }), []);
    });

    it('reads metadata that is no object as an empty one', async () => {
      const tasks = await store.listTasks();
      assert.deepEqual(
        tasks.slice(3).map(({ metadata }) => metadata),
        [{}, {}, {}, {}],
      );
    });

    it('names the ids that look like a missing one', async () => {
      await assert.rejects(store.getTask(id('task-1')), (error) => {
        failsWith('task.missing')(error);
        assert.match((error as { remedy: { text: string } }).remedy.text, /^Did you mean TASK-001/);
        return true;
      });
      await assert.rejects(store.getTask(id('NOPE-77777')), failsWith('task.missing'));
    });
  });

  describe('ready tasks', () => {
    it('wait for open dependencies of their own and of all above them, and for open subtasks', async () => {
      await add(
        { id: 'TASK-001', name: 'Done', status: 'done' },
        { id: 'TASK-002', name: 'Cancelled', status: 'cancelled' },
        { id: 'TASK-003', name: 'Open', priority: 'low' },
        { id: 'TASK-004', name: 'After closed ones', depends_on: ['TASK-001', 'TASK-002'], priority: 'critical' },
        { id: 'TASK-005', name: 'After an open one', depends_on: ['TASK-001', 'TASK-003'] },
        { id: 'TASK-006', name: 'Below a waiting one', parent_id: 'TASK-005' },
        { id: 'TASK-007', name: 'Deeper', parent_id: 'TASK-006' },
        { id: 'TASK-008', name: 'Has an open subtask' },
        { id: 'TASK-009', name: 'The subtask', parent_id: 'TASK-008' },
        { id: 'TASK-010', name: 'Has a done subtask' },
        { id: 'TASK-011', name: 'The done one', parent_id: 'TASK-010', status: 'done' },
        { id: 'TASK-012', name: 'Started', status: 'in-progress' },
      );
      assert.deepEqual(await ready(), ['TASK-004', 'TASK-009', 'TASK-010', 'TASK-003']);
      project.sql("UPDATE tasks SET status = 'completed' WHERE id = 'TASK-003'");
      assert.deepEqual(await ready(), ['TASK-004', 'TASK-007', 'TASK-009', 'TASK-010']);
    });

    it('end in a loop of parents, which Taskwerk allows', async () => {
      await add({ name: 'A' }, { name: 'B' }, { name: 'C' });
      project.sql(`UPDATE tasks SET parent_id = 'TASK-002' WHERE id = 'TASK-001';
        UPDATE tasks SET parent_id = 'TASK-001' WHERE id = 'TASK-002';
        INSERT INTO task_dependencies (task_id, depends_on_id) VALUES ('TASK-001', 'TASK-003')`);
      assert.deepEqual(await ready(), ['TASK-003']);
    });
  });

  describe('updating', () => {
    beforeEach(async () => {
      await add({ name: 'A', tags: ['old'] }, { name: 'B' });
    });

    it('writes the changes as the command line does, and the times that it leaves out', async () => {
      await store.updateTasks([id('TASK-001')], { status: 'in-progress', priority: 'high', addTags: ['new', 'old'] });
      const [row] = project.rows(
        "SELECT status, priority, started_at, completed_at, updated_by FROM tasks WHERE id = 'TASK-001'",
      );
      assert.ok(row?.['started_at']);
      assert.deepEqual(
        { ...row, started_at: 0 },
        {
          ...{ status: 'in-progress', priority: 'high', started_at: 0, completed_at: null, updated_by: 'conductor' },
        },
      );
      const { timeline, tags } = await store.getTask(id('TASK-001'));
      assert.deepEqual(tags, ['new', 'old']);
      assert.deepEqual(
        timeline.slice(2).map(({ action, note, changes }) => ({ action, note, changes })),
        [
          {
            action: 'updated',
            note: 'Task updated',
            changes: { status: { old: 'todo', new: 'in-progress' }, priority: { old: 'medium', new: 'high' } },
          },
          { action: 'tags_added', note: 'Added tags: new', changes: null },
        ],
      );
    });

    it('keeps the times in step with the status', async () => {
      await store.updateTasks([id('TASK-001')], { status: 'done' });
      const times = 'SELECT started_at IS NOT NULL AS s, completed_at IS NOT NULL AS c FROM tasks WHERE id = ?';
      assert.deepEqual(project.rows(times, 'TASK-001'), [{ s: 1, c: 1 }]);
      await store.updateTasks([id('TASK-001')], { status: 'todo' });
      assert.deepEqual(project.rows(times, 'TASK-001'), [{ s: 1, c: 0 }]);
    });

    it('gives the tasks as they are now, in the order asked for', async () => {
      const tasks = await store.updateTasks([id('TASK-002'), id('TASK-001')], { assignee: '@bob', estimate: 4 });
      assert.deepEqual(
        tasks.map((task) => [task.id, task.assignee, task.estimate]),
        [
          ['TASK-002', '@bob', 4],
          ['TASK-001', '@bob', 4],
        ],
      );
    });

    it('changes none when one is missing or a value is bad', async () => {
      const before = project.dump();
      const both = [id('TASK-001'), id('TASK-009')];
      await assert.rejects(store.updateTasks(both, { status: 'done' }), failsWith('task.missing'));
      await assert.rejects(store.updateTasks([id('TASK-001')], { progress: 200 }), failsWith('task.invalid'));
      await assert.rejects(store.updateTasks([id('TASK-001')], { name: ' ' }), failsWith('task.invalid'));
      await assert.rejects(store.updateTasks([id('TASK-001')], { note: '' }), failsWith('task.invalid'));
      assert.deepEqual(project.dump(), before);
    });

    it('writes nothing for values that are there already, also in another spelling', async () => {
      project.sql("UPDATE tasks SET status = 'completed' WHERE id = 'TASK-001'");
      const before = project.dump();
      await store.updateTasks([id('TASK-001')], { status: 'done', name: 'A', removeTags: ['none'] });
      assert.deepEqual(project.dump(), before);
    });

    it('adds notes and removes tags, and records the session', async () => {
      await store.updateTasks([id('TASK-001')], { note: 'Halfway', removeTags: ['old'] }, { session: 's-1' });
      const task = await store.getTask(id('TASK-001'));
      assert.deepEqual(task.tags, []);
      assert.deepEqual(task.metadata, { session: 's-1' });
      assert.deepEqual(
        task.timeline.slice(2).map(({ action, note }) => [action, note]),
        [
          ['tags_removed', 'Removed tags: old (session s-1)'],
          ['note_added', 'Added note: Halfway (session s-1)'],
        ],
      );
      assert.deepEqual(
        task.notes.map(({ note }) => note),
        ['Halfway'],
      );
    });
  });

  it('does nothing once cancelled', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(store.addTasks([{ name: 'A' }], { signal }), { name: 'AbortError' });
    assert.deepEqual(await listed(), []);
  });
});
