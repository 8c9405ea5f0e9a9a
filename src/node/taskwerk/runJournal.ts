// The Journal on a Taskwerk database: each method is one transaction.
import type { StoredRunEvent } from '../../core/agent/runEvents.ts';
import type {
  Interaction,
  Journal,
  NewRun,
  RunEntry,
  RunFilter,
  RunId,
  RunSummary,
  Session,
} from '../../core/orchestrate/journal.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { appendEvent, claimRun, createRun, keepRun, listInteractions, listRuns, readRun, releaseRun } from './runs.ts';
import { listSessions, startSession, updateSession } from './sessions.ts';

/** Runs a piece of work in a write transaction and tells listeners. */
type Write = <T>(work: () => T) => Promise<T>;

export class SqliteJournal implements Journal {
  readonly #connection: Connection;
  readonly #write: Write;

  constructor(connection: Connection, write: Write) {
    this.#connection = connection;
    this.#write = write;
  }

  startSession(agent: string): Promise<Session> {
    return this.#write(() => startSession(this.#connection, agent));
  }

  updateSession(id: number, change: Parameters<Journal['updateSession']>[1]): Promise<void> {
    return this.#write(() => {
      updateSession(this.#connection, id, change);
    });
  }

  listSessions(): Promise<readonly Session[]> {
    return this.#connection.read(() => listSessions(this.#connection));
  }

  createRun(run: NewRun, owner: string): Promise<RunSummary> {
    return this.#write(() => createRun(this.#connection, run, owner));
  }

  claimRun(id: RunId, owner: string): Promise<RunSummary> {
    return this.#write(() => claimRun(this.#connection, id, owner));
  }

  /** No news for anybody: listeners are not told. */
  keepRun(id: RunId, owner: string): Promise<boolean> {
    return this.#connection.write(() => keepRun(this.#connection, id, owner));
  }

  releaseRun(id: RunId, owner: string): Promise<void> {
    return this.#write(() => {
      releaseRun(this.#connection, id, owner);
    });
  }

  append(entry: RunEntry): Promise<StoredRunEvent> {
    return this.#write(() => appendEvent(this.#connection, entry));
  }

  readRun(id: RunId, after = 0): Promise<{ readonly run: RunSummary; readonly events: readonly StoredRunEvent[] }> {
    return this.#connection.read(() => readRun(this.#connection, id, after));
  }

  listRuns(filter?: RunFilter): Promise<readonly RunSummary[]> {
    return this.#connection.read(() => listRuns(this.#connection, filter));
  }

  listInteractions(taskId: TaskId): Promise<readonly Interaction[]> {
    return this.#connection.read(() => listInteractions(this.#connection, taskId));
  }
}
