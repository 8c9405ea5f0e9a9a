// A program that can be killed at any entry of its journal: what comes after never happens, neither a catch nor a finally.
import type { Journal, RunEntry } from '../../src/core/orchestrate/journal.ts';
import type { StoreOpener, TaskStore } from '../../src/core/ports.ts';

/** Where it ends: before an entry is written, with all that went before done; or after, with nothing done of what follows. */
export type End = 'before' | 'after' | null;

/** `ends` is asked of each entry; its effect (a signal, a promise told) is the caller's. */
export function mortalOpener(opener: StoreOpener, ends: (entry: RunEntry) => End, die: () => void): StoreOpener {
  let isDead = false;
  const never = <T>(): Promise<T> => new Promise(() => undefined);
  const end = <T>(): Promise<T> => {
    isDead = true;
    die();
    return never();
  };
  const append = async (journal: Journal, entry: RunEntry) => {
    const how = ends(entry);
    if (how === 'before') return end<Awaited<ReturnType<Journal['append']>>>();
    const stored = await journal.append(entry);
    return how === 'after' ? end<typeof stored>() : stored;
  };
  const journalOf = (journal: Journal) =>
    over(journal, {
      append: (entry) => (isDead ? never() : append(journal, entry)),
      keepRun: (id, owner) => (isDead ? never() : journal.keepRun(id, owner)),
    });
  const storeOf = (store: TaskStore): TaskStore => over(store, { journal: journalOf(store.journal) });
  return over(opener, {
    openExisting: async () => {
      const store = await opener.openExisting();
      return store && storeOf(store);
    },
    openOrCreate: async () => storeOf(await opener.openOrCreate()),
  });
}

/** The object with some of its members replaced. */
function over<T extends object>(object: T, members: Partial<T>): T {
  return new Proxy(object, {
    get: (target, name) => {
      if (Object.hasOwn(members, name)) return Reflect.get(members, name) as unknown;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
