// Which dependencies a task may not have. Knows nothing of VS Code.
//
// As in the dependency graph, a task starts after its own and its ancestors' dependencies, and is finished after all
// below it; so a cycle can lead through the hierarchy. Excluded tasks count, since they can be included again.
import type { TaskKey } from '../../core/plan/model.ts';
import type { PlanIndex } from './planIndex.ts';

/** The tasks whose finish waits for the start of one task, each with the way there. */
export type Waiters = ReadonlyMap<TaskKey, Moment>;

/** The start or the finish of a task. */
interface Moment {
  readonly key: TaskKey;
  readonly isFinish: boolean;
  readonly before: Moment | undefined;
}

/** The tasks that cannot be finished before `key` has started: a dependency of `key` on one of them would close a cycle. */
export function waitersOf(index: PlanIndex, key: TaskKey): Waiters {
  const dependents = dependentsOf(index);
  const seen = { start: new Set<TaskKey>(), finish: new Set<TaskKey>() };
  const waiters = new Map<TaskKey, Moment>();
  const queue: Moment[] = [{ key, isFinish: false, before: undefined }];
  for (const moment of queue) {
    const done = moment.isFinish ? seen.finish : seen.start;
    if (done.has(moment.key)) continue;
    done.add(moment.key);
    if (moment.isFinish) waiters.set(moment.key, moment);
    for (const next of following(index, dependents, moment)) queue.push({ ...next, before: moment });
  }
  return waiters;
}

/** The cycle that `key → on` would close, from `key` back to `key`; empty when it would close none. */
export function closingPath(waiters: Waiters, key: TaskKey, on: TaskKey): readonly TaskKey[] {
  const moment = waiters.get(on);
  return moment ? [key, ...pathFrom(moment)] : [];
}

function following(
  index: PlanIndex,
  dependents: ReadonlyMap<TaskKey, readonly TaskKey[]>,
  { key, isFinish }: Moment,
): readonly Omit<Moment, 'before'>[] {
  if (!isFinish) {
    const children = index.childrenOf(key).map((child) => ({ key: child.key, isFinish: false }));
    return [{ key, isFinish: true }, ...children];
  }
  const parent = index.parentOf(key);
  const waiting = (dependents.get(key) ?? []).map((waiter) => ({ key: waiter, isFinish: false }));
  return parent === null ? waiting : [...waiting, { key: parent, isFinish: true }];
}

/** From the moment back to the first one, each task once where it is met twice in a row. */
function pathFrom(moment: Moment): readonly TaskKey[] {
  const path: TaskKey[] = [];
  for (let at: Moment | undefined = moment; at; at = at.before) if (path.at(-1) !== at.key) path.push(at.key);
  return path;
}

function dependentsOf(index: PlanIndex): ReadonlyMap<TaskKey, readonly TaskKey[]> {
  const dependents = new Map<TaskKey, TaskKey[]>();
  for (const task of index.plan.tasks) {
    for (const { key: on } of task.dependsOn) {
      const waiting = dependents.get(on);
      if (waiting) waiting.push(task.key);
      else dependents.set(on, [task.key]);
    }
  }
  return dependents;
}
