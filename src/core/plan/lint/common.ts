// What the lint rules look at, and how they speak of it.
import type { DraftTask, Plan, TaskKey } from '../model.ts';
import { treeOf } from '../tree.ts';

export interface Subject {
  readonly plan: Plan;
  readonly byKey: ReadonlyMap<TaskKey, DraftTask>;
  /** In tree order. */
  readonly included: readonly DraftTask[];
  /** Included tasks without included ones directly below: those that are worked on. */
  readonly leaves: readonly DraftTask[];
}

export function subjectOf(plan: Plan): Subject {
  const { byKey, preorder, childrenOf } = treeOf<TaskKey, DraftTask>(plan.tasks);
  const included = preorder.filter((task) => task.included);
  const leaves = included.filter(({ key }) => !childrenOf(key).some((child) => child.included));
  return { plan, byKey, included, leaves };
}

/** The title of a task in quotation marks, shortened, or its key where it has no task. */
export function nameOf({ byKey }: Subject, key: TaskKey): string {
  const title = byKey.get(key)?.title ?? key;
  return `"${title.length > 60 ? `${title.slice(0, 59).trimEnd()}…` : title}"`;
}

export function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
