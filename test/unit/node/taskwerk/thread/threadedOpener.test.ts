import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { isConductorError } from '../../../../../src/core/errors.ts';
import type { PlanId } from '../../../../../src/core/plan/model.ts';
import type { TaskStore } from '../../../../../src/core/ports.ts';
import { createStoreOpener } from '../../../../../src/node/taskwerk/opener.ts';
import { createThreadedOpener } from '../../../../../src/node/taskwerk/thread/threadedOpener.ts';
import { largePlan } from '../../../../support/largePlan.ts';
import { failsWith, importNew, TestProject } from '../../../../support/taskwerk.ts';
import { plan } from '../../../core/plan/planBuilder.ts';

describe('a database with a thread of its own', () => {
  let project: TestProject;
  const threads: Worker[] = [];
  const note = (thread: Worker): void => {
    threads.push(thread);
  };
  beforeEach(() => {
    threads.length = 0;
    process.on('worker', note);
    project = new TestProject(createThreadedOpener);
  });
  afterEach(() => {
    process.off('worker', note);
    project.dispose();
  });

  const count = (): unknown => project.rows('SELECT count(*) AS n FROM tasks')[0]?.['n'];
  /** Whether another connection has the lock for writing at this moment. */
  const isWritten = (): boolean => {
    using db = new DatabaseSync(project.file);
    try {
      db.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK');
      return false;
    } catch {
      return true;
    }
  };
  /** An import that is in the middle of its transaction. */
  const importing = async (store: TaskStore, signal?: AbortSignal) => {
    const { id } = await store.createPlan(largePlan(4_000));
    const result = store.importPlan(id, signal && { signal });
    result.catch(() => undefined);
    while (!isWritten()) await turn();
    return { id, result };
  };
  const ended = (thread: Worker | undefined): Promise<unknown> =>
    new Promise((resolve) => {
      thread?.once('exit', resolve);
    });

  it('starts it when there is a database, and ends it with the store', async () => {
    assert.equal(await project.opener.openExisting(), null);
    assert.equal(threads.length, 0);
    const store = await project.store();
    assert.equal(await project.opener.openExisting(), store);
    assert.equal(threads.length, 1);
    const end = ended(threads[0]);
    store.close();
    await end;
    assert.notEqual(await project.store(), store);
    assert.equal(threads.length, 2);
  });

  it('ends it when the database is gone or cannot be opened', async () => {
    await project.store();
    const end = ended(threads[0]);
    rmSync(project.file);
    assert.equal(await project.opener.openExisting(), null);
    await end;
    project.sql('CREATE TABLE accounts (id INTEGER PRIMARY KEY)');
    const second = new Promise<Worker>((resolve) => process.once('worker', resolve)).then(ended);
    await assert.rejects(project.opener.openExisting(), failsWith('store.foreign'));
    await second;
  });

  it('works while this thread does something else', async () => {
    const store = await project.store();
    const { id } = await store.createPlan(plan({ a: {}, b: { on: ['a'] } }));
    const importing = store.importPlan(id);
    // Sent with the next turns; from then on nothing happens in this thread but looking.
    for (let turns = 0; turns < 3; turns++) await turn();
    const deadline = Date.now() + 20_000;
    while (count() === 0 && Date.now() < deadline);
    assert.equal(count(), 2);
    await importing;
  });

  it('tells of writes and answers in the order in which they happened', async () => {
    const store = await project.store();
    const heard: string[] = [];
    store.onDidChange(() => heard.push('changed'));
    const large = store.createPlan(largePlan(3_000)).then(({ id }) => heard.push(`made ${id}`));
    const small = store.createPlan(plan({ a: {} })).then(({ id }) => heard.push(`made ${id}`));
    const read = store.loadPlan(1 as PlanId).then(({ plan: { tasks } }) => heard.push(`read ${tasks.length}`));
    const list = store.listPlans().then((plans) => heard.push(`listed ${plans.length}`));
    await Promise.all([large, small, read, list]);
    assert.deepEqual(heard, ['changed', 'made 1', 'changed', 'made 2', 'read 3060', 'listed 2']);
  });

  it('tells of writes in the middle of an import as soon as it is over, and of its own', async () => {
    const store = await project.store();
    const { result } = await importing(store);
    let told = 0;
    store.onDidChange(() => told++);
    await result;
    assert.equal(told, 1);
  });

  it('takes nothing back that is committed, and leaves nothing of an import that is cancelled in the middle', async () => {
    const store = await project.store();
    const controller = new AbortController();
    const { id, result } = await importing(store, controller.signal);
    controller.abort();
    await assert.rejects(result, { name: 'AbortError' });
    assert.equal(count(), 0);
    assert.equal((await store.loadPlan(id)).status, 'draft');
    await assert.rejects(store.importPlan(id, { signal: controller.signal }), { name: 'AbortError' });
    const late = new AbortController();
    await store.importPlan(id, { signal: late.signal });
    late.abort();
    assert.equal(count(), 4_060);
    const undoing = new AbortController();
    const undo = store.undoImport(id, { signal: undoing.signal });
    undo.catch(() => undefined);
    while (!isWritten()) await turn();
    undoing.abort();
    await assert.rejects(undo, { name: 'AbortError' });
    assert.equal(count(), 4_060);
  });

  it('says so when the thread dies in the middle, with the database untouched, and goes on in another', async () => {
    const store = await project.store();
    const { id, result } = await importing(store);
    const reading = store.listTasks();
    await threads[0]?.terminate();
    await assert.rejects(result, failsWith('store.interrupted', /as a whole or not at all/));
    await assert.rejects(reading, failsWith('store.interrupted'));
    await assert.rejects(store.listTasks(), failsWith('store.missing'));
    assert.equal(count(), 0);
    assert.deepEqual(project.rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
    const next = await project.store();
    await next.importPlan(id);
    assert.equal(count(), 4_060);
  });

  it('leaves the database untouched when the whole program is killed in the middle', async () => {
    const store = await project.store();
    const { id } = await store.createPlan(largePlan(4_000));
    await project.close();
    const script = `
      import { createThreadedOpener } from ${JSON.stringify(path.resolve('src/node/taskwerk/thread/threadedOpener.ts'))};
      const store = await createThreadedOpener(process.argv[2]).openExisting();
      await store.importPlan(${id});`;
    const program = path.join(project.dir, 'program.mts');
    writeFileSync(program, script);
    const child = spawn(process.execPath, [program, project.dir]);
    const exit = once(child, 'exit');
    while (!isWritten() && child.exitCode === null) await turn();
    child.kill('SIGKILL');
    assert.deepEqual(await exit, [null, 'SIGKILL']);
    assert.equal(count(), 0);
    await (await project.store()).importPlan(id);
    assert.equal(count(), 4_060);
  });

  it('finishes what it was asked for before the store is closed', async () => {
    const store = await project.store();
    const { id, result } = await importing(store);
    const saving = store.setPlanStatus(id, 'reviewing');
    store.close();
    await assert.rejects(store.listTasks(), failsWith('store.missing'));
    await project.opener.settled?.();
    assert.equal(count(), 4_060);
    assert.deepEqual(project.rows('SELECT status FROM plans'), [{ status: 'reviewing' }]);
    await Promise.all([result, saving]);
  });

  it('reports failures as they are without it', async () => {
    const other = new TestProject(createStoreOpener);
    const failures = async (store: TaskStore) => {
      const cycle = await store.createPlan(plan({ a: { on: ['b'] }, b: { on: ['a'] } }));
      const { id } = await importNew(store, plan({ a: {}, b: { on: ['a'] } }));
      await store.updateTasks([(await store.listTasks())[0]!.id], { status: 'done' });
      return Promise.all(
        [
          store.importPlan(cycle.id),
          store.undoImport(id),
          store.loadPlan(99 as PlanId),
          store.savePlan(id, plan({}), 7),
        ].map(async (failing) => {
          const error: unknown = await failing.then(
            () => 'no failure',
            (reason: unknown) => reason,
          );
          assert.ok(isConductorError(error), String(error));
          const { code, message, remedy, details } = error;
          return { code, message, remedy, details };
        }),
      );
    };
    try {
      const expected = await failures(await other.store());
      assert.deepEqual(
        expected.map(({ code }) => code),
        ['plan.cycle', 'undo.movedOn', 'plan.missing', 'plan.stale'],
      );
      assert.deepEqual(await failures(await project.store()), expected);
    } finally {
      other.dispose();
    }
  });
});
