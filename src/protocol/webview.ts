// What the Orchestration page and its host say to each other.
import * as z from 'zod';

/** What the page shows of one Taskwerk task. */
export interface TaskView {
  readonly id: string;
  readonly name: string;
  readonly priority: 'critical' | 'high' | 'medium' | 'low';
  /** Hours; null when nobody estimated it. */
  readonly estimate: number | null;
}

/** Tasks of the plan that can run side by side. */
export interface WaveView {
  readonly total: number;
  readonly done: number;
  /** The first few titles. */
  readonly titles: readonly string[];
}

/** What a coloured mark tells besides the words: somebody works, a person is asked, nobody works, or how it ended. */
export type RunMark = 'working' | 'waiting' | 'stopped' | 'done' | 'failed' | 'none';

export const RUN_ACTIONS = [
  'review',
  'answer',
  'finish',
  'pause',
  'resume',
  'cancel',
  'undo',
  'showAssignment',
] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

export interface RunActionView {
  readonly action: RunAction;
  readonly label: string;
  /** With the task, for a screen reader. */
  readonly spoken: string;
  readonly isPrimary: boolean;
}

/** One number of a run; `part` is how much of its limit is used, from 0 to 1, or null without one. */
export interface RunFact {
  readonly label: string;
  readonly value: string;
  readonly part: number | null;
}

export interface GateView {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly verdict: string;
}

interface AnyRunView {
  readonly id: string;
  readonly taskId: string;
  /** The task's. */
  readonly name: string;
  readonly mark: RunMark;
  readonly status: string;
  readonly actions: readonly RunActionView[];
}

/** A run that is not over. */
export interface RunView extends AnyRunView {
  readonly facts: readonly RunFact[];
  /** Of the last check. */
  readonly gates: readonly GateView[];
}

export interface FinishedRunView extends AnyRunView {
  readonly facts: string;
}

export interface RunsView {
  readonly open: readonly RunView[];
  /** The last few, newest first. */
  readonly finished: readonly FinishedRunView[];
  /** What a screen reader says when it changes. */
  readonly spoken: string;
}

export interface ProjectView {
  /** The folder's name; null when only one folder is open. */
  readonly folder: string | null;
  /** The folder's address, by which messages name the project. */
  readonly uri: string;
  readonly counts: Readonly<Record<'todo' | 'in-progress' | 'blocked' | 'done' | 'cancelled', number>>;
  /** The first few of the tasks that can be started now, and how many there are. */
  readonly ready: readonly TaskView[];
  readonly readyCount: number;
  /** Null when there never was a run. */
  readonly runs: RunsView | null;
  /** The newest imported plan; null without one. */
  readonly plan: PlanView | null;
}

export interface PlanView {
  readonly id: number;
  readonly title: string;
  /** In the order in which they can be done. */
  readonly waves: readonly WaveView[];
}

/** All words that the page shows, in the person's language. */
export type Words = Readonly<Record<WordKey, string>>;
export type WordKey =
  | 'empty'
  | 'emptyWithPlan'
  | 'decompose'
  | 'import'
  | 'runs'
  | 'finishedRuns'
  | 'gates'
  | 'progress'
  | 'ready'
  | 'nothingReady'
  | 'waves'
  | 'wave'
  | 'more'
  | 'hours'
  | 'done'
  | 'todo'
  | 'in-progress'
  | 'blocked'
  | 'cancelled'
  | 'critical'
  | 'high'
  | 'medium'
  | 'low';

/** Host to page: why there is nothing to show. */
export interface Failure {
  readonly type: 'failure';
  /** Full sentences. */
  readonly message: string;
}

export type HostMessage = Snapshot | Failure;

/** Host to page: everything, each time. */
export interface Snapshot {
  readonly type: 'snapshot';
  /** Those that have tasks. */
  readonly projects: readonly ProjectView[];
  /** Whether there is a plan that could be imported. */
  readonly hasPlan: boolean;
  readonly words: Words;
}

/** Page to host. Parsed, since a page may send anything. */
export const pageMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded') }),
  z.object({ type: z.literal('decompose') }),
  z.object({ type: z.literal('import') }),
  z.object({ type: z.literal('openTask'), uri: z.string(), id: z.string() }),
  z.object({ type: z.literal('run'), uri: z.string(), id: z.string(), action: z.enum(RUN_ACTIONS) }),
]);

export type PageMessage = z.infer<typeof pageMessage>;
