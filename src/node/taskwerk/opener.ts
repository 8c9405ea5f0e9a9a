// Finds, checks, opens and creates the Taskwerk database of one project folder.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { Emitter } from '../../core/events.ts';
import type { StoreOpener, TaskStore } from '../../core/ports.ts';
import { createDatabase } from './create.ts';
import { databaseFile, identityOf, reportLater, stateOf } from './databaseFile.ts';
import { inspectDatabase } from './inspect.ts';
import { Poll } from './poll.ts';
import { loadSqlite } from './sqlite.ts';
import { SqliteTaskStore } from './store.ts';

const POLL_MS = 1_000;

/** Nothing is loaded or touched before the database is first asked for. */
export function createStoreOpener(projectDir: string): StoreOpener {
  return new ProjectDatabase(path.resolve(projectDir));
}

interface OpenStore {
  readonly store: SqliteTaskStore;
  /** Tells the opened file from one that has taken its place. */
  readonly identity: string;
}

class ProjectDatabase implements StoreOpener {
  readonly #projectDir: string;
  readonly #file: string;
  readonly #changed: Emitter<void>;
  readonly #poll: Poll;
  #open: OpenStore | null = null;
  /** Openings run one after the other, so that one file never gets two stores. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(projectDir: string) {
    this.#projectDir = projectDir;
    this.#file = databaseFile(projectDir);
    this.#changed = new Emitter(reportLater);
    this.#poll = new Poll(
      POLL_MS,
      () => (this.#open ? identityOf(this.#file) : stateOf(this.#file)),
      () => this.#changed.fire(),
    );
  }

  readonly onDidChange: StoreOpener['onDidChange'] = (listener) => this.#poll.while(this.#changed.event(listener));

  openExisting(): Promise<TaskStore | null> {
    return this.#inTurn(() => this.#existing());
  }

  openOrCreate(): Promise<TaskStore> {
    return this.#inTurn(async () => {
      const existing = await this.#existing();
      if (existing) return existing;
      await createDatabase(await loadSqlite(), this.#projectDir, this.#file);
      const created = await this.#existing();
      if (!created) throw new Error(`The database ${this.#file} vanished while it was made.`);
      this.#poll.check();
      return created;
    });
  }

  async #existing(): Promise<SqliteTaskStore | null> {
    const identity = identityOf(this.#file);
    if (this.#open?.identity === identity && this.#open.store.isOpen) return this.#open.store;
    this.#open?.store.close();
    this.#open = null;
    const sqlite = await loadSqlite();
    if ((await inspectDatabase(sqlite, this.#file)) !== 'taskwerk') return null;
    const store = new SqliteTaskStore(sqlite, await realpath(this.#file), reportLater);
    this.#open = { store, identity: identityOf(this.#file) ?? '' };
    return store;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}
