// What an import has to do, from the plan, what earlier imports wrote, and what is in Taskwerk now. Pure; the store carries it out.
import type { TaskContent } from './importContent.ts';
import type { ImportChange } from './importModel.ts';
import type { Plan, TaskKey } from './model.ts';
import type { TaskId, TaskStatus } from '../tasks/model.ts';

/** Which Taskwerk task a key became, and what Conductor last wrote there. */
export interface ImportLink {
  readonly key: TaskKey;
  readonly taskId: TaskId;
  readonly written: TaskContent;
}

/** A row as it is in Taskwerk now; metadata keys that Conductor does not know may stay in `content` and are left alone. */
export interface CurrentTask {
  readonly status: TaskStatus;
  readonly content: TaskContent;
}

export interface ImportInput {
  readonly plan: Plan;
  /** Of all earlier imports of the same source file, the newest one for each key. */
  readonly links: readonly ImportLink[];
  /** By id. A link's task that is absent was deleted; so is one whose id has gone to another task since (other `created_at`). */
  readonly current: ReadonlyMap<TaskId, CurrentTask>;
  /** Gives the id of the next task to be made; called once for each added task, parents before children. */
  readonly nextId: (parent: TaskId | null) => TaskId;
}

/** One row to write. `written` is what the link must remember afterwards. */
export type TaskWrite =
  | { readonly kind: 'add'; readonly key: TaskKey; readonly taskId: TaskId; readonly written: TaskContent }
  | {
      readonly kind: 'change';
      readonly key: TaskKey;
      readonly taskId: TaskId;
      /** The new values of the fields that change, merged with what the person changed: set them as they stand. */
      readonly fields: Partial<TaskContent>;
      readonly written: TaskContent;
    };

export interface ImportWork {
  /** For the person: the plan's included tasks in tree order, then what is no longer in the plan. */
  readonly changes: readonly ImportChange[];
  /** For the store, parents before children. Dependencies may name tasks further down: write them after all rows. */
  readonly writes: readonly TaskWrite[];
  /** Where each included draft task is, added ones counted in; deleted ones are absent. */
  readonly taskIds: ReadonlyMap<TaskKey, TaskId>;
}

/** Throws ConductorError `plan.cycle` or `plan.invalid` for a plan that may not be imported. */
export function assertImportable(_plan: Plan): void {
  throw new Error('written by the import rules');
}

export function planImport(_input: ImportInput): ImportWork {
  throw new Error('written by the import rules');
}
