// Which planned task is which: by key, by what it covers, by title, and parents by their children.
import type { DraftTask, TaskKey } from '../model.ts';

/** Tasks of the new plan and the tasks of the previous one that they continue, both ways. */
export interface Pairs {
  readonly oldOf: ReadonlyMap<TaskKey, DraftTask>;
  readonly newOf: ReadonlyMap<TaskKey, DraftTask>;
}

const MOST = 0.5;

export function isByHand({ edited }: DraftTask): boolean {
  return edited.includes('all');
}

export function pairTasks(previous: readonly DraftTask[], next: readonly DraftTask[]): Pairs {
  const pairing = new Pairing(
    previous.filter((task) => !isByHand(task)),
    next,
  );
  pairing.byKey();
  pairing.byCoverage();
  pairing.byTitle();
  pairing.byChildren();
  return pairing;
}

class Pairing implements Pairs {
  readonly oldOf = new Map<TaskKey, DraftTask>();
  readonly newOf = new Map<TaskKey, DraftTask>();
  readonly #old: readonly DraftTask[];
  readonly #new: readonly DraftTask[];

  constructor(old: readonly DraftTask[], next: readonly DraftTask[]) {
    this.#old = old;
    this.#new = next;
  }

  /** The same key for what covers something of the same, or nothing at all. */
  byKey(): void {
    const byKey = new Map(this.#old.map((task) => [task.key, task]));
    for (const task of this.#new) {
      const old = byKey.get(task.key);
      if (!old) continue;
      const isEmpty = task.covers.length === 0 || old.covers.length === 0;
      if (isEmpty || overlap(task, old) > 0) this.#pair(task, old);
    }
  }

  byCoverage(): void {
    const owner = new Map(this.#openOld().flatMap((task) => task.covers.map((id) => [id, task] as const)));
    for (const task of this.#openNew()) {
      const candidates = new Set(task.covers.flatMap((id) => owner.get(id) ?? []));
      let best: DraftTask | null = null;
      for (const old of candidates) {
        if (this.newOf.has(old.key) || overlap(task, old) < MOST) continue;
        if (!best || overlap(task, old) > overlap(task, best)) best = old;
      }
      if (best) this.#pair(task, best);
    }
  }

  byTitle(): void {
    const titles = Map.groupBy(this.#openOld(), ({ title }) => title.toLowerCase());
    for (const task of this.#openNew()) {
      const old = titles.get(task.title.toLowerCase())?.find(({ key }) => !this.newOf.has(key));
      if (old) this.#pair(task, old);
    }
  }

  /** From the bottom up: a parent continues the one that most of its children came from. */
  byChildren(): void {
    const children = Map.groupBy(this.#new, ({ parent }) => parent);
    const olds = new Map(this.#old.map((task) => [task.key, task]));
    for (const task of this.#openNew().toReversed()) {
      const below = children.get(task.key) ?? [];
      const votes = Map.groupBy(below, ({ key }) => this.oldOf.get(key)?.parent ?? null);
      for (const [parent, voters] of votes) {
        const old = parent === null ? undefined : olds.get(parent);
        if (old && !this.newOf.has(old.key) && voters.length > below.length * MOST) this.#pair(task, old);
      }
    }
  }

  #pair(task: DraftTask, old: DraftTask): void {
    if (this.oldOf.has(task.key)) return;
    this.oldOf.set(task.key, old);
    this.newOf.set(old.key, task);
  }

  #openOld(): readonly DraftTask[] {
    return this.#old.filter(({ key }) => !this.newOf.has(key));
  }

  #openNew(): readonly DraftTask[] {
    return this.#new.filter(({ key }) => !this.oldOf.has(key));
  }
}

/** Shared requirements among all of both. */
function overlap(one: DraftTask, other: DraftTask): number {
  const known = new Set(other.covers);
  const shared = one.covers.filter((id) => known.has(id)).length;
  return shared / (one.covers.length + other.covers.length - shared || 1);
}
