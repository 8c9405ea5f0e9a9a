// A TaskStore whose work is done in its database's thread: every method is asked there.
import { Emitter } from '../../../core/events.ts';
import type { Journal } from '../../../core/orchestrate/journal.ts';
import type { TaskStore } from '../../../core/ports.ts';
import { closedError } from '../failures.ts';
import type { OpenedStore } from './messages.ts';
import type { ThreadClient } from './threadClient.ts';

/** The methods that give a promise. */
type Asynchronous<T> = {
  readonly [Name in keyof T as T[Name] extends (...args: never[]) => Promise<unknown> ? Name : never]: T[Name];
};
/** Where each method has its `WriteOptions`. A method that is missing here does not compile. */
type Table<T> = Readonly<Record<keyof Asynchronous<T>, number | null>>;

const STORE: Table<TaskStore> = {
  listPlans: null,
  loadPlan: null,
  createPlan: null,
  savePlan: null,
  setPlanStatus: null,
  deletePlan: null,
  previewImport: null,
  importPlan: 1,
  undoImport: 1,
  linkedTasks: null,
  listTasks: null,
  getTask: null,
  readyTasks: null,
  updateTasks: 2,
  addTasks: 1,
  recallAnswer: null,
  recordAnswer: null,
  forgetRun: null,
};

const JOURNAL: Table<Journal> = {
  startSession: null,
  updateSession: null,
  listSessions: null,
  createRun: null,
  claimRun: null,
  keepRun: null,
  releaseRun: null,
  append: null,
  readRun: null,
  listRuns: null,
  listInteractions: null,
};

export interface RemoteStore extends TaskStore {
  /** Its number in the thread. */
  readonly store: number;
  /** The thread's store is closed already, or gone with its thread. */
  lose(): void;
  /** Somebody wrote to the database. */
  tell(): void;
}

interface Remote {
  readonly client: ThreadClient;
  readonly onListenerError: (error: unknown) => void;
  /** What is asked is done before the thread's store is closed. */
  readonly onClose: () => void;
}

export function createRemoteStore({ store, location }: OpenedStore, remote: Remote): RemoteStore {
  const changed = new Emitter<void>(remote.onListenerError);
  let isOpen = true;
  const ask = (of: 'store' | 'journal', method: string, at: number | null, given: readonly unknown[]) => {
    if (!isOpen) return Promise.reject(closedError(location));
    // JSON would make null of them.
    const args = given.slice(0, given.findLastIndex((arg) => arg !== undefined) + 1);
    const options = at === null ? undefined : (args[at] as { readonly signal?: AbortSignal } | undefined);
    if (!options?.signal) return remote.client.ask({ of, store, method, args, optionsAt: null });
    const { signal, ...rest } = options;
    return remote.client.ask({ of, store, method, args: args.with(at ?? 0, rest), optionsAt: at, signal });
  };
  const methodsOf = <T>(of: 'store' | 'journal', table: Table<T>): Asynchronous<T> =>
    Object.fromEntries(
      Object.entries<number | null>(table).map(([method, at]) => [
        method,
        (...args: readonly unknown[]) => ask(of, method, at, args),
      ]),
    ) as unknown as Asynchronous<T>;
  return {
    ...methodsOf<TaskStore>('store', STORE),
    journal: methodsOf<Journal>('journal', JOURNAL),
    store,
    location,
    onDidChange: changed.event,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      remote.onClose();
    },
    lose: () => {
      isOpen = false;
    },
    tell: () => {
      if (isOpen) changed.fire();
    },
  };
}
