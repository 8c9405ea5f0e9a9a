import assert from 'node:assert/strict';
import type { PlanId } from '../../../../src/core/plan/model.ts';
import type { TaskStore } from '../../../../src/core/ports.ts';
import { describeStores, failsWith, TestProject } from '../../../support/taskwerk.ts';
import { plan } from '../../core/plan/planBuilder.ts';

describeStores('plans in the Taskwerk database', (open) => {
  let project: TestProject;
  let store: TaskStore;
  beforeEach(async () => {
    project = new TestProject(open);
    store = await project.store();
  });
  afterEach(() => project.dispose());

  it('are kept whole, and survive the program', async () => {
    const made = await store.createPlan(plan({ a: {}, b: { parent: 'a', on: ['a'] } }));
    assert.deepEqual([made.status, made.revision], ['draft', 1]);
    store.close();
    const reopened = await open(project.dir).openExisting();
    assert.deepEqual(await reopened?.loadPlan(made.id), made);
    reopened?.close();
  });

  it('are listed newest first, without their content', async () => {
    assert.deepEqual(await store.listPlans(), []);
    const first = await store.createPlan(plan({ a: {} }, { title: 'One' }));
    const second = await store.createPlan(plan({ a: {}, b: {} }, { title: 'Two' }));
    const summary = { sourceFile: 'docs/prd.md', status: 'draft', revision: 1 };
    assert.deepEqual(await store.listPlans(), [
      { ...summary, id: second.id, title: 'Two', taskCount: 2, createdAt: second.createdAt },
      { ...summary, id: first.id, title: 'One', taskCount: 1, createdAt: first.createdAt },
    ]);
  });

  it('have the columns and the status values of the planning document', async () => {
    await store.createPlan(plan({}));
    const columns = project.rows("SELECT name, type FROM pragma_table_info('plans') WHERE cid < 5");
    assert.deepEqual(
      columns.map(({ name, type }) => `${String(name)} ${String(type)}`),
      ['id INTEGER', 'source_file TEXT', 'created_at TIMESTAMP', 'status TEXT', 'metadata JSON'],
    );
    assert.throws(() => project.sql("UPDATE plans SET status = 'other'"), /CHECK/);
  });

  it('take over a table exactly as the planning document has it', async () => {
    project.sql(`CREATE TABLE plans (
        id INTEGER PRIMARY KEY,
        source_file TEXT NOT NULL,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        status TEXT CHECK(status IN ('draft', 'reviewing', 'imported')),
        metadata JSON
    );
    INSERT INTO plans (source_file, status) VALUES ('other.md', 'draft')`);
    assert.deepEqual(await store.listPlans(), []);
    const made = await store.createPlan(plan({ a: {} }));
    assert.deepEqual(
      (await store.listPlans()).map(({ id }) => id),
      [made.id],
    );
    assert.equal(project.rows('SELECT * FROM plans').length, 2);
  });

  it('refuse a save that knows an older revision', async () => {
    const made = await store.createPlan(plan({ a: {} }));
    const saved = await store.savePlan(made.id, plan({ a: {}, b: {} }), made.revision);
    assert.equal(saved.revision, 2);
    await assert.rejects(store.savePlan(made.id, plan({}), made.revision), failsWith('plan.stale'));
    assert.deepEqual(await store.loadPlan(made.id), saved);
  });

  it('become reviewing again when they are edited after the import', async () => {
    const made = await store.createPlan(plan({ a: {} }));
    await store.importPlan(made.id);
    assert.equal((await store.savePlan(made.id, plan({}), made.revision)).status, 'reviewing');
  });

  it('can be deleted, and are then missing', async () => {
    const made = await store.createPlan(plan({ a: {} }));
    assert.equal((await store.setPlanStatus(made.id, 'reviewing')).status, 'reviewing');
    await store.deletePlan(made.id);
    assert.deepEqual(await store.listPlans(), []);
    for (const work of [
      () => store.loadPlan(made.id),
      () => store.savePlan(made.id, plan({}), 1),
      () => store.setPlanStatus(made.id, 'draft'),
      () => store.deletePlan(made.id),
      () => store.importPlan(99 as PlanId),
    ]) {
      await assert.rejects(work(), failsWith('plan.missing'));
    }
  });

  it('say so when their content is damaged', async () => {
    const made = await store.createPlan(plan({ a: {} }));
    project.sql(`UPDATE conductor_documents SET document = '{"tasks": 3'`);
    await assert.rejects(store.loadPlan(made.id), failsWith('plan.invalid'));
    assert.equal((await store.listPlans()).length, 1);
  });
});
