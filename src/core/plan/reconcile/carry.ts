// The tasks of the new plan under their old keys, with what a person set, and the tasks that a person added.
import { keyFromTitle } from '../keys.ts';
import type { Dependency, DraftTask, Plan, TaskKey } from '../model.ts';
import type { Coverage } from './coverage.ts';
import { isByHand, type Pairs } from './tasks.ts';

export interface Settled {
  readonly pairs: Pairs;
  readonly coverage: Coverage;
  readonly dropped: ReadonlySet<TaskKey>;
}

export function carryOver(previous: Plan, next: Plan, settled: Settled): readonly DraftTask[] {
  const keyOf = keysFor(previous, next, settled);
  const byHand = previous.tasks.filter(isByHand);
  const survivors = next.tasks.filter(({ key }) => !settled.dropped.has(key));
  const exists = new Set([...survivors.map(({ key }) => keyOf(key)), ...byHand.map(({ key }) => key)]);
  const parentOf = survivingParents(next, settled.dropped);
  const planned = survivors.map((task) => {
    const parent = parentOf(task);
    const renamed = { ...task, key: keyOf(task.key), parent: parent === null ? null : keyOf(parent) };
    const dependsOn = task.dependsOn.map((edge) => ({ ...edge, key: keyOf(edge.key) }));
    return withEdits({ ...renamed, dependsOn, covers: coversOf(task, settled) }, settled.pairs.oldOf.get(task.key));
  });
  const added = byHand.map((task) => ({
    ...task,
    covers: task.covers.filter((id) => settled.coverage.get(id) === task.key),
  }));
  return withSoundParents([...planned, ...added], exists).map((task) => withSoundEdges(task, exists));
}

/** Old keys for what continues, and keys that nothing else has for what is new. */
function keysFor(previous: Plan, next: Plan, { pairs, dropped }: Settled): (key: TaskKey) => TaskKey {
  const taken = new Set(previous.tasks.map(({ key }) => key));
  const keys = new Map<TaskKey, TaskKey>();
  for (const task of next.tasks) {
    const old = pairs.oldOf.get(task.key);
    if (old) keys.set(task.key, old.key);
  }
  for (const { key, title } of next.tasks) {
    if (keys.has(key) || dropped.has(key)) continue;
    const free = taken.has(key) ? keyFromTitle(title, (candidate) => taken.has(candidate)) : key;
    keys.set(key, free);
    taken.add(free);
  }
  return (key) => keys.get(key) ?? key;
}

function survivingParents(next: Plan, dropped: ReadonlySet<TaskKey>): (task: DraftTask) => TaskKey | null {
  const parents = new Map(next.tasks.map(({ key, parent }) => [key, parent]));
  return ({ parent }) => {
    let at = parent;
    while (at !== null && dropped.has(at)) at = parents.get(at) ?? null;
    return at;
  };
}

/** What the planner gave it, less what a person gave to others, and what a person gave to it. */
function coversOf(task: DraftTask, { pairs, coverage }: Settled): DraftTask['covers'] {
  const old = pairs.oldOf.get(task.key);
  const own = task.covers.filter((id) => !coverage.has(id) || coverage.get(id) === old?.key);
  const given = old?.covers.filter((id) => coverage.get(id) === old.key && !own.includes(id)) ?? [];
  const all = [...own, ...given];
  const isSame = old?.covers.length === all.length && old.covers.every((id) => all.includes(id));
  return isSame ? old.covers : all;
}

function withEdits(task: DraftTask, old: DraftTask | undefined): DraftTask {
  if (!old || old.edited.length === 0) return task;
  const kept = Object.fromEntries(
    old.edited.flatMap((field) => (field === 'all' ? [] : [[field, old[field]] as const])),
  );
  return { ...task, ...kept, edited: old.edited };
}

/** A parent that is gone, or that would make a loop, gives way to none. */
function withSoundParents(tasks: readonly DraftTask[], exists: ReadonlySet<TaskKey>): DraftTask[] {
  const parents = new Map(tasks.map(({ key, parent }) => [key, parent !== null && exists.has(parent) ? parent : null]));
  for (const key of parents.keys()) if (isLooped(key, parents)) parents.set(key, null);
  return tasks.map((task) => ({ ...task, parent: parents.get(task.key) ?? null }));
}

function isLooped(key: TaskKey, parents: ReadonlyMap<TaskKey, TaskKey | null>): boolean {
  const seen = new Set<TaskKey>();
  for (let at: TaskKey | null = key; at !== null; at = parents.get(at) ?? null) {
    if (seen.has(at)) return at === key;
    seen.add(at);
  }
  return false;
}

function withSoundEdges(task: DraftTask, exists: ReadonlySet<TaskKey>): DraftTask {
  const seen = new Set<TaskKey>([task.key]);
  const isSound = ({ key }: Dependency): boolean => exists.has(key) && !seen.has(key) && Boolean(seen.add(key));
  return { ...task, dependsOn: task.dependsOn.filter(isSound) };
}
