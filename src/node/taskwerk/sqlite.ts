// Node's own SQLite, loaded when a database is first needed: the command line also starts on a Node without it.
import { pathToFileURL } from 'node:url';
import type * as nodeSqlite from 'node:sqlite';
import { ConductorError } from '../../core/errors.ts';
import { closedError } from './failures.ts';

export type Sqlite = typeof nodeSqlite;
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, nodeSqlite.SQLOutputValue | undefined>>;

/** Throws `store.unsupported` on a Node whose SQLite is missing or too old (before 22.16). */
export async function loadSqlite(): Promise<Sqlite> {
  let cause: unknown;
  try {
    const sqlite = await import('node:sqlite');
    const memory = new sqlite.DatabaseSync(':memory:');
    const isRecent = 'isTransaction' in memory;
    memory.close();
    if (isRecent) return sqlite;
  } catch (error) {
    cause = error;
  }
  throw new ConductorError(
    'store.unsupported',
    `This Node (${process.version}) has no usable SQLite, so Taskwerk's database cannot be opened.`,
    { cause, remedy: 'Run the command with Node 24 or newer (at least 22.16).' },
  );
}

/** Opens a file that exists for reading alone; `immutable` reads it without locks and makes no side file. */
export function openForReading(
  sqlite: Sqlite,
  file: string,
  { immutable }: { immutable: boolean },
): nodeSqlite.DatabaseSync {
  const url = pathToFileURL(file);
  url.searchParams.set('mode', 'ro');
  if (immutable) url.searchParams.set('immutable', '1');
  return new sqlite.DatabaseSync(url, { readOnly: true });
}

/** SQLite's primary result code (https://sqlite.org/rescode.html); 0 for an error that is not SQLite's. */
export function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return 0;
  return error.errcode & 0xff;
}

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IO = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** Another connection holds the lock: worth another try. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED;
}

/** The file or its folder admits no side files or writes. */
export function isWriteRefused(error: unknown): boolean {
  const code = resultCode(error);
  return code === READONLY || code === CANNOT_OPEN;
}

/** What went wrong in the file, as a person should read it; anything else is given back as it is. */
export function explain(error: unknown, file: string): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE') {
    return closedError(file, error);
  }
  switch (resultCode(error)) {
    case BUSY:
    case LOCKED:
      return new ConductorError(
        'store.locked',
        `The Taskwerk database ${file} has been locked by another program for 5 s.`,
        {
          cause: error,
          remedy: 'Wait for the other program to finish, or close it, and try again.',
        },
      );
    case READONLY:
    case CANNOT_OPEN:
      return readonlyError(file, error);
    case IO:
    case FULL:
      return new ConductorError(
        'store.readonly',
        `The Taskwerk database ${file} could not be written: the disk is full or failing.`,
        {
          cause: error,
          remedy: 'Make room on the disk and try again.',
        },
      );
    case CORRUPT:
    case NOT_A_DATABASE:
      return corruptError(file, error);
    default:
      return error;
  }
}

export function readonlyError(file: string, cause: unknown): ConductorError {
  return new ConductorError('store.readonly', `The Taskwerk database ${file} cannot be written.`, {
    cause,
    remedy: 'Allow writing to the file and its folder, and try again.',
  });
}

export function corruptError(file: string, cause?: unknown): ConductorError {
  return new ConductorError('store.corrupt', `${file} is damaged or is not a SQLite database.`, {
    cause,
    remedy: 'Restore the file from a backup, or move it away to start with an empty database.',
  });
}
