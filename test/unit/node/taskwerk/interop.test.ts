import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { TaskStore } from '../../../../src/core/ports.ts';
import type { TaskId } from '../../../../src/core/tasks/model.ts';
import { holdsTheTaskwerkContract } from '../../../support/contracts/taskwerk.ts';
import { failsWith, importNew, TestProject } from '../../../support/taskwerk.ts';
import { withTaskwerk, type Taskwerk, type TaskwerkProgram } from '../../../support/taskwerkProgram.ts';
import { plan, type TaskSketch } from '../../core/plan/planBuilder.ts';

const id = (text: string): TaskId => text as TaskId;
const PLANNED: Readonly<Record<string, TaskSketch>> = {
  product: { tags: ['demo'] },
  schema: { parent: 'product', hours: 1.5 },
  api: { parent: 'product', on: ['schema'], priority: 'high', tags: ['web', 'demo'], hours: 6 },
  routes: { parent: 'api' },
  page: { on: ['api', 'schema'] },
};
const NAMES = ['Build api', 'Build page', 'Build product', 'Build routes', 'Build schema'];

withTaskwerk('Taskwerk', (program) => holdsTheTaskwerkContract(program));

withTaskwerk('a database that Taskwerk made, for Conductor', (program) => {
  sharesADatabase(program, (_project, taskwerk) => taskwerk.init());
});

withTaskwerk('a database that Conductor made, for Taskwerk', (program) => {
  sharesADatabase(program, async (project) => {
    await project.store();
  });
});

/** A plan is imported; Taskwerk works with the tasks; nothing of either is lost. */
function sharesADatabase(
  program: TaskwerkProgram,
  create: (project: TestProject, taskwerk: Taskwerk) => Promise<void> | void,
): void {
  let project: TestProject;
  let store: TaskStore;
  let taskwerk: Taskwerk;
  beforeEach(async () => {
    project = new TestProject();
    taskwerk = program.in(project.dir);
    await create(project, taskwerk);
    store = await project.store();
  });
  afterEach(() => project.dispose());

  const names = (): unknown[] =>
    taskwerk
      .list()
      .map(({ name }) => name)
      .toSorted();

  it('takes an imported plan: it lists, shows and exports every task, and undo leaves no trace', async () => {
    assert.equal(taskwerk.addTask('Mine', { tags: ['keep'] }), 'TASK-001');
    taskwerk.annotate('TASK-001', { text: 'A note' });
    const before = project.dump();
    const stored = await importNew(store, plan(PLANNED));
    assert.deepEqual(names(), [...NAMES, 'Mine']);
    for (const listed of taskwerk.list()) {
      const { task, tags, timeline, notes } = taskwerk.showTask(String(listed['id']));
      const known = await store.getTask(id(String(listed['id'])));
      assert.deepEqual(task, listed);
      assert.deepEqual([task['name'], task['parent_id'], tags], [known.name, known.parentId, known.tags]);
      assert.deepEqual([timeline.length, notes.length], [known.timeline.length, known.notes.length]);
    }
    const dependencies = /^## TASK-006: Build page\n[^#]*(?:### Details\n[^#]*)?### Dependencies\n((?:- .*\n)+)/m;
    assert.deepEqual(dependencies.exec(taskwerk.exportMarkdown())?.[1]?.trim().split('\n'), [
      '- TASK-003: Build schema',
      '- TASK-004: Build api',
    ]);
    await store.undoImport(stored.id);
    assert.deepEqual(project.dump(), before);
    assert.equal(taskwerk.addTask('Next'), 'TASK-002');
  });

  it('keeps what Taskwerk did to imported tasks, however often the plan is imported', async () => {
    const stored = await importNew(store, plan(PLANNED));
    taskwerk.updateTask('TASK-002', { name: 'Renamed', priority: 'critical', assignee: '@ada', progress: 40 });
    taskwerk.statusTask('TASK-003', 'in-progress', 'Begun');
    assert.deepEqual(taskwerk.splitTask('TASK-004', ['One', 'Two'], { divideEstimate: true }), [
      'TASK-004.1',
      'TASK-004.2',
    ]);
    taskwerk.deleteTask('TASK-005');
    taskwerk.annotate('TASK-001', { addTag: 'mine', text: 'Mind' });
    const before = project.dump();
    assert.equal((await store.importPlan(stored.id)).isEmpty, true);
    await assert.rejects(store.undoImport(stored.id), failsWith('undo.movedOn', /TASK-002/));
    assert.deepEqual(project.dump(), before);
    const kinds = (await store.previewImport(stored.id)).changes.map(({ kind, key }) => `${kind} ${key}`);
    assert.deepEqual(kinds, ['unchanged product', 'keep schema', 'unchanged api', 'unchanged routes', 'keep page']);
    const changed = await store.getTask(id('TASK-002'));
    assert.deepEqual(
      [changed.name, changed.priority, changed.assignee, changed.progress],
      ['Renamed', 'critical', '@ada', 40],
    );
    const part = await store.getTask(id('TASK-004.2'));
    assert.deepEqual([part.parentId, part.estimate, part.tags], ['TASK-004', 1, []]);
    assert.deepEqual(
      (await store.getTask(id('TASK-003'))).notes.map(({ note }) => note),
      ['Begun'],
    );
  });

  it('shows no reader half a plan', async () => {
    // A migration that is pending is tried once, without waiting for a lock.
    assert.deepEqual(names(), []);
    const stored = await store.createPlan(plan(PLANNED));
    const script = `
      import { createStoreOpener } from ${JSON.stringify(path.resolve('src/node/taskwerk/opener.ts'))};
      const store = await createStoreOpener(process.argv[1]).openOrCreate();
      for (let i = 0; i < 20; i++) { await store.importPlan(${stored.id}); await store.undoImport(${stored.id}); }
      await store.importPlan(${stored.id});
      store.close();`;
    let ended = 0;
    const args = ['--input-type=module-typescript', '-e', script, project.dir];
    const importing = promisify(execFile)(process.execPath, args).finally(() => ended++);
    const seen = new Set<number>();
    while (ended === 0) {
      seen.add(names().length);
      await setImmediate();
    }
    await importing;
    seen.add(names().length);
    assert.deepEqual(
      [...seen].filter((count) => count !== 0 && count !== NAMES.length),
      [],
    );
    assert.deepEqual(names(), NAMES);
  }).timeout(60_000);
}
