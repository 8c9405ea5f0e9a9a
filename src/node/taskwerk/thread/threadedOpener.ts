// The StoreOpener of a program that must never wait: the project's database has a thread of its own.
import { lstatSync } from 'node:fs';
import path from 'node:path';
import { Emitter } from '../../../core/events.ts';
import type { StoreOpener, TaskStore } from '../../../core/ports.ts';
import { databaseFile, identityOf, reportLater, stateOf } from '../databaseFile.ts';
import { errorCode, interruptedError } from '../failures.ts';
import { Poll } from '../poll.ts';
import type { OpenedStore } from './messages.ts';
import { createRemoteStore, type RemoteStore } from './remoteStore.ts';
import { ThreadClient } from './threadClient.ts';

const POLL_MS = 1_000;

export interface ThreadedOpener extends StoreOpener {
  /** Resolves when all that was asked for is done and every closed store's thread has ended. */
  settled(): Promise<void>;
}

/** No thread starts before there is a database, or one is to be made; it ends with its store. */
export function createThreadedOpener(projectDir: string): ThreadedOpener {
  return new ThreadedDatabase(path.resolve(projectDir));
}

class ThreadedDatabase implements ThreadedOpener {
  readonly #file: string;
  readonly #client: ThreadClient;
  readonly #changed = new Emitter<void>(reportLater);
  readonly #poll: Poll;
  #open: RemoteStore | null = null;
  #closing: Promise<unknown> = Promise.resolve();

  constructor(projectDir: string) {
    this.#file = databaseFile(projectDir);
    this.#client = new ThreadClient(
      { projectDir },
      {
        onChanged: (store) => {
          if (this.#open?.store === store) this.#open.tell();
        },
        onDeath: (reason) => {
          this.#lose();
          return interruptedError(this.#file, reason);
        },
      },
    );
    this.#poll = new Poll(
      POLL_MS,
      () => (this.#open ? identityOf(this.#file) : stateOf(this.#file)),
      () => this.#changed.fire(),
    );
  }

  readonly onDidChange: StoreOpener['onDidChange'] = (listener) => this.#poll.while(this.#changed.event(listener));

  async openExisting(): Promise<TaskStore | null> {
    if (!this.#open && isAbsent(this.#file)) return null;
    return this.#ask('openExisting');
  }

  async openOrCreate(): Promise<TaskStore> {
    const isNew = isAbsent(this.#file);
    const store = await this.#ask('openOrCreate');
    if (!store) throw new Error(`The database ${this.#file} vanished while it was made.`);
    if (isNew) this.#poll.check();
    return store;
  }

  async settled(): Promise<void> {
    await this.#closing;
    await this.#client.ended();
  }

  async #ask(method: 'openExisting' | 'openOrCreate'): Promise<RemoteStore | null> {
    try {
      const opened = await this.#client.ask({ of: 'opener', store: 0, method, args: [], optionsAt: null });
      return this.#take(opened as OpenedStore | null);
    } finally {
      this.#endIfIdle();
    }
  }

  /** The thread's opener has one store open at most: every other one is closed by now. */
  #take(opened: OpenedStore | null): RemoteStore | null {
    if (opened && this.#open?.store === opened.store) return this.#open;
    this.#lose();
    if (!opened) return null;
    const remote = createRemoteStore(opened, {
      client: this.#client,
      onListenerError: reportLater,
      onClose: () => {
        this.#close(remote);
      },
    });
    this.#open = remote;
    return remote;
  }

  #close(remote: RemoteStore): void {
    if (this.#open === remote) this.#open = null;
    const closed = this.#client.ask({ of: 'store', store: remote.store, method: 'close', args: [], optionsAt: null });
    const end = (): void => {
      this.#endIfIdle();
    };
    // A thread that has died meanwhile has closed it as well.
    this.#closing = closed.then(end, end);
  }

  #lose(): void {
    this.#open?.lose();
    this.#open = null;
  }

  #endIfIdle(): void {
    if (!this.#open && this.#client.waiting === 0) this.#client.end();
  }
}

/** True only where there is nothing at all: whatever else is in the way, the thread says what. */
function isAbsent(file: string): boolean {
  try {
    lstatSync(file);
    return false;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}
