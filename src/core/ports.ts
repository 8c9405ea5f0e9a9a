// All that the core asks of the world. `node/` and `vscode/` supply it; tests hold every supplier to the same contract.
import type { Disposable, Listener } from './events.ts';
import type { ModelBackend } from './model/backend.ts';
import type { Journal } from './orchestrate/journal.ts';
import type { OrchestrationPorts } from './orchestrate/runContext.ts';
import type { ImportPreview, ImportResult, UndoResult } from './plan/importModel.ts';
import type { Plan, PlanId, PlanStatus, StoredPlan } from './plan/model.ts';
import type { DocumentReader } from './prd/document.ts';
import type { BatchResult, BatchTask, Task, TaskChange, TaskDetails, TaskFilter, TaskId } from './tasks/model.ts';

/** A plan in a list, without its content. */
export interface PlanSummary {
  readonly id: PlanId;
  readonly title: string;
  readonly sourceFile: string;
  readonly status: PlanStatus;
  readonly createdAt: string;
  readonly revision: number;
  readonly taskCount: number;
}

export interface WriteOptions {
  /** Recorded in the timeline's notes and the task's metadata, so that tasks can be queried by session. */
  readonly session?: string;
  readonly signal?: AbortSignal;
}

/** One Taskwerk database. Every method waits up to 5 s for other writers, then throws `store.locked`. Writes are one transaction each. */
export interface TaskStore {
  /** The database file, for a person. */
  readonly location: string;
  /** Sessions and runs, in the same database. */
  readonly journal: Journal;

  /** Newest first. */
  listPlans(): Promise<readonly PlanSummary[]>;
  /** Throws `plan.missing`. */
  loadPlan(id: PlanId): Promise<StoredPlan>;
  createPlan(plan: Plan): Promise<StoredPlan>;
  /** Throws `plan.stale` when `revision` is not the stored one. An imported plan that is edited becomes `reviewing` again. */
  savePlan(id: PlanId, plan: Plan, revision: number): Promise<StoredPlan>;
  setPlanStatus(id: PlanId, status: PlanStatus): Promise<StoredPlan>;
  /** Removes the draft alone; tasks that came from it stay. */
  deletePlan(id: PlanId): Promise<void>;

  previewImport(id: PlanId): Promise<ImportPreview>;
  /** Throws `plan.cycle` or `plan.invalid` for a plan that may not be imported. */
  importPlan(id: PlanId, options?: WriteOptions): Promise<ImportResult>;
  /** Undoes the plan's newest import. Throws `plan.notImported`, or `undo.movedOn` naming the tasks that changed since. */
  undoImport(id: PlanId, options?: Pick<WriteOptions, 'signal'>): Promise<UndoResult>;
  /** The Taskwerk task of each key of the document's last imports, also of a plan not imported itself. */
  linkedTasks(sourceFile: string): Promise<Readonly<Record<string, TaskId>>>;

  listTasks(filter?: TaskFilter): Promise<readonly Task[]>;
  /** Throws `task.missing`. */
  getTask(id: TaskId): Promise<TaskDetails>;
  /** Tasks in `todo` whose own and whose ancestors' dependencies are all done or cancelled and that have no open subtask; by priority, then id. */
  readyTasks(filter?: TaskFilter): Promise<readonly Task[]>;
  /** All or none. Throws `task.missing` or `task.invalid`. */
  updateTasks(ids: readonly TaskId[], change: TaskChange, options?: WriteOptions): Promise<readonly Task[]>;
  addTasks(batch: readonly BatchTask[], options?: WriteOptions): Promise<BatchResult>;

  /** An answer of the model that an unfinished run has had, or null. */
  recallAnswer(run: string, key: string): Promise<string | null>;
  recordAnswer(run: string, key: string, answer: string): Promise<void>;
  /** Drops the answers of a run that is finished. */
  forgetRun(run: string): Promise<void>;

  /** Told after every committed write, of this connection or another, within 2 s. */
  readonly onDidChange: (listener: Listener<void>) => Disposable;
  close(): void;
}

/** Opens a project's database when it is first needed. */
export interface StoreOpener {
  /** Null when the project has no database. Throws `store.corrupt`, `store.foreign`, `store.newer`, having touched nothing. */
  openExisting(): Promise<TaskStore | null>;
  /** Opens it, making it where there is none. Throws `store.readonly`, `trust.required`, `workspace.virtual` where writing is not possible. */
  openOrCreate(): Promise<TaskStore>;
  /** Told when a database appears or goes. */
  readonly onDidChange: (listener: Listener<void>) => Disposable;
}

/** Reads a person's documents. A location is a path relative to the project, an absolute path, or a URI. */
export interface FilePort {
  /** Throws `document.missing`, or `document.tooLarge` above `limit` bytes. */
  read(location: string, limit: number): Promise<Uint8Array>;
  /** The location as plans store it: relative to the project with forward slashes where it lies inside. */
  display(location: string): string;
}

/** The shape of a `LogOutputChannel`. Never given document text or secrets. */
export interface Log {
  debug(message: string, ...args: unknown[]): void;
  info(message: string, ...args: unknown[]): void;
  warn(message: string, ...args: unknown[]): void;
  error(message: string | Error, ...args: unknown[]): void;
}

/** Time as the core may see it, so that tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `work` again and again until it is disposed; a process that has nothing else to do is not kept alive. */
  every(milliseconds: number, work: () => void): Disposable;
}

export interface Ports {
  readonly store: StoreOpener;
  readonly files: FilePort;
  /** Loaded when a document of the format is first read. */
  readonly readers: readonly DocumentReader[];
  readonly log: Log;
  /** The model that plans and works; asked only after a person's action. Absent in programs that use none. */
  readonly model?: ModelBackend;
  /** Called when runs are first used; absent where no agent can work: in the language server, on a virtual file system. */
  readonly orchestration?: () => OrchestrationPorts;
  /** One user's settings under the names of the `orchestration:` block; they win over the project's file. */
  readonly userSettings?: () => Readonly<Record<string, unknown>>;
}
