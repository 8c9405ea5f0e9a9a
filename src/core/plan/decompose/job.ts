// One decomposition by a model from the person's wish to the stored draft: forecast first, then the run, kept as it grows.
import type { OrchestrationConfig } from '../../config/schema.ts';
import { ConductorError } from '../../errors.ts';
import type { ModelBackend, ModelInfo, Usage } from '../../model/backend.ts';
import { Budget } from '../../model/budget.ts';
import { chooseModel } from '../../model/choose.ts';
import { priceOf } from '../../model/prices.ts';
import type { Log, TaskStore } from '../../ports.ts';
import { findAmbiguities, type Ambiguity } from '../../prd/ambiguity.ts';
import type { SourceDocument } from '../../prd/document.ts';
import type { Prd } from '../../prd/model.ts';
import { sha256 } from '../../sha256.ts';
import type { Plan, PlanId, StoredPlan } from '../model.ts';
import { decomposeByModel, DEFAULT_WINDOW, WINDOW_SHARE } from './decompose.ts';
import { forecast, type Forecast } from './forecast.ts';
import type { ExpandLimits } from './levels.ts';
import { splitIntoParts } from './parts.ts';
import { PROMPT_VERSION } from './prompts.ts';
import type { AskPerson } from './questions.ts';

export interface ModelJobInput {
  readonly document: SourceDocument;
  readonly prd: Prd;
  /** The outline planner's plan of the same document: what the model's is measured against. */
  readonly baseline: Plan;
  /** Gives the plan of a finished run the ids and keys of an earlier plan of the document. */
  readonly reconcile: (plan: Plan) => Plan;
  /** The draft that an earlier run of the same document left unfinished. */
  readonly unfinished: StoredPlan | null;
}

export interface ModelJobSettings {
  readonly model: string;
  readonly maxDepth: number;
  readonly budget: number;
  readonly config: OrchestrationConfig;
}

export interface ModelJobPorts {
  readonly backend: ModelBackend;
  readonly store: TaskStore;
  readonly log: Log;
}

export interface RunHooks {
  readonly signal: AbortSignal;
  readonly askPerson: AskPerson;
  readonly onProgress?: (message: string) => void;
  /** Told when the draft in the store has grown. */
  readonly onDraft?: (stored: StoredPlan) => void;
}

export interface ModelJobResult {
  /** The draft as it was stored; null when nothing came. */
  readonly stored: StoredPlan | null;
  readonly baseline: Plan;
  readonly model: string;
  readonly warnings: readonly string[];
  readonly usage: Usage;
  readonly calls: number;
  /** US dollars; null when the model's price is not known. */
  readonly cost: number | null;
  /** What ended it early, cancellation included; null when it is complete. */
  readonly stopped: unknown;
}

/** Nothing has been sent when one is made; `run` sends. */
export class ModelJob {
  readonly forecast: Forecast;
  readonly ambiguities: readonly Ambiguity[];
  readonly #input: ModelJobInput;
  readonly #settings: ModelJobSettings;
  readonly #ports: ModelJobPorts;

  constructor(input: ModelJobInput, settings: ModelJobSettings, ports: ModelJobPorts) {
    this.#input = input;
    this.#settings = settings;
    this.#ports = ports;
    const model: ModelInfo = { id: settings.model, name: settings.model, takesTemperature: false, takesSchema: true };
    const parts = splitIntoParts(input.document, input.prd, DEFAULT_WINDOW * WINDOW_SHARE);
    this.forecast = forecast(parts, input.baseline, this.#limits, model, this.#price(settings.model));
    this.ambiguities = findAmbiguities(input.prd);
  }

  get baseline(): Plan {
    return this.#input.baseline;
  }

  /** Ends with the draft as far as it came; throws only what kept it from starting. */
  async run({ signal, askPerson, onProgress, onDraft }: RunHooks): Promise<ModelJobResult> {
    const { backend, store, log } = this.#ports;
    const { baseline, document, prd, unfinished } = this.#input;
    const { config } = this.#settings;
    onProgress?.(`Asking ${backend.name} for its models`);
    const { model, warnings } = await this.#chooseModel(signal);
    for (const warning of warnings) log.warn(warning);
    const run = await this.#runName(model.id);
    const draft = new GrowingDraft(store, unfinished?.plan.unfinishedRun === run ? unfinished : null, onDraft);
    const claude = config.agents['claude'];
    const price = this.#price(model.id);
    const decomposed = await decomposeByModel(
      { document, prd, base: baseline },
      {
        backend,
        model,
        maxTokens: claude?.max_tokens ?? 16_000,
        ...(claude?.temperature !== undefined && { temperature: claude.temperature }),
        budget: new Budget(this.#settings.budget, price),
        journal: {
          recall: (key) => store.recallAnswer(run, key),
          record: (key, value) => store.recordAnswer(run, key, value),
        },
        signal,
        limits: this.#limits,
        concurrency: config.planning.concurrency,
        run,
        askPerson,
        onPlan: async (plan) => {
          onProgress?.(`${plan.tasks.length} tasks so far`);
          await draft.save(plan.unfinishedRun === undefined ? this.#input.reconcile(plan) : plan);
        },
        onWait: (reason, delayMs) => onProgress?.(`Waiting ${Math.ceil(delayMs / 1000)} s: ${reason}`),
      },
    );
    if (decomposed.stopped === null) await store.forgetRun(run);
    return {
      stored: draft.stored,
      baseline,
      model: model.id,
      warnings,
      usage: decomposed.usage,
      calls: decomposed.calls,
      cost: price && decomposed.cost,
      stopped: decomposed.stopped,
    };
  }

  get #limits(): ExpandLimits {
    const { expand_above_hours: aboveHours, expand_above_complexity: aboveComplexity } = this.#settings.config.planning;
    return { maxDepth: this.#settings.maxDepth, aboveHours, aboveComplexity };
  }

  #price(model: string) {
    return priceOf(model, this.#settings.config.planning.prices);
  }

  async #chooseModel(signal: AbortSignal): Promise<{ model: ModelInfo; warnings: string[] }> {
    const { model, warning } = chooseModel(this.#settings.model, await this.#ports.backend.listModels(signal));
    const temperature = this.#settings.config.agents['claude']?.temperature;
    const unused =
      temperature !== undefined && !model.takesTemperature
        ? [`${model.id} takes no temperature; the configured ${temperature} is not used.`]
        : [];
    return { model, warnings: [...(warning ? [warning] : []), ...unused] };
  }

  /** The same document, model and limits make the same run, which can be continued. */
  async #runName(model: string): Promise<string> {
    const parts = [PROMPT_VERSION, this.#input.baseline.sourceHash, model, this.#limits];
    return (await sha256(new TextEncoder().encode(JSON.stringify(parts)))).slice(0, 16);
  }
}

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
      const isGone = error instanceof ConductorError && (error.code === 'plan.stale' || error.code === 'plan.missing');
      if (!isGone) throw error;
      return this.#store.createPlan(plan);
    }
  }
}
