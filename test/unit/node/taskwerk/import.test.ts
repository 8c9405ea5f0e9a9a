import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Plan, PlanId } from '../../../../src/core/plan/model.ts';
import type { TaskStore } from '../../../../src/core/ports.ts';
import type { TaskId } from '../../../../src/core/tasks/model.ts';
import { ADDED_STATE } from '../../../../src/node/taskwerk/movedOn.ts';
import { describeStores, failsWith, importNew, TestProject, type OpenProject } from '../../../support/taskwerk.ts';
import { withTaskwerk, type Taskwerk, type TaskwerkProgram } from '../../../support/taskwerkProgram.ts';
import { plan, task, type TaskSketch } from '../../core/plan/planBuilder.ts';

const id = (text: string): TaskId => text as TaskId;
const source = { line: 12, column: 1, endLine: 13, endColumn: 4 };
const three: Readonly<Record<string, TaskSketch>> = {
  product: { tags: ['demo'], source },
  schema: { parent: 'product', hours: 1.5 },
  api: { parent: 'product', on: ['schema'], priority: 'high', tags: ['web', 'demo'] },
};

describeStores('importing a plan', (open) => {
  withTaskwerk('next to Taskwerk', (program) => imports(open, program));
});

function imports(open: OpenProject, program: TaskwerkProgram): void {
  let project: TestProject;
  let store: TaskStore;
  let cli: Taskwerk;
  beforeEach(async () => {
    project = new TestProject(open);
    store = await project.store();
    cli = program.in(project.dir);
  });
  afterEach(() => project.dispose());

  const kinds = async (plan: PlanId): Promise<readonly string[]> =>
    (await store.previewImport(plan)).changes.map(({ kind, key }) => `${kind} ${key}`);
  /** Saves another version of the plan. */
  const edit = async (plan: PlanId, next: Plan): Promise<void> => {
    await store.savePlan(plan, next, (await store.loadPlan(plan)).revision);
  };

  it('writes tasks, parents, dependencies, tags, notes, timeline and metadata', async () => {
    const stored = await store.createPlan(plan(three));
    assert.deepEqual(await kinds(stored.id), ['add product', 'add schema', 'add api']);
    const result = await store.importPlan(stored.id, { session: 'morning' });
    assert.deepEqual(result.taskIds, { product: 'TASK-001', schema: 'TASK-002', api: 'TASK-003' });
    assert.equal(result.isEmpty, false);
    assert.equal((await store.loadPlan(stored.id)).status, 'imported');
    const api = await store.getTask(id('TASK-003'));
    assert.equal(api.name, 'Build api');
    assert.deepEqual([api.parentId, api.dependsOn, api.tags], ['TASK-001', ['TASK-002'], ['demo', 'web']]);
    assert.deepEqual([api.status, api.priority, api.estimate], ['todo', 'high', 2]);
    assert.equal(api.metadata['conductor_key'], 'api');
    assert.equal(api.metadata['acceptance_criteria'], 'api works');
    assert.equal(api.metadata['session'], 'morning');
    assert.deepEqual(
      api.timeline.map(({ action, user, note }) => [action, user, note]),
      [
        ['created', 'conductor', 'Task created (session morning)'],
        ['tags_added', 'conductor', 'Added tags: demo, web (session morning)'],
      ],
    );
    assert.deepEqual(
      (await store.getTask(id('TASK-001'))).notes.map(({ note }) => note),
      ['From docs/prd.md, line 12.'],
    );
    assert.deepEqual(await store.linkedTasks('docs/prd.md'), result.taskIds);
    assert.deepEqual(await store.linkedTasks('other.md'), {});
  });

  it('makes tasks that the command line lists, shows, changes, splits at any depth and deletes', async () => {
    await importNew(store, plan({ ...three, deep: { parent: 'api' }, deeper: { parent: 'deep' } }));
    assert.equal(cli.list().length, 5);
    for (const { id } of cli.list()) {
      cli.showTask(String(id));
      assert.equal(cli.splitTask(String(id), ['One', 'Two']).length, 2);
      cli.updateTask(String(id), { name: 'Renamed' });
    }
    assert.equal(cli.list().length, 15);
    cli.deleteTask('TASK-001', { cascade: true });
    assert.deepEqual(cli.list(), []);
  });

  it('changes nothing the second time', async () => {
    const { id } = await importNew(store, plan(three));
    const before = project.dump();
    const again = await store.importPlan(id);
    assert.deepEqual([again.isEmpty, again.importId], [true, undefined]);
    const other = await store.createPlan(plan(three));
    assert.equal((await store.importPlan(other.id)).isEmpty, true);
    assert.deepEqual(project.dump(), before);
  });

  it('changes only what changed, in the shape of the command line', async () => {
    const stored = await importNew(store, plan(three));
    cli.annotate('TASK-003', { addTag: 'mine', text: 'Mine too' });
    await edit(stored.id, plan({ ...three, api: { ...three['api'], title: 'Serve it', tags: ['web'], on: [] } }));
    assert.deepEqual(await kinds(stored.id), ['unchanged product', 'unchanged schema', 'change api']);
    const others = "SELECT * FROM tasks WHERE id != 'TASK-003'";
    const before = project.rows(others);
    await store.importPlan(stored.id);
    assert.deepEqual(project.rows(others), before);
    const { name, tags, dependsOn, timeline } = await store.getTask(id('TASK-003'));
    assert.deepEqual([name, tags, dependsOn], ['Serve it', ['mine', 'web'], []]);
    assert.deepEqual(timeline.find(({ action }) => action === 'updated')?.changes, {
      name: { old: 'Build api', new: 'Serve it' },
      depends_on: { old: 'TASK-002', new: '' },
    });
    cli.showTask('TASK-003');
  });

  it('leaves started, finished and edited tasks as they are, and makes deleted ones no more', async () => {
    const stored = await importNew(store, plan({ a: {}, b: {}, c: {}, d: {} }));
    cli.statusTask('TASK-001', 'in-progress');
    cli.updateTask('TASK-002', { name: 'Mine' });
    cli.deleteTask('TASK-003');
    const next = { title: 'Another title' };
    await edit(stored.id, plan({ a: next, b: next, c: next }));
    assert.deepEqual(await kinds(stored.id), ['keep a', 'keep b', 'keep c', 'removed d']);
    const before = project.dump();
    await store.importPlan(stored.id);
    assert.deepEqual(project.dump(), before);
  });

  it('takes no other task for its own when an id was used again', async () => {
    const stored = await importNew(store, plan({ a: {} }));
    cli.deleteTask('TASK-001');
    project.sql("INSERT INTO tasks (id, name, created_at) VALUES ('TASK-001', 'Stranger', '2001-01-01 00:00:00')");
    await edit(stored.id, plan({ a: { title: 'New title' } }));
    assert.deepEqual(await kinds(stored.id), ['keep a']);
    assert.deepEqual(await store.linkedTasks('docs/prd.md'), {});
  });

  it('does not give the id of a deleted task to another one, nor believes that Taskwerk did not', async () => {
    const stored = await importNew(store, plan({ a: {}, b: {} }));
    cli.deleteTask('TASK-002');
    await edit(stored.id, plan({ a: {}, b: {}, c: {} }));
    assert.equal((await store.importPlan(stored.id)).taskIds['c'], 'TASK-003');
    cli.deleteTask('TASK-003');
    assert.equal(cli.addTask('Reused within the second'), 'TASK-002');
    assert.deepEqual(await kinds(stored.id), ['unchanged a', 'keep b', 'keep c']);
    assert.deepEqual(await store.linkedTasks('docs/prd.md'), { a: 'TASK-001' });
  });

  it('refuses a plan with a cycle, naming its members, and writes nothing', async () => {
    const stored = await store.createPlan(plan({ a: { on: ['b'] }, b: { on: ['a'] } }));
    const before = project.dump();
    await assert.rejects(store.previewImport(stored.id), failsWith('plan.cycle'));
    await assert.rejects(store.importPlan(stored.id), failsWith('plan.cycle', /a, b|b, a/));
    assert.deepEqual(project.dump(), before);
    assert.equal((await store.loadPlan(stored.id)).status, 'draft');
  });

  it('does nothing once cancelled', async () => {
    const stored = await store.createPlan(plan(three));
    await assert.rejects(store.importPlan(stored.id, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.deepEqual(await store.listTasks(), []);
  });

  it('doubles nothing when two processes import the same plan at once', async () => {
    const stored = await store.createPlan(plan(three));
    const script = `
      import { createStoreOpener } from ${JSON.stringify(path.resolve('src/node/taskwerk/opener.ts'))};
      const store = await createStoreOpener(process.argv[1]).openOrCreate();
      await store.importPlan(${stored.id});`;
    const args = ['--input-type=module-typescript', '-e', script, project.dir];
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, args)));
    assert.equal((await store.listTasks()).length, 3);
    assert.equal(project.rows('SELECT * FROM conductor_imports').length, 1);
  }).timeout(30_000);

  describe('and undoing it', () => {
    it('puts an empty database back exactly', async () => {
      const before = project.dump();
      const stored = await importNew(store, plan(three));
      const undone = await store.undoImport(stored.id);
      assert.deepEqual(undone.removed, ['TASK-001', 'TASK-002', 'TASK-003']);
      assert.deepEqual(project.dump(), before);
      assert.equal((await store.loadPlan(stored.id)).status, 'draft');
      assert.deepEqual(await store.linkedTasks('docs/prd.md'), {});
      await assert.rejects(store.undoImport(stored.id), failsWith('plan.notImported'));
    });

    it('looks only at what hangs on a task, however many others there are', () => {
      const steps = project.rows(`EXPLAIN QUERY PLAN ${ADDED_STATE}`, 0, 0, 'TASK-001').map(({ detail }) => detail);
      const searches = steps.filter((step) => /^(SEARCH|SCAN)/.test(String(step)));
      assert.equal(searches.length, 5);
      for (const search of searches) assert.match(String(search), /\((task_)?id=\?/);
    });

    it('puts the second import back alone, to the second and the row', async () => {
      cli.addTask('Older', { tags: ['x'] });
      const start = project.dump();
      const stored = await importNew(store, plan(three));
      cli.annotate('TASK-004', { addTag: 'mine' });
      project.sql(`DROP TRIGGER update_task_timestamp;
        UPDATE tasks SET updated_at = '2020-02-02 02:02:02';
        CREATE TRIGGER update_task_timestamp AFTER UPDATE ON tasks FOR EACH ROW
        BEGIN UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id; END`);
      const first = project.dump();
      await edit(
        stored.id,
        plan({
          ...{ top: {}, product: { parent: 'top', title: 'Everything' }, schema: { parent: 'product', on: ['extra'] } },
          ...{ extra: {}, api: { tags: ['other'], hours: 7 } },
        }),
      );
      await store.setPlanStatus(stored.id, 'reviewing');
      await store.importPlan(stored.id);
      assert.notDeepEqual(project.dump(), first);
      const undone = await store.undoImport(stored.id);
      assert.deepEqual([undone.removed.length, undone.restored.length], [2, 3]);
      assert.deepEqual(project.dump(), first);
      assert.equal((await store.loadPlan(stored.id)).status, 'reviewing');
      await assert.rejects(store.undoImport(stored.id), failsWith('undo.movedOn'));
      assert.notDeepEqual(start, first);
    });

    it('can be imported again afterwards', async () => {
      const stored = await importNew(store, plan(three));
      const imported = project.rows('SELECT id, name, parent_id FROM tasks');
      await store.undoImport(stored.id);
      await store.importPlan(stored.id);
      assert.deepEqual(project.rows('SELECT id, name, parent_id FROM tasks'), imported);
    });

    it("keeps other people's tasks and the numbers given out since", async () => {
      const stored = await importNew(store, plan(three));
      assert.equal(cli.addTask('Later', { tags: ['x'] }), 'TASK-004');
      await store.undoImport(stored.id);
      assert.deepEqual(
        cli.list().map(({ id }) => id),
        ['TASK-004'],
      );
      const [tag] = project.rows('SELECT id FROM task_tags');
      assert.equal(tag?.['id'], 4);
    });

    const moves: Readonly<Record<string, readonly [(cli: Taskwerk) => void, RegExp]>> = {
      'was started': [(cli) => cli.statusTask('TASK-002', 'in-progress'), /TASK-002 has been changed/],
      'has a new tag': [(cli) => cli.annotate('TASK-002', { addTag: 'mine' }), /TASK-002 has a new tag/],
      'lost a tag': [(cli) => cli.annotate('TASK-001', { removeTag: 'demo' }), /TASK-001 has been changed/],
      'has a new note': [(cli) => cli.annotate('TASK-002', { text: 'Mind' }), /TASK-002 has a new note/],
      'was split': [(cli) => cli.splitTask('TASK-003', ['One']), /TASK-003 has/],
    };
    for (const [what, [move, words]] of Object.entries(moves)) {
      it(`is refused where a task ${what}, and changes nothing`, async () => {
        const stored = await importNew(store, plan(three));
        move(cli);
        const before = project.dump();
        await assert.rejects(store.undoImport(stored.id), failsWith('undo.movedOn', words));
        assert.deepEqual(project.dump(), before);
        assert.equal((await store.loadPlan(stored.id)).status, 'imported');
      });
    }

    const silent: Readonly<Record<string, readonly [string, RegExp]>> = {
      'was changed': ["UPDATE tasks SET actual = 3 WHERE id = 'TASK-002'", /TASK-002 has been changed/],
      'got a subtask': ["INSERT INTO tasks (id, name, parent_id) VALUES ('X-1', 'x', 'TASK-002')", /new subtask X-1/],
      'is waited for': [
        `INSERT INTO tasks (id, name) VALUES ('X-1', 'x');
         INSERT INTO task_dependencies (task_id, depends_on_id) VALUES ('X-1', 'TASK-002')`,
        /TASK-002 is waited for by X-1/,
      ],
      'waits for another': [
        `INSERT INTO tasks (id, name) VALUES ('X-1', 'x');
         INSERT INTO task_dependencies (task_id, depends_on_id) VALUES ('TASK-002', 'X-1')`,
        /TASK-002 has a new dependency/,
      ],
      'has an edited note': ["UPDATE task_notes SET note = 'x'", /TASK-001/],
      'has lost a dependency': ['DELETE FROM task_dependencies', /TASK-003 has been changed/],
    };
    for (const [what, [sql, words]] of Object.entries(silent)) {
      it(`is refused where a task ${what} without a trace in the timeline`, async () => {
        const stored = await importNew(store, plan(three));
        project.sql(sql);
        await assert.rejects(store.undoImport(stored.id), failsWith('undo.movedOn', words));
      });
    }

    it('passes over tasks that were deleted since, and over strangers with their ids', async () => {
      const stored = await importNew(store, plan({ a: {}, b: {} }));
      cli.deleteTask('TASK-002');
      project.sql("INSERT INTO tasks (id, name, created_at) VALUES ('TASK-002', 'Stranger', '2001-01-01 00:00:00')");
      assert.deepEqual((await store.undoImport(stored.id)).removed, ['TASK-001']);
      assert.deepEqual(
        cli.list().map(({ name }) => name),
        ['Stranger'],
      );
    });

    it('is refused for a changed task whose former parent is gone', async () => {
      const stored = await importNew(store, plan({ a: {}, b: { parent: 'a' } }));
      await edit(stored.id, plan({ a: {}, b: {} }));
      await store.importPlan(stored.id);
      cli.deleteTask('TASK-001');
      await assert.rejects(store.undoImport(stored.id), failsWith('undo.movedOn', /TASK-002 .*TASK-001.*deleted/));
    });

    it('is gone with the plan; the tasks stay', async () => {
      const stored = await importNew(store, plan(three));
      await store.deletePlan(stored.id);
      assert.equal((await store.listTasks()).length, 3);
      const again = await store.createPlan(plan(three));
      await assert.rejects(store.undoImport(again.id), failsWith('plan.notImported'));
      assert.equal((await store.importPlan(again.id)).isEmpty, true);
    });
  });

  it('keeps long and hostile text within what Taskwerk can show', async () => {
    const hostile = task('x', {
      title: '\u001b[31m' + 'y'.repeat(250),
      description: 'z'.repeat(20_000),
      tags: ["a'; DROP TABLE tasks; --"],
    });
    await importNew(store, { ...plan({}), tasks: [hostile] });
    const [row] = cli.list();
    assert.ok(String(row?.['name']).length <= 255 && String(row?.['description']).length <= 1_000);
    assert.deepEqual(cli.showTask('TASK-001').tags, ["a'; DROP TABLE tasks; --"]);
  });
}
