// Taskwerk tasks by their hierarchy, narrowed by a filter. Knows nothing of VS Code.
import type { Task, TaskId } from '../../core/tasks/model.ts';
import { isEmptyFilter, matchesTask, type PlanFilter } from './filter.ts';

const none: readonly Task[] = [];

export class TaskForest {
  readonly #tasks: ReadonlyMap<TaskId, Task>;
  readonly #children: ReadonlyMap<TaskId | null, readonly Task[]>;

  /** A parent that is not among `tasks` counts as none. */
  constructor(tasks: readonly Task[], filter: PlanFilter) {
    const all = new Map(tasks.map((task) => [task.id, task]));
    this.#tasks = isEmptyFilter(filter)
      ? all
      : withAncestors(
          all,
          tasks.filter((task) => matchesTask(filter, task)),
        );
    this.#children = Map.groupBy(this.#tasks.values(), (task) => this.parentOf(task.id));
  }

  get size(): number {
    return this.#tasks.size;
  }

  /** Of null: the roots. */
  childrenOf(id: TaskId | null): readonly Task[] {
    return this.#children.get(id) ?? none;
  }

  parentOf(id: TaskId): TaskId | null {
    const parentId = this.#tasks.get(id)?.parentId ?? null;
    return parentId !== null && this.#tasks.has(parentId) ? parentId : null;
  }
}

/** In the order of `all`. */
function withAncestors(all: ReadonlyMap<TaskId, Task>, matching: readonly Task[]): ReadonlyMap<TaskId, Task> {
  const kept = new Set<TaskId>();
  for (const { id } of matching) {
    for (let at: TaskId | null = id; at !== null && !kept.has(at); at = all.get(at)?.parentId ?? null) kept.add(at);
  }
  return new Map([...all].filter(([id]) => kept.has(id)));
}
