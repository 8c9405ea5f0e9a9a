// Moving tasks about in a plan, as edits: what a drop or an arrow key means. Knows nothing of VS Code.
import type { PlanEdit, TaskKey } from '../../core/plan/model.ts';
import type { PlanIndex } from './planIndex.ts';

/** In the plan's order, without those that lie below another one of them. */
export function topmost(index: PlanIndex, keys: readonly TaskKey[]): readonly TaskKey[] {
  const chosen = new Set(keys);
  return index.plan.tasks
    .map(({ key }) => key)
    .filter((key) => chosen.has(key) && !index.ancestorsOf(key).some((ancestor) => chosen.has(ancestor)));
}

/** Null where a task would end up below itself. */
export function moveInto(index: PlanIndex, keys: readonly TaskKey[], parent: TaskKey | null): PlanEdit | null {
  const moved = topmost(index, keys);
  if (moved.length === 0 || (parent !== null && isWithin(index, parent, moved))) return null;
  return { type: 'move', keys: moved, parent, before: null };
}

/**
 * Dropping on the plan makes roots. Dropping a task on a sibling puts it there (before it when coming from below,
 * after it when coming from above), unless the sibling is a group and the task is not: then, as everywhere else, it goes inside.
 */
export function drop(index: PlanIndex, keys: readonly TaskKey[], target: TaskKey | null): PlanEdit | null {
  const moved = topmost(index, keys);
  if (target === null || !areSiblings(index, [...moved, target]) || moved.includes(target)) {
    return moveInto(index, keys, target);
  }
  if (index.hasChildren(target) && moved.every((key) => !index.hasChildren(key))) return moveInto(index, keys, target);
  const parent = index.parentOf(target);
  const siblings = index.childrenOf(parent).map(({ key }) => key);
  const isFromAbove = moved.some((key) => siblings.indexOf(key) < siblings.indexOf(target));
  const rest = siblings.filter((key) => !moved.includes(key));
  const before = isFromAbove ? (rest[rest.indexOf(target) + 1] ?? null) : target;
  return { type: 'move', keys: moved, parent, before };
}

/** One place up or down among the siblings; null at the end, or when the tasks have different parents. */
export function moveBy(index: PlanIndex, keys: readonly TaskKey[], step: -1 | 1): PlanEdit | null {
  const moved = topmost(index, keys);
  const [first] = moved;
  const last = moved.at(-1);
  if (first === undefined || last === undefined || !areSiblings(index, moved)) return null;
  const parent = index.parentOf(first);
  const siblings = index.childrenOf(parent).map(({ key }) => key);
  const passed = step === -1 ? siblings[siblings.indexOf(first) - 1] : siblings[siblings.indexOf(last) + 1];
  if (passed === undefined) return null;
  const before = step === -1 ? passed : (siblings[siblings.indexOf(passed) + 1] ?? null);
  return { type: 'move', keys: moved, parent, before };
}

function areSiblings(index: PlanIndex, keys: readonly TaskKey[]): boolean {
  return new Set(keys.map((key) => index.parentOf(key))).size === 1;
}

function isWithin(index: PlanIndex, key: TaskKey, roots: readonly TaskKey[]): boolean {
  return [key, ...index.ancestorsOf(key)].some((at) => roots.includes(at));
}
