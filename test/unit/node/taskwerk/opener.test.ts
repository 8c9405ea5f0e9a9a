import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { ErrorCode } from '../../../../src/core/errors.ts';
import { CREATE_SCHEMA } from '../../../../src/node/taskwerk/schema.ts';
import { plan, planOf } from '../../core/plan/planBuilder.ts';
import { asOrdinaryUser, describeStores, failsWith, TestProject } from '../../../support/taskwerk.ts';

describeStores('the store opener', (open) => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject(open);
  });
  afterEach(() => project.dispose());

  /** What lies in `.taskwerk`, by name and bytes. */
  const contents = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(path.dirname(project.file)).map((name) => [
        name,
        readFileSync(path.join(path.dirname(project.file), name)).toString('base64'),
      ]),
    );
  const write = (bytes: string | Buffer): void => {
    mkdirSync(path.dirname(project.file), { recursive: true });
    writeFileSync(project.file, bytes);
  };
  const make = (statements: string): void => {
    mkdirSync(path.dirname(project.file), { recursive: true });
    project.sql(statements);
  };
  const leavesUntouched = async (code: ErrorCode): Promise<void> => {
    const before = contents();
    await assert.rejects(project.opener.openExisting(), failsWith(code));
    await assert.rejects(project.opener.openOrCreate(), failsWith(code));
    assert.deepEqual(contents(), before);
  };
  const told = (): Promise<void> =>
    new Promise((resolve) => {
      const subscription = project.opener.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });

  it('finds nothing in an empty project, and makes nothing', async () => {
    assert.equal(await project.opener.openExisting(), null);
    assert.deepEqual(readdirSync(project.dir), []);
  });

  it('makes a complete database of schema version 2 in WAL mode', async () => {
    await project.store();
    assert.deepEqual(project.rows('SELECT version FROM schema_version'), [{ version: 2 }]);
    assert.deepEqual(project.rows('PRAGMA journal_mode'), [{ journal_mode: 'wal' }]);
    assert.deepEqual(
      project.rows('SELECT filename FROM migrations ORDER BY id').map(({ filename }) => filename),
      ['001_add_chat_management.sql', '002_add_task_chat_columns.sql'],
    );
    assert.equal(project.rows("SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'idx%'").length, 23);
    assert.equal(project.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'").length, 4);
    assert.deepEqual(project.rows("SELECT name FROM sqlite_master WHERE name LIKE 'conductor%' OR name = 'plans'"), []);
  });

  it('gives the same store while the file is the same one, and another after it was replaced', async () => {
    const store = await project.store();
    assert.equal(await project.opener.openExisting(), store);
    rmSync(path.dirname(project.file), { recursive: true });
    assert.equal(await project.opener.openExisting(), null);
    assert.notEqual(await project.store(), store);
    await assert.rejects(store.listTasks(), failsWith('store.missing'));
    await assert.rejects(store.addTasks([{ name: 'A' }]), failsWith('store.missing'));
  });

  it('refuses a file that is no database', async () => {
    write('just some text that somebody put here\n'.repeat(300));
    await leavesUntouched('store.corrupt');
    write('tiny');
    await leavesUntouched('store.corrupt');
  });

  it('refuses a damaged database', async () => {
    await project.store();
    await project.close();
    const bytes = readFileSync(project.file);
    bytes.fill(0x5a, 100, 3000);
    write(bytes);
    await leavesUntouched('store.corrupt');
  });

  it("refuses another program's database, in both journal modes", async () => {
    make('CREATE TABLE accounts (id INTEGER PRIMARY KEY)');
    await leavesUntouched('store.foreign');
    {
      using other = new DatabaseSync(project.file);
      other.exec('PRAGMA journal_mode = WAL');
    }
    await leavesUntouched('store.foreign');
  });

  it('refuses a table "tasks" that is not Taskwerk\'s', async () => {
    make('CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT)');
    await leavesUntouched('store.foreign');
  });

  it('refuses a newer schema', async () => {
    make(`${CREATE_SCHEMA}; INSERT INTO schema_version (version) VALUES (3)`);
    await leavesUntouched('store.newer');
  });

  it('refuses to write once the schema has become newer under an open store', async () => {
    const store = await project.store();
    project.sql('INSERT INTO schema_version (version) VALUES (3)');
    await assert.rejects(store.addTasks([{ name: 'Late' }]), failsWith('store.newer'));
    assert.deepEqual(project.rows('SELECT id FROM tasks'), []);
  });

  it('takes an empty file, and what Taskwerk leaves in a folder that is no project, as none, and completes it', async () => {
    write('');
    assert.equal(await project.opener.openExisting(), null);
    rmSync(project.file);
    make(`CREATE TABLE migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, filename TEXT NOT NULL UNIQUE,
            applied_at DATETIME DEFAULT CURRENT_TIMESTAMP);
          INSERT INTO migrations (filename) VALUES ('001_add_chat_management.sql')`);
    assert.equal(await project.opener.openExisting(), null);
    await (await project.store()).addTasks([{ name: 'First' }]);
    assert.deepEqual(project.rows('SELECT id FROM tasks'), [{ id: 'TASK-001' }]);
    assert.equal(project.rows('SELECT * FROM migrations').length, 2);
  });

  it('tolerates what Taskwerk tolerates: DELETE mode, extra tables and columns, no schema_version', async () => {
    make(
      `${CREATE_SCHEMA}; DROP TABLE schema_version; CREATE TABLE extra (x); ALTER TABLE tasks ADD COLUMN colour TEXT`,
    );
    const before = contents();
    const store = await project.opener.openExisting();
    assert.deepEqual(await store?.listTasks(), []);
    assert.deepEqual(contents(), before);
    await (await project.store()).addTasks([{ name: 'First' }]);
    assert.deepEqual(project.rows('PRAGMA journal_mode'), [{ journal_mode: 'wal' }]);
  });

  it('reads rows that are in the write-ahead log alone', async () => {
    mkdirSync(path.dirname(project.file), { recursive: true });
    using other = new DatabaseSync(project.file);
    other.exec(`PRAGMA journal_mode = WAL; BEGIN; ${CREATE_SCHEMA}; COMMIT;
                INSERT INTO tasks (id, name) VALUES ('TASK-001', 'Logged')`);
    const store = await project.store();
    assert.deepEqual(
      (await store.listTasks()).map(({ name }) => name),
      ['Logged'],
    );
  });

  it('says so when .taskwerk is a file, the database a folder, or a link leads nowhere', async () => {
    writeFileSync(path.join(project.dir, '.taskwerk'), 'x');
    await assert.rejects(project.opener.openExisting(), failsWith('store.foreign'));
    await assert.rejects(project.opener.openOrCreate(), failsWith('store.foreign'));
    rmSync(path.join(project.dir, '.taskwerk'));
    mkdirSync(project.file, { recursive: true });
    await assert.rejects(project.opener.openExisting(), failsWith('store.foreign'));
    rmSync(project.file, { recursive: true });
    symlinkSync('/nowhere/at/all.db', project.file);
    await assert.rejects(project.opener.openOrCreate(), failsWith('store.foreign'));
  });

  it('makes no database through a link that leads out of the project, but opens one there', async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'conductor-elsewhere-'));
    try {
      symlinkSync(elsewhere, path.join(project.dir, '.taskwerk'));
      await assert.rejects(project.opener.openOrCreate(), failsWith('store.foreign'));
      assert.deepEqual(readdirSync(elsewhere), []);
      project.sql(CREATE_SCHEMA);
      assert.equal((await project.store()).location, path.join(elsewhere, 'taskwerk.db'));
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('takes a file that another process makes at this moment for a file, not for a link', async () => {
    mkdirSync(path.dirname(project.file));
    for (let attempt = 0; attempt < 200; attempt++) {
      const looking = open(project.dir).openExisting();
      // At another moment of the look each time.
      for (let turn = 0; turn < attempt % 10; turn++) await new Promise(setImmediate);
      const making = writeFile(project.file, '');
      assert.equal(await looking, null);
      await making;
      rmSync(project.file);
    }
  });

  it('reads, but does not write, what a person may not write', async () => {
    const first = await project.store();
    await first.addTasks([{ name: 'First' }]);
    await project.close();
    await asOrdinaryUser(project, async () => {
      const opener = open(project.dir);
      const store = await opener.openExisting();
      assert.ok(store);
      assert.deepEqual(
        (await store.listTasks()).map(({ name }) => name),
        ['First'],
      );
      await assert.rejects(store.addTasks([{ name: 'Second' }]), failsWith('store.readonly'));
      await assert.rejects(store.createPlan(planOf([])), failsWith('store.readonly'));
      store.close();
    });
    rmSync(path.dirname(project.file), { recursive: true });
    await asOrdinaryUser(project, async () => {
      await assert.rejects(open(project.dir).openOrCreate(), failsWith('store.readonly'));
    });
  });

  it('lets several processes make the database at once', async () => {
    const script = `
      import { createStoreOpener } from ${JSON.stringify(path.resolve('src/node/taskwerk/opener.ts'))};
      const store = await createStoreOpener(process.argv[1]).openOrCreate();
      for (let i = 0; i < 5; i++) await store.addTasks([{ name: 'One of many', tags: ['a'] }]);
      store.close();`;
    const run = promisify(execFile);
    await Promise.all(
      Array.from({ length: 4 }, () =>
        run(process.execPath, ['--input-type=module-typescript', '-e', script, project.dir]),
      ),
    );
    assert.deepEqual(project.rows('SELECT count(*) AS n, count(DISTINCT id) AS ids, max(id) AS last FROM tasks'), [
      { n: 20, ids: 20, last: 'TASK-020' },
    ]);
    assert.deepEqual(project.rows('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
  }).timeout(30_000);

  it('tells when a database appears and goes', async () => {
    const appeared = told();
    make(CREATE_SCHEMA);
    await appeared;
    const gone = told();
    rmSync(project.file);
    await gone;
  });

  it('refuses plans where another program has a table of that name, and changes nothing', async () => {
    make(`${CREATE_SCHEMA}; CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT)`);
    const store = await project.store();
    const before = project.dump();
    await assert.rejects(store.listPlans(), failsWith('store.foreign'));
    await assert.rejects(store.createPlan(plan({ a: {} })), failsWith('store.foreign'));
    assert.deepEqual(project.dump(), before);
    assert.deepEqual(await store.listTasks(), []);
  });
});
