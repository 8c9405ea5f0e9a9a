// What a change below does to the tasks above: their sums, and whether anything is left of them.
import type { DraftTask, Plan, TaskKey } from '../model.ts';
import { parentEstimate } from '../outline/effort.ts';
import { treeOf } from '../tree.ts';

const SUM_RULE = /^sum of /i;
const ALL_PARTS = /^All \d+ subtasks meet their acceptance criteria\.$/;

/** Parents of changed tasks with hours and closing criterion of the children that they have now; what a person set stays. */
export function refreshParents(plan: Plan, changed: ReadonlySet<TaskKey>, isFixed: (key: TaskKey) => boolean): Plan {
  const { preorder } = treeOf<TaskKey, DraftTask>(plan.tasks);
  const tasks = new Map(plan.tasks.map((task) => [task.key, task]));
  const children = Map.groupBy(plan.tasks, ({ parent }) => parent);
  const stirred = new Set(
    plan.tasks.flatMap(({ key, parent }) => (parent !== null && changed.has(key) ? [parent] : [])),
  );
  for (const { key, parent } of preorder.toReversed()) {
    const task = tasks.get(key);
    const below = (children.get(key) ?? []).flatMap((child) => tasks.get(child.key) ?? []);
    if (!task || below.length === 0 || !(stirred.has(key) || changed.has(key))) continue;
    if (parent !== null) stirred.add(parent);
    if (!isFixed(key)) tasks.set(key, refreshed(task, below));
  }
  return { ...plan, tasks: plan.tasks.map((task) => tasks.get(task.key) ?? task) };
}

function refreshed(task: DraftTask, below: readonly DraftTask[]): DraftTask {
  const wanted = below.filter(({ included }) => included);
  const counted = wanted.length > 0 ? wanted : below;
  const byHand = (field: 'estimate' | 'acceptanceCriteria'): boolean =>
    task.edited.includes(field) || task.edited.includes('all');
  const isSummed = SUM_RULE.test(task.estimate.rule) && !byHand('estimate');
  const criterion = `All ${below.length} subtasks meet their acceptance criteria.`;
  return {
    ...task,
    ...(isSummed && { estimate: parentEstimate(counted.map(({ estimate }) => estimate.hours)) }),
    ...(!byHand('acceptanceCriteria') && {
      acceptanceCriteria: task.acceptanceCriteria.map((text) => (ALL_PARTS.test(text) ? criterion : text)),
    }),
  };
}

/** The tasks that were left, and those above of which nothing else is left. */
export function withEmptied(
  tasks: readonly DraftTask[],
  left: ReadonlySet<TaskKey>,
  mayGo: (task: DraftTask) => boolean,
): ReadonlySet<TaskKey> {
  const { preorder, childrenOf } = treeOf<TaskKey, DraftTask>(tasks);
  const going = new Set<TaskKey>();
  for (const task of preorder.toReversed()) {
    const below = childrenOf(task.key);
    const isEmpty = below.every(({ key }) => going.has(key));
    const isGroup = below.length > 0 && task.covers.length === 0 && mayGo(task);
    if (isEmpty && (left.has(task.key) || isGroup)) going.add(task.key);
  }
  return going;
}
