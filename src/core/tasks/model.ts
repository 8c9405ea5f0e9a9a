// Taskwerk's own tasks, as Conductor reads and changes them.
import type { Priority } from '../prd/model.ts';

export type TaskId = string & { readonly __brand: 'TaskId' };

/** Taskwerk's seven spellings folded into five: `in_progress` → `in-progress`, `completed` → `done`. */
export type TaskStatus = 'todo' | 'in-progress' | 'blocked' | 'done' | 'cancelled';

export interface Task {
  readonly id: TaskId;
  readonly name: string;
  readonly description: string | null;
  readonly status: TaskStatus;
  readonly priority: Priority;
  readonly assignee: string | null;
  /** Hours. */
  readonly estimate: number | null;
  /** 0 to 100. */
  readonly progress: number;
  readonly parentId: TaskId | null;
  readonly category: string | null;
  readonly tags: readonly string[];
  /** Ids of the tasks that must be done first, sorted. */
  readonly dependsOn: readonly TaskId[];
  /** The flat JSON object of the row; `{}` where it cannot be parsed. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** UTC, `YYYY-MM-DD HH:MM:SS`, as Taskwerk writes it. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface TaskNote {
  readonly note: string;
  readonly content: string | null;
  readonly user: string;
  readonly createdAt: string;
}

export interface TimelineEntry {
  readonly action: string;
  readonly user: string;
  readonly note: string | null;
  readonly changes: unknown;
  readonly timestamp: string;
}

/** A task with everything that hangs on it. */
export interface TaskDetails extends Task {
  readonly content: string | null;
  readonly children: readonly TaskId[];
  /** Tasks that wait for this one. */
  readonly dependents: readonly TaskId[];
  readonly notes: readonly TaskNote[];
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
}

/** All given conditions must hold. Without `limit` everything is returned. */
export interface TaskFilter {
  readonly status?: readonly TaskStatus[];
  readonly priority?: readonly Priority[];
  readonly assignee?: string;
  readonly tags?: readonly string[];
  /** Substring of name, description or content, without regard to case. */
  readonly search?: string;
  readonly session?: string;
  readonly plan?: number;
  readonly limit?: number;
}

export interface TaskChange {
  readonly status?: TaskStatus;
  readonly priority?: Priority;
  readonly assignee?: string | null;
  readonly estimate?: number | null;
  readonly progress?: number;
  readonly name?: string;
  /** The git branch of the task's work; null for none. */
  readonly branch_name?: string | null;
  readonly note?: string;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** One object of Taskwerk's JSON import shape; `depends_on` is Conductor's addition. */
export interface BatchTask {
  readonly id?: string;
  readonly name: string;
  readonly description?: string;
  readonly status?: TaskStatus;
  readonly priority?: Priority;
  readonly assignee?: string;
  readonly estimate?: number;
  readonly progress?: number;
  readonly parent_id?: string;
  readonly due_date?: string;
  readonly content?: string;
  readonly category?: string;
  readonly branch_name?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
  readonly notes?: readonly { readonly note: string; readonly user?: string }[];
  /** Ids within the batch or of existing tasks, or the place of an item in the batch, which may have no id yet: "#1" is the first. */
  readonly depends_on?: readonly string[];
}

export interface BatchResult {
  /** In the order of the batch; an item without `id` gets one assigned. */
  readonly created: readonly TaskId[];
  /** Items whose id exists already; they are left as they are. */
  readonly skipped: readonly TaskId[];
}
