// One decomposition by a model from the person's wish to the stored draft: forecast first, then the run, kept as it grows.
import { isConductorError } from '../../errors.ts';
import { priceOf } from '../../model/prices.ts';
import type { TaskStore } from '../../ports.ts';
import { findAmbiguities, type Ambiguity } from '../../prd/ambiguity.ts';
import type { SourceDocument } from '../../prd/document.ts';
import type { Prd } from '../../prd/model.ts';
import type { Plan, PlanId, StoredPlan } from '../model.ts';
import { decomposeByModel, DEFAULT_WINDOW, WINDOW_SHARE } from './decompose.ts';
import { forecast, namedModel, type Forecast } from './forecast.ts';
import type { ExpandLimits } from './levels.ts';
import { splitIntoParts } from './parts.ts';
import type { AskPerson } from './questions.ts';
import { openSession, spentBy, type JobHooks, type JobPorts, type JobSettings, type Spent } from './session.ts';

export interface ModelJobInput {
  readonly document: SourceDocument;
  readonly prd: Prd;
  /** The outline planner's plan of the same document: what the model's is measured against. */
  readonly baseline: Plan;
  /** Gives the plan of a finished run the ids and keys of an earlier plan of the document. */
  readonly reconcile: (plan: Plan) => Promise<Plan>;
  /** The draft that an earlier run of the same document left unfinished. */
  readonly unfinished: StoredPlan | null;
}

export interface RunHooks extends JobHooks {
  readonly askPerson: AskPerson;
  /** Told when the draft in the store has grown. */
  readonly onDraft?: (stored: StoredPlan) => void;
}

export interface ModelJobResult extends Spent {
  /** The draft as it was stored; null when nothing came. */
  readonly stored: StoredPlan | null;
  readonly baseline: Plan;
}

/** Nothing has been sent when one is made; `run` sends. */
export class ModelJob {
  readonly forecast: Forecast;
  readonly ambiguities: readonly Ambiguity[];
  readonly #input: ModelJobInput;
  readonly #settings: JobSettings;
  readonly #ports: JobPorts;

  constructor(input: ModelJobInput, settings: JobSettings, ports: JobPorts) {
    this.#input = input;
    this.#settings = settings;
    this.#ports = ports;
    const parts = splitIntoParts(input.document, input.prd, DEFAULT_WINDOW * WINDOW_SHARE);
    const price = priceOf(settings.model, settings.config.planning.prices);
    this.forecast = forecast(parts, input.baseline, this.#limits, namedModel(settings.model), price);
    this.ambiguities = findAmbiguities(input.prd);
  }

  get baseline(): Plan {
    return this.#input.baseline;
  }

  /** Whom the document would be sent to, for a person. */
  get provider(): string {
    return this.#ports.backend.name;
  }

  /** US dollars. */
  get budget(): number {
    return this.#settings.budget;
  }

  /** True when an earlier run left a draft; with the same model and limits, the answers that it had are used again. */
  get isContinued(): boolean {
    return this.#input.unfinished !== null;
  }

  /** Ends with the draft as far as it came; throws only what kept it from starting. */
  async run(hooks: RunHooks): Promise<ModelJobResult> {
    const { baseline, document, prd, unfinished } = this.#input;
    // The same document, model and limits make the same run, which can be continued.
    const session = await openSession(this.#settings, this.#ports, hooks, [baseline.sourceHash, this.#limits]);
    const { run, store } = session;
    const draft = new GrowingDraft(store, unfinished?.plan.unfinishedRun === run ? unfinished : null, hooks.onDraft);
    const decomposed = await decomposeByModel(
      { document, prd, base: baseline },
      {
        ...session.callerOptions,
        limits: this.#limits,
        concurrency: this.#settings.config.planning.concurrency,
        run,
        // Other answers would make every later call another one, to be paid for again.
        askPerson: draft.stored ? answeredBefore(draft.stored) : hooks.askPerson,
        onPlan: async (plan) => {
          hooks.onProgress?.(`${plan.tasks.length} tasks so far`);
          await draft.save(plan.unfinishedRun === undefined ? await this.#input.reconcile(plan) : plan);
        },
      },
    );
    if (isOver(decomposed.stopped)) await session.forget();
    return { stored: draft.stored, baseline, ...spentBy(session, decomposed, decomposed.stopped) };
  }

  get #limits(): ExpandLimits {
    const { expand_above_hours: aboveHours, expand_above_complexity: aboveComplexity } = this.#settings.config.planning;
    return { maxDepth: this.#settings.maxDepth, aboveHours, aboveComplexity };
  }
}

/** What the person answered when the run began. */
const answeredBefore =
  ({ plan }: StoredPlan): AskPerson =>
  () =>
    Promise.resolve(plan.answers ?? []);

/** After answers of no use there is nothing to go on with either: the next run asks anew. */
const isOver = (stopped: unknown): boolean =>
  stopped === null || (isConductorError(stopped) && stopped.code === 'model.badAnswer');

/** The draft in the store, saved after each answer; saves wait for one another, and only the newest of those that wait is written. */
class GrowingDraft {
  readonly #store: TaskStore;
  readonly #onDraft: ((stored: StoredPlan) => void) | undefined;
  #stored: StoredPlan | null;
  #waiting: Plan | null = null;
  #saving: Promise<void> = Promise.resolve();

  constructor(store: TaskStore, stored: StoredPlan | null, onDraft: ((stored: StoredPlan) => void) | undefined) {
    this.#store = store;
    this.#stored = stored;
    this.#onDraft = onDraft;
  }

  get stored(): StoredPlan | null {
    return this.#stored;
  }

  save(plan: Plan): Promise<void> {
    this.#waiting = plan;
    this.#saving = this.#saving.then(() => this.#write());
    return this.#saving;
  }

  async #write(): Promise<void> {
    const plan = this.#waiting;
    if (!plan) return;
    this.#waiting = null;
    this.#stored = this.#stored ? await this.#replace(this.#stored, plan) : await this.#store.createPlan(plan);
    this.#onDraft?.(this.#stored);
  }

  /** A draft that a person edited meanwhile is left alone, and the growing one goes on beside it. */
  async #replace({ id, revision }: { id: PlanId; revision: number }, plan: Plan): Promise<StoredPlan> {
    try {
      return await this.#store.savePlan(id, plan, revision);
    } catch (error) {
      const isGone = isConductorError(error) && (error.code === 'plan.stale' || error.code === 'plan.missing');
      if (!isGone) throw error;
      return this.#store.createPlan(plan);
    }
  }
}
