// Taskwerk projects in folders of their own.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConductorError, type ErrorCode } from '../../src/core/errors.ts';
import type { Plan, StoredPlan } from '../../src/core/plan/model.ts';
import type { StoreOpener, TaskStore } from '../../src/core/ports.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { createThreadedOpener, type ThreadedOpener } from '../../src/node/taskwerk/thread/threadedOpener.ts';

export type OpenProject = (projectDir: string) => StoreOpener & Partial<ThreadedOpener>;

const WAYS: Readonly<Record<string, OpenProject>> = {
  'in the thread of its user': createStoreOpener,
  'in a thread of its own': createThreadedOpener,
};

/** The same tests for each way to have a project's database; `open` is the way. */
export function describeStores(title: string, tests: (open: OpenProject) => void): void {
  for (const [way, open] of Object.entries(WAYS)) {
    describe(`${title}, ${way}`, () => {
      tests(open);
    });
  }
}

/** A temporary project folder; `dispose` closes its store and removes it. */
export class TestProject {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'conductor-'));
  readonly file = path.join(this.dir, '.taskwerk', 'taskwerk.db');
  readonly opener: ReturnType<OpenProject>;
  readonly #stores = new Set<TaskStore>();

  constructor(open: OpenProject = createStoreOpener) {
    this.opener = open(this.dir);
  }

  async store(): Promise<TaskStore> {
    const store = await this.opener.openOrCreate();
    this.#stores.add(store);
    return store;
  }

  /** Runs statements as any other program would. */
  sql(statements: string): void {
    using db = new DatabaseSync(this.file);
    db.exec(`BEGIN; ${statements}; COMMIT`);
  }

  rows(query: string, ...values: (string | number)[]): Record<string, unknown>[] {
    using db = new DatabaseSync(this.file);
    return db
      .prepare(query)
      .all(...values)
      .map((row) => ({ ...row }));
  }

  /** Every row of every table of Taskwerk's, with its rowid and the numbers that AUTOINCREMENT keeps. */
  dump(): Record<string, unknown> {
    const tables = this.rows(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'plans'
       AND name NOT LIKE 'conductor\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    ).map(({ name }) => String(name));
    const sequences = this.rows(
      "SELECT *, typeof(seq) AS type FROM sqlite_sequence WHERE name NOT LIKE 'conductor\\_%' ESCAPE '\\' ORDER BY name",
    );
    const schema = this.rows(
      `SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')
       AND name NOT LIKE '%conductor%' AND tbl_name != 'plans' ORDER BY name`,
    );
    const rows = tables.map(
      (table) => [table, this.rows(`SELECT rowid AS _rowid, * FROM ${table} ORDER BY rowid`)] as const,
    );
    return { ...Object.fromEntries(rows), sequences, schema };
  }

  /** Closes the store that is open, and waits until no connection of its is. */
  async close(): Promise<void> {
    (await this.opener.openExisting())?.close();
    await this.opener.settled?.();
  }

  dispose(): void {
    for (const store of this.#stores) store.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Stores a plan and imports it. */
export async function importNew(store: TaskStore, plan: Plan): Promise<StoredPlan> {
  const stored = await store.createPlan(plan);
  await store.importPlan(stored.id);
  return stored;
}

/** For `assert.rejects`: a failure with this code, and with these words in its message where given. */
export function failsWith(code: ErrorCode, words = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ConductorError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  };
}

/** Takes away the permission to write in the project. Tests may run as root, whom no permission stops. */
export async function asOrdinaryUser(project: TestProject, work: () => Promise<void>): Promise<void> {
  const inside = readdirSync(project.dir, { recursive: true, encoding: 'utf8' });
  const entries = [project.dir, ...inside.map((entry) => path.join(project.dir, entry))];
  const isRoot = process.getuid?.() === 0;
  for (const entry of entries.toReversed()) {
    if (isRoot) chownSync(entry, 65_534, 65_534);
    chmodSync(entry, entry.endsWith('.db') ? 0o444 : 0o555);
  }
  if (isRoot) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const entry of entries) chmodSync(entry, 0o755);
  }
}
