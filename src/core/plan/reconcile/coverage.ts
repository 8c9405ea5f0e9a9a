// Which task covers a requirement now, where a person split, folded together or deleted tasks, and which tasks go for that.
import type { RequirementId } from '../../prd/model.ts';
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
  const wasPlanned = headingsPlannedBefore(previous, next, pairs);
  const children = Map.groupBy(next.tasks, ({ parent }) => parent);
  const dropped = new Set<TaskKey>();
  for (const task of next.tasks.toReversed()) {
    if (pairs.oldOf.has(task.key)) continue;
    const below = children.get(task.key) ?? [];
    if (below.some(({ key }) => !dropped.has(key))) continue;
    const isTaken = task.covers.every((id) => deleted.has(id) || coverage.has(id));
    if (isTaken && (task.covers.length > 0 || below.length > 0 || wasPlanned(task))) dropped.add(task.key);
  }
  return dropped;
}

/** A task that stands for a heading alone leaves no requirement behind; the previous plan knew the heading all the same. */
function headingsPlannedBefore(previous: Plan, next: Plan, { oldOf }: Pairs): (task: DraftTask) => boolean {
  const known = new Set(previous.sections.map(({ title }) => title));
  const titles = new Map(
    next.sections.map(({ span, title }) => [`${span.line}:${span.column}:${span.page ?? ''}`, title]),
  );
  const deepest = Math.max(0, ...depthsOf(previous.tasks).values());
  const depths = depthsOf(next.tasks);
  const parents = new Set(previous.tasks.map(({ parent }) => parent));
  // What a deeper plan adds stands below a task that had nothing below it before.
  const isDeeper = ({ key, parent }: DraftTask): boolean => {
    const above = parent === null ? undefined : oldOf.get(parent);
    return (depths.get(key) ?? 0) > deepest && above !== undefined && !parents.has(above.key);
  };
  return (task) => {
    const { source } = task;
    const title = source ? titles.get(`${source.line}:${source.column}:${source.page ?? ''}`) : undefined;
    return title !== undefined && known.has(title) && !isDeeper(task);
  };
}

function depthsOf(tasks: readonly DraftTask[]): ReadonlyMap<TaskKey, number> {
  const depths = new Map<TaskKey, number>();
  for (const { key, parent } of tasks) depths.set(key, parent === null ? 0 : (depths.get(parent) ?? 0) + 1);
  return depths;
}

/** One is the other or lies above or below it: a matter of depth, not of a person's will. */
function isInLine(one: TaskKey, other: TaskKey, parents: ReadonlyMap<TaskKey, TaskKey | null>): boolean {
  const isAbove = (top: TaskKey, start: TaskKey): boolean => {
    for (let at: TaskKey | null = start; at !== null; at = parents.get(at) ?? null) if (at === top) return true;
    return false;
  };
  return isAbove(one, other) || isAbove(other, one);
}
