// One connection to a Taskwerk database: cached statements, consistent reads, write transactions that wait for their turn.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync, SQLInputValue, StatementResultingChanges, StatementSync } from 'node:sqlite';
import { ConductorError } from '../../core/errors.ts';
import { TASKWERK_SCHEMA_VERSION } from './schema.ts';
import { explain, isBusy, isWriteRefused, openForReading, type Sqlite, type SqlRow, type SqlValue } from './sqlite.ts';

/** SQLite's own waiting blocks the whole thread, so it is short, and the rest of the 5 s is waited asynchronously. */
const BLOCKING_WAIT_MS = 100;
const LOCK_WAIT_MS = 5_000;
const RETRY_MS = 20;
/** Holds a large import, which would otherwise write its pages several times over; taken only as it is needed. */
const CACHE_KIB = 65_536;

export class Connection {
  /** The database file, for a person. */
  readonly file: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #isPrepared = false;
  #dataVersion = 0;

  constructor(sqlite: Sqlite, file: string) {
    this.file = file;
    this.#db = open(sqlite, file);
  }

  all(sql: string, ...values: SqlValue[]): SqlRow[] {
    return this.#statement(sql).all(...values.map(bindable));
  }

  get(sql: string, ...values: SqlValue[]): SqlRow | undefined {
    return this.#statement(sql).get(...values.map(bindable));
  }

  run(sql: string, ...values: SqlValue[]): StatementResultingChanges {
    return this.#statement(sql).run(...values.map(bindable));
  }

  /** Runs statements that are needed once, such as the schema. */
  execute(sql: string): void {
    this.#db.exec(sql);
  }

  /** Grows when any other connection commits. */
  dataVersion(): number {
    try {
      this.#dataVersion = Number(this.get('PRAGMA data_version')?.['data_version'] ?? 0);
    } catch {
      // A file that is locked or gone for the moment tells nothing new; whoever reads it next is told why.
    }
    return this.#dataVersion;
  }

  /** Rows written by this connection so far. */
  totalChanges(): number {
    return Number(this.get('SELECT total_changes() AS n')?.['n'] ?? 0);
  }

  /** All of `work` sees one state of the database. */
  read<T>(work: () => T): Promise<T> {
    return this.#whenFree(() => this.#transaction('BEGIN', work));
  }

  /** One transaction, all or nothing, and nothing when it is cancelled before its end. `work` is run again when another writer came in between. */
  write<T>(work: () => T, signal?: AbortSignal): Promise<T> {
    return this.#whenFree(() => {
      signal?.throwIfAborted();
      this.#prepareForWriting();
      return this.#transaction('BEGIN IMMEDIATE', () => {
        this.#refuseNewerSchema();
        const result = work();
        signal?.throwIfAborted();
        return result;
      });
    }, signal);
  }

  get isOpen(): boolean {
    return this.#db.isOpen;
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #statement(sql: string): StatementSync {
    const cached = this.#statements.get(sql);
    if (cached) return cached;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #transaction<T>(begin: string, work: () => T): T {
    this.#db.exec(begin);
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      // Some failures (a full disk, for one) have rolled back already.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  async #whenFree<T>(work: () => T, signal?: AbortSignal): Promise<T> {
    const deadline = Date.now() + LOCK_WAIT_MS;
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || Date.now() >= deadline) throw explain(error, this.file);
      }
      await sleep(RETRY_MS * (1 + Math.random()), undefined, { signal });
    }
  }

  /** Taskwerk wants its file in WAL mode; a file that is only read is left as it is. */
  #prepareForWriting(): void {
    if (this.#isPrepared) return;
    this.#db.exec('PRAGMA journal_mode = WAL');
    this.#isPrepared = true;
  }

  /** A newer Taskwerk may have changed the schema while this connection was open. */
  #refuseNewerSchema(): void {
    if (!this.get("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")) return;
    const version = Number(this.get('SELECT max(version) AS version FROM schema_version')?.['version'] ?? 0);
    if (version > TASKWERK_SCHEMA_VERSION) throw newerError(this.file, version);
  }
}

/** `by`: whose schema it is. */
export function newerError(file: string, version: number, by: 'Taskwerk' | 'Conductor' = 'Taskwerk'): ConductorError {
  return new ConductorError(
    'store.newer',
    `${file} was written by a newer ${by} (schema version ${version}), which this Conductor does not know yet.`,
    { remedy: 'Update Conductor, then try again.', details: { version } },
  );
}

function open(sqlite: Sqlite, file: string): DatabaseSync {
  const db = new sqlite.DatabaseSync(file);
  db.function('conductor_contains', { deterministic: true, varargs: true }, contains);
  try {
    db.exec(
      `PRAGMA busy_timeout = ${BLOCKING_WAIT_MS}; PRAGMA synchronous = NORMAL; PRAGMA cache_size = ${-CACHE_KIB};`,
    );
    db.exec('SELECT 1 FROM sqlite_master');
    return db;
  } catch (error) {
    if (isBusy(error)) return db;
    db.close();
    // In a folder without write permission a WAL file can be read only as it stands.
    if (isWriteRefused(error)) return openForReading(sqlite, file, { immutable: true });
    throw explain(error, file);
  }
}

/** Node binds every number as a REAL, which a column without a type keeps, as `sqlite_sequence.seq` is one. */
function bindable(value: SqlValue): SQLInputValue {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** Whether any of the texts contains the first one, which is given in lower case; SQLite folds ASCII alone. */
function contains(needle: SQLInputValue, ...texts: SQLInputValue[]): number {
  if (typeof needle !== 'string') return 0;
  return texts.some((text) => typeof text === 'string' && text.toLowerCase().includes(needle)) ? 1 : 0;
}
