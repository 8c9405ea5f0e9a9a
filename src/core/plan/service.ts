// Plans from the document to Taskwerk: what the editor's commands and the command line call.
import { ConductorError } from '../errors.ts';
import { Emitter, type ConductorEvent } from '../events.ts';
import type { PlanSummary, Ports, TaskStore, WriteOptions } from '../ports.ts';
import type { SourceDocument } from '../prd/document.ts';
import type { Prd } from '../prd/model.ts';
import { MAX_DOCUMENT_BYTES, pickReader, readSource } from '../prd/read.ts';
import { sha256 } from '../sha256.ts';
import { givingWay } from '../steps.ts';
import type { BatchResult, TaskId, TaskStatus } from '../tasks/model.ts';
import { applyEdits } from './edit.ts';
import type { ImportPreview, ImportResult, UndoResult } from './importModel.ts';
import { lintInSteps, lintPlan } from './lint.ts';
import type { DraftTask, LintFinding, Plan, PlanEdit, PlanId, StoredPlan, TaskKey } from './model.ts';
import { planInSteps } from './outline/planner.ts';
import { reconcileInSteps } from './reconcile.ts';
import { replanInSteps, type ReplanInput, type Replanned } from './replan.ts';
import { batchOf, splitByCriteria, subtasksByCriteria } from './subtasks.ts';

export interface DecomposeOptions {
  /** Levels of the task tree: 1 gives only roots. */
  readonly maxDepth: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

export interface ReadDocument {
  readonly document: SourceDocument;
  readonly prd: Prd;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
}

export interface ModelSource extends Omit<ReadDocument, 'hash'> {
  readonly baseline: Plan;
  /** The newest plan of the same document. */
  readonly previous: StoredPlan | null;
}

export interface ReplanSource extends ReplanInput, Omit<ReadDocument, 'hash'> {
  readonly stored: StoredPlan;
}

export interface ReplanResult extends Omit<Replanned, 'plan'> {
  readonly stored: StoredPlan;
}

export class PlanService {
  readonly #ports: Ports;
  readonly #events: Emitter<ConductorEvent>;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#events = new Emitter((error) => ports.log.error('A listener failed.', error));
  }

  /** Told after a plan was created, edited, imported or undone through this service. */
  get onDidChange(): Emitter<ConductorEvent>['event'] {
    return this.#events.event;
  }

  /** What is known about a document, with the hash of its bytes. Writes nothing. */
  async read(location: string, signal?: AbortSignal): Promise<ReadDocument> {
    const reader = pickReader(this.#ports.readers, location);
    const bytes = await this.#ports.files.read(location, MAX_DOCUMENT_BYTES);
    signal?.throwIfAborted();
    return { ...(await readSource(reader, bytes, signal)), hash: await sha256(bytes) };
  }

  /** Document → plan, by its own structure, without a model. Writes nothing. */
  async propose(location: string, { maxDepth, signal, onProgress }: DecomposeOptions): Promise<Plan> {
    const sourceFile = this.#ports.files.display(location);
    onProgress?.(`Reading ${sourceFile}`);
    const { prd, hash } = await this.read(location, signal);
    onProgress?.(`Planning ${prd.requirements.length} requirements`);
    const proposed = await givingWay(planInSteps(prd, { sourceFile, sourceHash: hash, maxDepth }), signal);
    const previous = await this.#newestOf(sourceFile);
    return previous ? givingWay(reconcileInSteps(previous.plan, proposed), signal) : proposed;
  }

  /** All that a planning model starts from: the text, what is known about it, and the outline planner's plan to compare with. */
  async readForModel(location: string, { maxDepth, signal }: DecomposeOptions): Promise<ModelSource> {
    const sourceFile = this.#ports.files.display(location);
    const { document, prd, hash } = await this.read(location, signal);
    const baseline = await givingWay(planInSteps(prd, { sourceFile, sourceHash: hash, maxDepth }), signal);
    return { document, prd, baseline, previous: await this.#newestOf(sourceFile) };
  }

  /** Document → draft in the project's database. */
  async decompose(location: string, options: DecomposeOptions): Promise<StoredPlan> {
    const plan = await this.propose(location, options);
    options.onProgress?.('Saving the draft');
    const store = await this.#ports.store.openOrCreate();
    options.signal?.throwIfAborted();
    return this.#changed(await store.createPlan(plan));
  }

  async list(): Promise<readonly PlanSummary[]> {
    return (await this.#ports.store.openExisting())?.listPlans() ?? [];
  }

  /** The plan with this id, or the newest one. Throws `plan.missing`. */
  async load(id?: PlanId): Promise<StoredPlan> {
    const store = await this.#store();
    return store.loadPlan(id ?? (await this.#newestId(store)));
  }

  /** Applies edits and saves; throws `plan.stale` when someone else saved in between. */
  async edit(stored: StoredPlan, edits: readonly PlanEdit[]): Promise<StoredPlan> {
    return this.save(stored, applyEdits(stored.plan, edits));
  }

  async save(stored: StoredPlan, plan: Plan): Promise<StoredPlan> {
    const store = await this.#store();
    return this.#changed(await store.savePlan(stored.id, plan, stored.revision));
  }

  /** Marks a draft as being reviewed; an imported plan stays imported. */
  async startReview(id?: PlanId): Promise<StoredPlan> {
    const stored = await this.load(id);
    if (stored.status !== 'draft') return stored;
    return this.#changed(await (await this.#store()).setPlanStatus(stored.id, 'reviewing'));
  }

  async delete(id: PlanId): Promise<void> {
    await (await this.#store()).deletePlan(id);
    this.#events.fire({ type: 'plan.changed', planId: id });
  }

  /** "Decompose Further" without a model: one subtask for each requirement or criterion. Throws `plan.invalid` where there are fewer than two. */
  async splitFurther(id: PlanId, key: TaskKey): Promise<StoredPlan> {
    const stored = await this.load(id);
    return this.save(stored, splitByCriteria(stored.plan, key));
  }

  /** The same for a Taskwerk task: subtasks to choose from that it does not have, for `addSubtasks`. Throws `task.missing` or `plan.invalid`. */
  async proposeSubtasks(id: TaskId): Promise<readonly DraftTask[]> {
    const store = await this.#store();
    const task = await store.getTask(id);
    const children = await Promise.all(task.children.map((child) => store.getTask(child)));
    return subtasksByCriteria(task, new Set(children.map(({ name }) => name)));
  }

  /** Adds the chosen proposals below a Taskwerk task, in one transaction. */
  async addSubtasks(id: TaskId, chosen: readonly DraftTask[], options?: WriteOptions): Promise<BatchResult> {
    return (await this.#store()).addTasks(batchOf(id, chosen), options);
  }

  /**
   * "Re-plan from Changed PRD" without a model: touches only what changed in the document and saves the plan, unless nothing
   * changed. `target` is a plan or a document, whose newest plan is meant. Throws `plan.missing` or `plan.stale`.
   */
  async replan(target: PlanId | string, options: DecomposeOptions): Promise<ReplanResult> {
    const { stored, ...input } = await this.readForReplan(target, options);
    const { plan, ...rest } = await givingWay(replanInSteps(input), options.signal);
    const isSame = plan.sourceHash === stored.plan.sourceHash;
    return { stored: isSame ? stored : await this.save(stored, plan), ...rest };
  }

  /** All that planning again starts from: the plan, the document as it is now, and how far Taskwerk's tasks are. */
  async readForReplan(target: PlanId | string, { maxDepth, signal }: DecomposeOptions): Promise<ReplanSource> {
    const stored = typeof target === 'number' ? await this.load(target) : await this.#requireNewestOf(target);
    const { sourceFile } = stored.plan;
    const { document, prd, hash } = await this.read(sourceFile, signal);
    const fresh = await givingWay(planInSteps(prd, { sourceFile, sourceHash: hash, maxDepth }), signal);
    const store = await this.#store();
    const statuses = new Map((await store.listTasks()).map(({ id, status }) => [id, status]));
    const linked = Object.entries(await store.linkedTasks(sourceFile));
    return {
      stored,
      document,
      prd,
      previous: stored.plan,
      fresh,
      statuses: new Map(linked.flatMap(([key, id]) => statusEntry(key as TaskKey, statuses.get(id)))),
    };
  }

  lint(plan: Plan): readonly LintFinding[] {
    return lintPlan(plan);
  }

  /** The same for an editor, which must go on meanwhile. */
  lintGivingWay(plan: Plan): Promise<readonly LintFinding[]> {
    return givingWay(lintInSteps(plan));
  }

  async previewImport(id: PlanId): Promise<ImportPreview> {
    return (await this.#store()).previewImport(id);
  }

  async import(id: PlanId, options?: WriteOptions): Promise<ImportResult> {
    const result = await (await this.#ports.store.openOrCreate()).importPlan(id, options);
    this.#events.fire({ type: 'plan.changed', planId: id });
    return result;
  }

  async undoImport(id: PlanId, options?: Pick<WriteOptions, 'signal'>): Promise<UndoResult> {
    const result = await (await this.#store()).undoImport(id, options);
    this.#events.fire({ type: 'plan.changed', planId: id });
    return result;
  }

  #changed(stored: StoredPlan): StoredPlan {
    this.#events.fire({ type: 'plan.changed', planId: stored.id });
    return stored;
  }

  async #store(): Promise<TaskStore> {
    const store = await this.#ports.store.openExisting();
    if (store) return store;
    throw new ConductorError('plan.missing', 'This project has no plan yet.', {
      remedy: { text: 'Decompose a PRD first.', command: 'conductor.plan.decompose' },
    });
  }

  async #newestId(store: TaskStore): Promise<PlanId> {
    const [newest] = await store.listPlans();
    if (newest) return newest.id;
    throw new ConductorError('plan.missing', 'This project has no plan yet.', {
      remedy: { text: 'Decompose a PRD first.', command: 'conductor.plan.decompose' },
    });
  }

  async #requireNewestOf(location: string): Promise<StoredPlan> {
    const sourceFile = this.#ports.files.display(location);
    const newest = await this.#newestOf(sourceFile);
    if (newest) return newest;
    throw new ConductorError('plan.missing', `${sourceFile} has not been planned yet.`, {
      remedy: { text: 'Decompose it first.', command: 'conductor.plan.decompose' },
    });
  }

  async #newestOf(sourceFile: string): Promise<StoredPlan | null> {
    const store = await this.#ports.store.openExisting();
    const summary = (await store?.listPlans())?.find((plan) => plan.sourceFile === sourceFile);
    return store && summary ? store.loadPlan(summary.id) : null;
  }
}

const statusEntry = (key: TaskKey, status: TaskStatus | undefined): readonly (readonly [TaskKey, TaskStatus])[] =>
  status ? [[key, status]] : [];
