// Decides what a file is before anything opens it for writing; changes no byte and makes no side file beside it.
import { lstat, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { ConductorError } from '../../core/errors.ts';
import { newerError } from './connection.ts';
import { errorCode } from './failures.ts';
import { LEFTOVER_TABLES, REQUIRED_COLUMNS, TASKWERK_SCHEMA_VERSION } from './schema.ts';
import { explain, openForReading, resultCode, type Sqlite } from './sqlite.ts';

/** `blank`: an empty file, or what Taskwerk leaves in a folder that is no project; no tasks in it. */
export type DatabaseKind = 'absent' | 'blank' | 'taskwerk';

const ATTEMPTS = 3;

/**
 * Throws `store.corrupt`, `store.foreign` or `store.newer` for a file that Conductor must not touch. SQLite alone opens
 * the file: closing a handle of one's own would drop the locks of every other connection in the process.
 */
export async function inspectDatabase(sqlite: Sqlite, file: string): Promise<DatabaseKind> {
  const size = await sizeOfFile(file);
  if (size === null) return 'absent';
  if (size === 0) return 'blank';
  for (let attempt = 1; ; attempt++) {
    try {
      return await inspectSchema(sqlite, file);
    } catch (error) {
      // A look without locks can meet another program's write half-way: only what stays wrong is wrong.
      if (attempt === ATTEMPTS) throw explain(error, file);
    }
    await sleep(20 * attempt);
  }
}

async function sizeOfFile(file: string): Promise<number | null> {
  try {
    const stats = await stat(file);
    if (stats.isFile()) return stats.size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return sizeOfLate(file);
    if (errorCode(error) !== 'ENOTDIR') throw unreadableError(file, error);
  }
  throw foreignError(file, 'it is not a regular file in a folder');
}

/** For a file that was not there a moment ago: another process may have made it since; a link that leads nowhere is refused. */
async function sizeOfLate(file: string): Promise<number | null> {
  try {
    const stats = await lstat(file);
    if (stats.isFile()) return stats.size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw unreadableError(file, error);
  }
  throw foreignError(file, 'it is a link that leads nowhere');
}

async function inspectSchema(sqlite: Sqlite, file: string): Promise<DatabaseKind> {
  const db = openForReading(sqlite, file, { immutable: !(await hasWriteAheadLog(file)) });
  try {
    return classify(db, file);
  } finally {
    db.close();
  }
}

/** Rows may still be in the log alone; with a log there, reading it makes no new file. */
async function hasWriteAheadLog(file: string): Promise<boolean> {
  try {
    return (await stat(`${file}-wal`)).size > 0;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw unreadableError(file, error);
  }
}

function classify(db: DatabaseSync, file: string): DatabaseKind {
  const tables = new Set(
    db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
      .all()
      .map(({ name }) => String(name)),
  );
  if (tables.has('schema_version')) refuseNewer(db, file);
  if (!tables.has('tasks')) {
    if ([...tables].every((table) => LEFTOVER_TABLES.has(table))) return 'blank';
    throw foreignError(file, 'it has no table "tasks"');
  }
  for (const [table, required] of Object.entries(REQUIRED_COLUMNS)) {
    const columns = new Set(
      db
        .prepare('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map(({ name }) => String(name)),
    );
    const missing = required.filter((column) => !columns.has(column));
    if (missing.length > 0) throw foreignError(file, `its table "${table}" lacks ${missing.join(', ')}`);
  }
  return 'taskwerk';
}

function refuseNewer(db: DatabaseSync, file: string): void {
  let version: number;
  try {
    version = Number(db.prepare('SELECT max(version) AS version FROM schema_version').get()?.['version'] ?? 0);
  } catch (error) {
    if (resultCode(error) !== 1) throw error;
    throw foreignError(file, 'its table "schema_version" has another shape');
  }
  if (version > TASKWERK_SCHEMA_VERSION) throw newerError(file, version);
}

export function foreignError(file: string, because: string): ConductorError {
  return new ConductorError('store.foreign', `${file} is not a Taskwerk database: ${because}.`, {
    remedy: 'Move the file away, or choose the folder of a Taskwerk project.',
  });
}

function unreadableError(file: string, cause: unknown): ConductorError {
  return new ConductorError('store.readonly', `${file} cannot be read: ${errorCode(cause) ?? 'unknown reason'}.`, {
    cause,
    remedy: 'Allow reading the file and its folder, and try again.',
  });
}
