// Narrows the tree to the tasks that match, with the rows that lead to them. Knows nothing of VS Code.
import type { DraftTask, TaskKey } from '../../core/plan/model.ts';
import type { Priority } from '../../core/prd/model.ts';
import type { Task, TaskStatus } from '../../core/tasks/model.ts';
import type { LinkedTasks, PlanIndex } from './planIndex.ts';

/** `draft`: not in Taskwerk yet. `excluded`: left out of the import. */
export type FilterStatus = TaskStatus | 'draft' | 'excluded';

/** All given conditions must hold; an empty list or text is no condition. */
export interface PlanFilter {
  readonly text: string;
  readonly statuses: readonly FilterStatus[];
  readonly priorities: readonly Priority[];
}

export const noFilter: PlanFilter = { text: '', statuses: [], priorities: [] };

export function isEmptyFilter({ text, statuses, priorities }: PlanFilter): boolean {
  return text.trim() === '' && statuses.length === 0 && priorities.length === 0;
}

export function matchesDraft(filter: PlanFilter, task: DraftTask, linked: LinkedTasks): boolean {
  const status = task.included ? (linked.get(task.key)?.status ?? 'draft') : 'excluded';
  return matches(filter, status, task.priority, [task.title, task.description, task.key, task.category, ...task.tags]);
}

export function matchesTask(filter: PlanFilter, { id, name, description, status, priority, tags }: Task): boolean {
  return matches(filter, status, priority, [id, name, description ?? '', ...tags]);
}

/** The matching tasks of a plan and their ancestors; everything else is hidden. */
export function visibleKeys(filter: PlanFilter, index: PlanIndex, linked: LinkedTasks): ReadonlySet<TaskKey> {
  const visible = new Set<TaskKey>();
  for (const task of index.plan.tasks) {
    if (!matchesDraft(filter, task, linked)) continue;
    visible.add(task.key);
    for (let at = index.parentOf(task.key); at !== null && !visible.has(at); at = index.parentOf(at)) visible.add(at);
  }
  return visible;
}

function matches(filter: PlanFilter, status: FilterStatus, priority: Priority, texts: readonly string[]): boolean {
  if (filter.statuses.length > 0 && !filter.statuses.includes(status)) return false;
  if (filter.priorities.length > 0 && !filter.priorities.includes(priority)) return false;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const haystack = texts.join('\n').toLowerCase();
  return words.every((word) => haystack.includes(word));
}
