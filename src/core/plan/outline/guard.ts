// Keeps inferred edges from closing a cycle. A task starts when its own and its ancestors' dependencies are finished, and is
// finished when its descendants are.
import type { DraftTask, TaskKey } from '../model.ts';

export class CycleGuard {
  readonly #parents: ReadonlyMap<TaskKey, TaskKey | null>;
  readonly #children: ReadonlyMap<TaskKey | null, readonly DraftTask[]>;
  readonly #waiting = new Map<TaskKey, TaskKey[]>();

  constructor(tasks: readonly DraftTask[]) {
    this.#parents = new Map(tasks.map(({ key, parent }) => [key, parent]));
    this.#children = Map.groupBy(tasks, ({ parent }) => parent);
  }

  add(from: TaskKey, to: TaskKey): void {
    const waiting = this.#waiting.get(to);
    if (waiting) waiting.push(from);
    else this.#waiting.set(to, [from]);
  }

  /** True when `to` cannot be finished before `from` has started. */
  wouldClose(from: TaskKey, to: TaskKey): boolean {
    const started = new Set<TaskKey>();
    const finished = new Set<TaskKey>();
    const queue: (readonly [TaskKey, 'start' | 'finish'])[] = [[from, 'start']];
    for (let next = queue.pop(); next; next = queue.pop()) {
      const [key, moment] = next;
      const seen = moment === 'start' ? started : finished;
      if (seen.has(key)) continue;
      seen.add(key);
      if (moment === 'start') {
        queue.push([key, 'finish'], ...(this.#children.get(key) ?? []).map((child) => [child.key, 'start'] as const));
        continue;
      }
      if (key === to) return true;
      const parent = this.#parents.get(key);
      if (parent) queue.push([parent, 'finish']);
      for (const waiting of this.#waiting.get(key) ?? []) queue.push([waiting, 'start']);
    }
    return false;
  }
}
