// What an import will do, is allowed to do, and did.
import type { TaskId } from '../tasks/model.ts';
import type { PlanId, TaskKey } from './model.ts';

/** One field of a task that the plan wants to change, both sides as text for a person. */
export interface FieldChange {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/**
 * - `add`: not in Taskwerk yet.
 * - `change`: in Taskwerk, and the plan differs in fields that are untouched since Conductor wrote them.
 * - `unchanged`: in Taskwerk as the plan says.
 * - `keep`: the plan differs, but the task was changed by someone else, started, finished or deleted; it stays as it is.
 * - `removed`: imported earlier from this document and no longer in the plan; it stays in Taskwerk.
 */
export type ImportChange =
  | { readonly kind: 'add'; readonly key: TaskKey; readonly title: string; readonly parent: TaskKey | null }
  | {
      readonly kind: 'change';
      readonly key: TaskKey;
      readonly taskId: TaskId;
      readonly title: string;
      readonly fields: readonly FieldChange[];
      /** One sentence on fields that the plan wants otherwise and a person changed in Taskwerk; they stay. */
      readonly kept?: string;
    }
  | { readonly kind: 'unchanged'; readonly key: TaskKey; readonly taskId: TaskId; readonly title: string }
  | {
      readonly kind: 'keep';
      readonly key: TaskKey;
      readonly taskId: TaskId;
      readonly title: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'removed';
      readonly key: TaskKey;
      readonly taskId: TaskId;
      readonly title: string;
      readonly reason: string;
    };

export interface ImportPreview {
  readonly planId: PlanId;
  readonly changes: readonly ImportChange[];
  /** True when the import would write nothing. */
  readonly isEmpty: boolean;
}

export interface ImportResult extends ImportPreview {
  /** Absent when nothing was written. */
  readonly importId?: number;
  /** Where each included draft task is in Taskwerk now. */
  readonly taskIds: Readonly<Record<string, TaskId>>;
}

export interface UndoResult {
  readonly planId: PlanId;
  /** Rows removed again and rows put back. */
  readonly removed: readonly TaskId[];
  readonly restored: readonly TaskId[];
}
