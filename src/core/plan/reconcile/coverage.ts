// Which task covers a requirement now, where a person split, folded together or deleted tasks, and which tasks go for that.
import type { RequirementId } from '../../prd/model.ts';
import { headingIn } from '../headings.ts';
import type { DraftTask, Plan, TaskKey } from '../model.ts';
import { isByHand, type Pairs } from './tasks.ts';

/** For each requirement that a person gave to another task than the planner: that task, by its key in the previous plan. */
export type Coverage = ReadonlyMap<RequirementId, TaskKey>;

/** What an edit notes of a requirement when its task is deleted. */
const DELETED = /^Its task .* was deleted\.$/;

export function settleCoverage(previous: Plan, next: Plan, pairs: Pairs): Coverage {
  const parents = new Map(next.tasks.map(({ key, parent }) => [key, parent]));
  const planned = new Map(next.tasks.flatMap(({ key, covers }) => covers.map((id) => [id, key] as const)));
  const coverage = new Map<RequirementId, TaskKey>();
  for (const task of previous.tasks) {
    const counterpart = pairs.newOf.get(task.key);
    for (const id of task.covers) {
      const owner = planned.get(id);
      if (owner === undefined || coverage.has(id)) continue;
      const isFolded = counterpart && task.edited.length > 0 && !isInLine(owner, counterpart.key, parents);
      if (isByHand(task) || isFolded) coverage.set(id, task.key);
    }
  }
  return coverage;
}

/** Tasks of the new plan that a person deleted, or whose requirements a person gave to others. */
export function droppedTasks(previous: Plan, next: Plan, pairs: Pairs, coverage: Coverage): ReadonlySet<TaskKey> {
  const deleted = new Set(previous.uncovered.flatMap(({ id, reason }) => (DELETED.test(reason) ? [id] : [])));
  const titles = new Set(previous.deletedHeadings);
  const heading = headingIn(next);
  const isDeleted = (task: DraftTask): boolean => {
    const section = heading(task);
    return section !== undefined && titles.has(section.title);
  };
  const children = Map.groupBy(next.tasks, ({ parent }) => parent);
  const dropped = new Set<TaskKey>();
  for (const task of next.tasks.toReversed()) {
    if (pairs.oldOf.has(task.key)) continue;
    const below = children.get(task.key) ?? [];
    if (below.some(({ key }) => !dropped.has(key))) continue;
    const isTaken = task.covers.every((id) => deleted.has(id) || coverage.has(id));
    const isAlone = task.covers.length === 0 && below.length === 0;
    if (isAlone ? isDeleted(task) : isTaken) dropped.add(task.key);
  }
  return dropped;
}

/** One is the other or lies above or below it: a matter of depth, not of a person's will. */
function isInLine(one: TaskKey, other: TaskKey, parents: ReadonlyMap<TaskKey, TaskKey | null>): boolean {
  const isAbove = (top: TaskKey, start: TaskKey): boolean => {
    for (let at: TaskKey | null = start; at !== null; at = parents.get(at) ?? null) if (at === top) return true;
    return false;
  };
  return isAbove(one, other) || isAbove(other, one);
}
