// Where sessions, runs and interactions are kept: the project's Taskwerk database (`node/taskwerk`).
import type { TaskId } from '../tasks/model.ts';
import type { RunEvent, StoredRunEvent } from '../agent/runEvents.ts';

export type RunId = string & { readonly __brand: 'RunId' };
export type SessionStatus = 'active' | 'paused' | 'completed' | 'failed';
export type InteractionType = 'assignment' | 'question' | 'response' | 'completion';
export type RunState =
  | 'preparing'
  | 'working'
  | 'waiting'
  | 'reviewing'
  | 'checking'
  | 'committing'
  | 'paused'
  | 'done'
  | 'rejected'
  | 'blocked'
  | 'cancelled'
  | 'failed';

export interface Session {
  readonly id: number;
  readonly agent: string;
  readonly status: SessionStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Numbers that events back: tasks, turns, tokens, cost. */
  readonly metrics: Readonly<Record<string, unknown>>;
}

export interface RunSummary {
  readonly id: RunId;
  readonly sessionId: number;
  readonly taskId: TaskId;
  /** The task's, since Taskwerk may give its id to another task. */
  readonly taskCreatedAt: string;
  readonly taskName: string;
  readonly agent: string;
  readonly state: RunState;
  /** Null before there is one, and when the run was undone. */
  readonly branch: string | null;
  readonly commit: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** A program works on it, or did until a moment ago: the claim of one that died runs out after 15 s, which no write tells. */
  readonly isClaimed: boolean;
}

export interface Interaction {
  readonly id: number;
  readonly sessionId: number;
  readonly taskId: TaskId;
  readonly type: InteractionType;
  readonly content: string;
  readonly createdAt: string;
}

export interface RunFilter {
  readonly taskId?: TaskId;
  readonly sessionId?: number;
  /** Only those that have not ended. */
  readonly open?: boolean;
}

/** Every method waits for other writers like a `TaskStore`. What resolved is on disk. */
export interface Journal {
  startSession(agent: string): Promise<Session>;
  updateSession(id: number, change: Partial<Pick<Session, 'status' | 'metrics'>>): Promise<void>;
  /** Newest first. */
  listSessions(): Promise<readonly Session[]>;

  /** Makes a run with its first event, claimed by `owner`. Throws `run.busy` where the task has an open run that is claimed by another. */
  createRun(run: NewRun, owner: string): Promise<RunSummary>;
  /** Takes a run whose owner is gone (no sign of life for 15 s) or is `owner` itself. Throws `run.busy` else, `run.missing` for none. */
  claimRun(id: RunId, owner: string): Promise<RunSummary>;
  /** A sign of life; false when somebody else has the run now. */
  keepRun(id: RunId, owner: string): Promise<boolean>;
  releaseRun(id: RunId, owner: string): Promise<void>;
  /** Appends after the last event and updates the run's row in one transaction. Throws `run.busy` when the claim is lost. */
  append(entry: RunEntry): Promise<StoredRunEvent>;
  /** `after`: only the events behind this number, for who knows the others. */
  readRun(id: RunId, after?: number): Promise<{ readonly run: RunSummary; readonly events: readonly StoredRunEvent[] }>;
  /** Newest first. */
  listRuns(filter?: RunFilter): Promise<readonly RunSummary[]>;

  /** Assignments, questions, answers and completions are kept by `append` itself. Oldest first. */
  listInteractions(taskId: TaskId): Promise<readonly Interaction[]>;
}

export interface RunEntry {
  readonly id: RunId;
  readonly owner: string;
  readonly event: RunEvent;
  /** What the run's row says from now on. */
  readonly state: RunState;
}

export interface NewRun {
  readonly id: RunId;
  readonly sessionId: number;
  readonly taskId: TaskId;
  readonly taskCreatedAt: string;
  readonly event: Extract<RunEvent, { type: 'run.started' }>;
}
