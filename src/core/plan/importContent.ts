// What Conductor writes into a Taskwerk row for a draft task, within Taskwerk's limits.
import type { Priority } from '../prd/model.ts';
import type { TaskId } from '../tasks/model.ts';
import type { DraftTask, Plan, TaskKey } from './model.ts';

/** The columns of a row, its tags and its dependencies, as Conductor owns them. Empty text stands for NULL. */
export interface TaskContent {
  /** Single line, at most 255 UTF-16 units. */
  readonly name: string;
  /** At most 1000 UTF-16 units; the rest goes to `content`. */
  readonly description: string;
  /** At most 10000 UTF-16 units of Markdown. */
  readonly content: string;
  readonly priority: Priority;
  /** Whole hours, rounded up. */
  readonly estimate: number | null;
  /** At most 50 UTF-16 units. */
  readonly category: string;
  /** Sorted, without doubles. */
  readonly tags: readonly string[];
  readonly parent: TaskId | null;
  /** Sorted, without doubles. */
  readonly dependsOn: readonly TaskId[];
  /** Flat, so that Taskwerk can show it. Only Conductor's own keys. */
  readonly metadata: Readonly<Record<string, string | number>>;
}

/** `idOf` gives a draft task's place in Taskwerk; references to tasks that have none are left out. */
export function taskContentOf(_plan: Plan, _task: DraftTask, _idOf: (key: TaskKey) => TaskId | undefined): TaskContent {
  throw new Error('written by the import rules');
}
