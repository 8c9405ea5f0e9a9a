// The tasks of a plan that will be imported, as the graph rules see them.
import type { DraftTask, Plan, TaskKey } from '../model.ts';
import { treeOf } from '../tree.ts';

/** Included tasks in tree order, each with its nearest included ancestor as parent. */
export function includedTasks({
  tasks,
}: Plan): readonly { readonly task: DraftTask; readonly parent: TaskKey | null }[] {
  const { byKey, preorder } = treeOf<TaskKey, DraftTask>(tasks);
  const places = new Map<TaskKey, TaskKey | null>();
  const result: { task: DraftTask; parent: TaskKey | null }[] = [];
  for (const task of preorder) {
    const above = task.parent === null ? undefined : byKey.get(task.parent);
    const aboveThat = above ? (places.get(above.key) ?? null) : null;
    const parent = above?.included && places.has(above.key) ? above.key : aboveThat;
    places.set(task.key, parent);
    if (task.included) result.push({ task, parent });
  }
  return result;
}
