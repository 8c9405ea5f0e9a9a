// Row commands that ask nothing: worked out when their turn comes, from what the edits before them have left.
import type { PlanEdit, TaskKey } from '../../core/plan/model.ts';
import type { PlanIndex } from './planIndex.ts';
import { moveBy, topmost } from './rearrange.ts';

/** From the tasks that the plan has, at least one, to the edits. */
export type InstantCommand = (index: PlanIndex, keys: readonly TaskKey[]) => readonly PlanEdit[];

export const instantCommands: Readonly<Record<string, InstantCommand>> = {
  'conductor.task.include': (_index, keys) => includeAll(keys, true),
  'conductor.task.exclude': (_index, keys) => includeAll(keys, false),
  'conductor.task.delete': (index, keys) => [{ type: 'delete', keys: topmost(index, keys) }],
  'conductor.task.moveUp': (index, keys) => listOf(moveBy(index, keys, -1)),
  'conductor.task.moveDown': (index, keys) => listOf(moveBy(index, keys, 1)),
};

/** All in, unless all are in. */
export const toggleAll: InstantCommand = (index, keys) =>
  includeAll(keys, !keys.every((key) => index.task(key)?.included));

function includeAll(keys: readonly TaskKey[], included: boolean): readonly PlanEdit[] {
  return keys.map((key) => ({ type: 'include', key, included }));
}

function listOf(edit: PlanEdit | null): readonly PlanEdit[] {
  return edit ? [edit] : [];
}
