// The order of the tasks: the person's, unless the document itself was rearranged.
import type { DraftTask, Plan, TaskKey } from '../model.ts';

export function inOrder(previous: Plan, next: Plan, tasks: readonly DraftTask[]): readonly DraftTask[] {
  const isTouched = previous.tasks.some(({ edited }) => edited.includes('parent') || edited.includes('all'));
  if (!isTouched && isRearranged(previous, next)) return tasks;
  const old = new Map(previous.tasks.map(({ key }, index) => [key, index]));
  const known = tasks
    .filter(({ key }) => old.has(key))
    .toSorted((one, other) => (old.get(one.key) ?? 0) - (old.get(other.key) ?? 0));
  return withNewOnes(known, tasks, old);
}

/** Each new task comes right after the one that stands before it in the plan. */
function withNewOnes(
  known: readonly DraftTask[],
  tasks: readonly DraftTask[],
  old: ReadonlyMap<TaskKey, number>,
): DraftTask[] {
  const after = new Map<TaskKey | null, DraftTask[]>();
  let anchor: TaskKey | null = null;
  for (const task of tasks) {
    if (old.has(task.key)) anchor = task.key;
    else if (after.has(anchor)) after.get(anchor)?.push(task);
    else after.set(anchor, [task]);
  }
  return [...(after.get(null) ?? []), ...known.flatMap((task) => [task, ...(after.get(task.key) ?? [])])];
}

/** True when requirements that both know stand in another order. */
function isRearranged(previous: Plan, next: Plan): boolean {
  const place = new Map(previous.requirements.map(({ id }, index) => [id, index]));
  let last = -1;
  for (const { id } of next.requirements) {
    const at = place.get(id);
    if (at === undefined) continue;
    if (at < last) return true;
    last = at;
  }
  return false;
}
