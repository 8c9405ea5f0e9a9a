// What the tree shows of one project, read when asked for and kept until something changes. Knows nothing of VS Code.
import type { Conductor } from '../../core/conductor.ts';
import type { PlanId, StoredPlan, TaskKey } from '../../core/plan/model.ts';
import { isSameVersion } from '../../core/plan/version.ts';
import type { PlanSummary, StoreOpener } from '../../core/ports.ts';
import type { Task, TaskId } from '../../core/tasks/model.ts';
import { RunStories, type ToldRun } from '../orchestration/runStories.ts';
import { tellRun, type IsAsked } from '../orchestration/runStory.ts';
import { taskRuns, type TaskRun } from './taskRuns.ts';
import { isFinished, PlanIndex, type LinkedTasks } from './planIndex.ts';

export interface PlanProgress {
  readonly done: number;
  readonly total: number;
}

/** Taskwerk's tasks, and which of them came from which document. */
interface Taskwerk {
  readonly tasks: ReadonlyMap<TaskId, Task>;
  readonly linked: ReadonlyMap<string, LinkedTasks>;
  readonly others: readonly Task[];
}

const noTasks: LinkedTasks = new Map();

interface Indexed {
  /** What the plan was then; undefined for one that was in no list. */
  readonly of: Pick<StoredPlan, 'createdAt' | 'revision' | 'status'> | undefined;
  readonly index: Promise<PlanIndex>;
}

export class ProjectPlans {
  readonly #conductor: Conductor;
  readonly #opener: StoreOpener;
  readonly #indexes = new Map<PlanId, Indexed>();
  #summaries: Promise<readonly PlanSummary[]> | undefined;
  #taskwerk: Promise<Taskwerk> | undefined;
  #runs: Promise<ReadonlyMap<TaskId, TaskRun>> | undefined;
  readonly #isAsked: IsAsked | undefined;
  readonly #stories = new RunStories();

  constructor(project: { readonly conductor: Conductor; readonly store: StoreOpener }, isAsked?: IsAsked) {
    this.#isAsked = isAsked;
    this.#conductor = project.conductor;
    this.#opener = project.store;
  }

  /** Forgets what may have changed. An indexed plan stays until its revision is another. */
  invalidate(): void {
    this.#summaries = undefined;
    this.#taskwerk = undefined;
    this.invalidateRuns();
  }

  invalidateRuns(): void {
    this.#runs = undefined;
  }

  /** Newest first. */
  summaries(): Promise<readonly PlanSummary[]> {
    return (this.#summaries ??= this.#conductor.plans.list());
  }

  /** Throws `plan.missing`. */
  async index(id: PlanId): Promise<PlanIndex> {
    const of = (await this.summaries()).find((plan) => plan.id === id);
    const known = this.#indexes.get(id);
    if (of && known?.of && isSameVersion(known.of, of) && known.of.status === of.status) return known.index;
    const index = this.#conductor.plans.load(id).then((stored) => this.#indexed(stored));
    this.#indexes.set(id, { of, index });
    index.catch(() => this.#indexes.delete(id));
    return index;
  }

  /** Takes a plan that was just saved, so that it need not be read again. */
  accept(stored: StoredPlan): void {
    this.#indexes.set(stored.id, { of: stored, index: Promise.resolve(this.#indexed(stored)) });
  }

  #indexed(stored: StoredPlan): PlanIndex {
    return new PlanIndex(stored, (plan) => this.#conductor.plans.lintGivingWay(plan));
  }

  /** The Taskwerk tasks that came from this document, by the draft task they came from. */
  async linkedTasks(sourceFile: string): Promise<LinkedTasks> {
    return (await this.#loadTaskwerk()).linked.get(sourceFile) ?? noTasks;
  }

  async progress(sourceFile: string): Promise<PlanProgress> {
    const linked = [...(await this.linkedTasks(sourceFile)).values()];
    return { done: linked.filter(isFinished).length, total: linked.length };
  }

  /** Taskwerk tasks that came from none of the plans. */
  async otherTasks(): Promise<readonly Task[]> {
    return (await this.#loadTaskwerk()).others;
  }

  async task(id: TaskId): Promise<Task | undefined> {
    return (await this.#loadTaskwerk()).tasks.get(id);
  }

  /** The newest run of the task; undefined for a task that happens to have the id of one that had runs. */
  async run({ id, createdAt }: Task): Promise<TaskRun | undefined> {
    const run = (await (this.#runs ??= this.#readRuns())).get(id);
    return run?.run.taskCreatedAt === createdAt ? run : undefined;
  }

  /** The newest run of the task with all that happened in it: read when it is asked for. */
  async toldRun(task: Task | undefined): Promise<ToldRun | undefined> {
    const store = await this.#opener.openExisting();
    const taskRun = task && (await this.run(task));
    if (!store || !taskRun) return undefined;
    const { run, events } = await store.journal.readRun(taskRun.run.id);
    return { run, story: tellRun(events) };
  }

  async #readRuns(): Promise<ReadonlyMap<TaskId, TaskRun>> {
    const store = await this.#opener.openExisting();
    return store ? taskRuns(store.journal, this.#stories, this.#isAsked) : new Map<TaskId, TaskRun>();
  }

  #loadTaskwerk(): Promise<Taskwerk> {
    return (this.#taskwerk ??= this.#readTaskwerk());
  }

  async #readTaskwerk(): Promise<Taskwerk> {
    const store = await this.#opener.openExisting();
    if (!store) return { tasks: new Map(), linked: new Map(), others: [] };
    const tasks = new Map((await store.listTasks()).map((task) => [task.id, task]));
    const linked = new Map<string, LinkedTasks>();
    for (const sourceFile of new Set((await this.summaries()).map((plan) => plan.sourceFile))) {
      linked.set(sourceFile, resolveLinks(await store.linkedTasks(sourceFile), tasks));
    }
    const fromPlans = new Set([...linked.values()].flatMap((byKey) => [...byKey.values()]));
    return { tasks, linked, others: [...tasks.values()].filter((task) => !fromPlans.has(task)) };
  }
}

/** Without the tasks that someone has deleted from Taskwerk. */
function resolveLinks(ids: Readonly<Record<string, TaskId>>, tasks: ReadonlyMap<TaskId, Task>): LinkedTasks {
  const linked = new Map<TaskKey, Task>();
  for (const [key, id] of Object.entries(ids)) {
    const task = tasks.get(id);
    if (task) linked.set(key as TaskKey, task);
  }
  return linked;
}
