import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TaskStore } from '../../../../src/core/ports.ts';
import { describeStores, failsWith, TestProject } from '../../../support/taskwerk.ts';
import { withTaskwerk } from '../../../support/taskwerkProgram.ts';

describeStores('several writers', (open) => {
  let project: TestProject;
  let store: TaskStore;
  beforeEach(async () => {
    project = new TestProject(open);
    store = await project.store();
  });
  const ended: Promise<unknown>[] = [];
  afterEach(async () => {
    await Promise.all(ended.splice(0));
    project.dispose();
  });

  const changed = (of: TaskStore): Promise<void> =>
    new Promise((resolve) => {
      const subscription = of.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
  /** Takes the write lock in another process for so long; resolves when it holds it. */
  const lockFor = async (ms: number): Promise<void> => {
    const script = `
      import { DatabaseSync } from 'node:sqlite';
      const db = new DatabaseSync(process.argv[1]);
      db.exec('BEGIN IMMEDIATE');
      console.log('locked');
      setTimeout(() => db.exec('ROLLBACK'), Number(process.argv[2]));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, project.file, String(ms)]);
    ended.push(once(child, 'exit'));
    await once(child.stdout, 'data');
  };

  it('are told of one another within two seconds, and of their own writes at once', async () => {
    const own = changed(store);
    await store.addTasks([{ name: 'Mine' }]);
    await own;
    const others = changed(store);
    const began = Date.now();
    project.sql("INSERT INTO tasks (id, name) VALUES ('TASK-100', 'Foreign')");
    await others;
    assert.ok(Date.now() - began < 2_000);
  });

  it('wait for one another without blocking', async () => {
    await lockFor(900);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 50);
    await store.addTasks([{ name: 'Patient' }]);
    clearInterval(timer);
    assert.ok(ticks >= 3, `the thread ran ${ticks} times in between`);
    assert.equal((await store.listTasks()).length, 1);
  });

  it('give up after five seconds with a clear error; reading goes on', async () => {
    await lockFor(7_000);
    const began = Date.now();
    const reading = store.listTasks();
    await assert.rejects(store.addTasks([{ name: 'Late' }]), failsWith('store.locked', /locked by another program/));
    assert.ok(Date.now() - began < 6_500);
    assert.deepEqual(await reading, []);
  }).timeout(15_000);

  it('stop waiting when cancelled', async () => {
    await lockFor(3_000);
    await assert.rejects(store.addTasks([{ name: 'Never' }], { signal: AbortSignal.timeout(300) }), {
      name: 'AbortError',
    });
    assert.deepEqual(await store.listTasks(), []);
  });
});

withTaskwerk('several programs', (program) => {
  let project: TestProject;
  beforeEach(async () => {
    project = new TestProject();
    await project.store();
  });
  afterEach(() => project.dispose());

  it('lose nothing and double nothing: Conductor, Taskwerk and a plain writer at once', async () => {
    const run = promisify(execFile);
    const conductor = `
      import { createStoreOpener } from ${JSON.stringify(path.resolve('src/node/taskwerk/opener.ts'))};
      const store = await createStoreOpener(process.argv[1]).openOrCreate();
      for (let i = 0; i < 25; i++) await store.addTasks([{ name: 'conductor', tags: ['c'] }, { name: 'conductor' }]);
      store.close();`;
    await Promise.all([
      ...[1, 2].map(() => run(process.execPath, ['--input-type=module-typescript', '-e', conductor, project.dir])),
      plainWriter(project.file, 25),
      ...[1, 2].map(() => program.addInProcess(project.dir, 25)),
    ]);
    assert.deepEqual(project.rows('SELECT name, count(*) AS n FROM tasks GROUP BY name ORDER BY name'), [
      { name: 'conductor', n: 100 },
      { name: 'plain', n: 25 },
      { name: 'taskwerk', n: 50 },
    ]);
    assert.deepEqual(project.rows('SELECT count(*) AS n FROM task_tags'), [{ n: 50 }]);
    assert.deepEqual(project.rows("SELECT count(*) AS n FROM task_timeline WHERE action = 'created'"), [{ n: 150 }]);
    assert.deepEqual(project.rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
  }).timeout(60_000);
});

/** Another program altogether, with transactions of its own. */
async function plainWriter(file: string, count: number): Promise<void> {
  const script = `
    import { DatabaseSync } from 'node:sqlite';
    const db = new DatabaseSync(process.argv[1], { timeout: 5000 });
    for (let i = 0; i < ${count}; i++) {
      db.exec('BEGIN IMMEDIATE');
      db.prepare("INSERT INTO tasks (id, name) VALUES (?, 'plain')").run('SQL-' + i);
      db.exec('COMMIT');
    }`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, file]);
}
