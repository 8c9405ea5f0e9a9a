// The TaskStore on a Taskwerk database file: each method is one transaction of the parts beside this file.
import { Emitter } from '../../core/events.ts';
import type { ImportPreview, ImportResult, UndoResult } from '../../core/plan/importModel.ts';
import type { Plan, PlanId, PlanStatus, StoredPlan } from '../../core/plan/model.ts';
import type { PlanSummary, TaskStore, WriteOptions } from '../../core/ports.ts';
import type {
  BatchResult,
  BatchTask,
  Task,
  TaskChange,
  TaskDetails,
  TaskFilter,
  TaskId,
} from '../../core/tasks/model.ts';
import { forgetRun, recallAnswer, recordAnswer } from './answers.ts';
import { Connection } from './connection.ts';
import { importPlan, previewImport } from './importer.ts';
import { linkedTasks } from './links.ts';
import { PlanTable } from './plans.ts';
import { Poll } from './poll.ts';
import { SqliteJournal } from './runJournal.ts';
import type { Sqlite } from './sqlite.ts';
import { addTasks } from './taskBatch.ts';
import { listTasks, readyTasks, taskDetails, tasksById } from './taskQueries.ts';
import { updateTasks } from './taskUpdates.ts';
import { undoImport } from './undo.ts';

const POLL_MS = 500;

export class SqliteTaskStore implements TaskStore {
  readonly location: string;
  readonly journal: SqliteJournal;
  readonly #connection: Connection;
  readonly #plans: PlanTable;
  readonly #changed: Emitter<void>;
  readonly #poll: Poll;

  constructor(sqlite: Sqlite, file: string, onListenerError: (error: unknown) => void) {
    this.location = file;
    this.#connection = new Connection(sqlite, file);
    this.#plans = new PlanTable(this.#connection);
    this.journal = new SqliteJournal(this.#connection, (work) => this.#write(work));
    this.#changed = new Emitter(onListenerError);
    this.#poll = new Poll(
      POLL_MS,
      () => this.#connection.dataVersion(),
      () => this.#changed.fire(),
    );
  }

  readonly onDidChange: TaskStore['onDidChange'] = (listener) => this.#poll.while(this.#changed.event(listener));

  listPlans(): Promise<readonly PlanSummary[]> {
    return this.#connection.read(() => this.#plans.list());
  }

  loadPlan(id: PlanId): Promise<StoredPlan> {
    return this.#connection.read(() => this.#plans.load(id));
  }

  createPlan(plan: Plan): Promise<StoredPlan> {
    return this.#write(() => this.#plans.create(plan));
  }

  savePlan(id: PlanId, plan: Plan, revision: number): Promise<StoredPlan> {
    return this.#write(() => this.#plans.save(id, plan, revision));
  }

  setPlanStatus(id: PlanId, status: PlanStatus): Promise<StoredPlan> {
    return this.#write(() => {
      this.#plans.setStatus(id, status);
      return this.#plans.load(id);
    });
  }

  deletePlan(id: PlanId): Promise<void> {
    return this.#write(() => this.#plans.delete(id));
  }

  previewImport(id: PlanId): Promise<ImportPreview> {
    return this.#connection.read(() => previewImport(this.#connection, this.#plans.load(id)));
  }

  importPlan(id: PlanId, options: WriteOptions = {}): Promise<ImportResult> {
    return this.#write(() => importPlan(this.#connection, this.#plans.load(id), options), options);
  }

  undoImport(id: PlanId, options: Pick<WriteOptions, 'signal'> = {}): Promise<UndoResult> {
    return this.#write(() => undoImport(this.#connection, this.#plans.load(id), options), options);
  }

  linkedTasks(sourceFile: string): Promise<Readonly<Record<string, TaskId>>> {
    return this.#connection.read(() => linkedTasks(this.#connection, sourceFile));
  }

  listTasks(filter?: TaskFilter): Promise<readonly Task[]> {
    return this.#connection.read(() => listTasks(this.#connection, filter));
  }

  getTask(id: TaskId): Promise<TaskDetails> {
    return this.#connection.read(() => taskDetails(this.#connection, id));
  }

  readyTasks(filter?: TaskFilter): Promise<readonly Task[]> {
    return this.#connection.read(() => readyTasks(this.#connection, filter));
  }

  updateTasks(ids: readonly TaskId[], change: TaskChange, options: WriteOptions = {}): Promise<readonly Task[]> {
    return this.#write(() => {
      updateTasks(this.#connection, ids, change, options);
      return tasksById(this.#connection, ids);
    }, options);
  }

  addTasks(batch: readonly BatchTask[], options: WriteOptions = {}): Promise<BatchResult> {
    return this.#write(() => addTasks(this.#connection, batch, options), options);
  }

  recallAnswer(run: string, key: string): Promise<string | null> {
    return this.#connection.read(() => recallAnswer(this.#connection, run, key));
  }

  recordAnswer(run: string, key: string, answer: string): Promise<void> {
    return this.#write(() => {
      recordAnswer(this.#connection, run, key, answer);
    });
  }

  forgetRun(run: string): Promise<void> {
    return this.#write(() => {
      forgetRun(this.#connection, run);
    });
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  close(): void {
    this.#poll.stop();
    this.#connection.close();
  }

  async #write<T>(work: () => T, { signal }: WriteOptions = {}): Promise<T> {
    const { result, hasWritten } = await this.#connection.write(() => {
      const before = this.#connection.totalChanges();
      const result = work();
      return { result, hasWritten: this.#connection.totalChanges() !== before };
    }, signal);
    if (hasWritten) this.#changed.fire();
    return result;
  }
}
