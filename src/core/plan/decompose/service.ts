// Planning by a model: what the editor's command and `plan decompose --planner model` call.
import type { ConfigService } from '../../config/service.ts';
import { ConductorError } from '../../errors.ts';
import type { ModelBackend } from '../../model/backend.ts';
import type { Ports } from '../../ports.ts';
import { reconcilePlan } from '../reconcile.ts';
import type { PlanService } from '../service.ts';
import { ModelJob } from './job.ts';

export interface PrepareOptions {
  /** What is not given comes from the configuration. */
  readonly maxDepth?: number;
  readonly model?: string;
  /** US dollars. */
  readonly budget?: number;
  readonly signal?: AbortSignal;
}

export class ModelPlanning {
  readonly #ports: Ports;
  readonly #plans: PlanService;
  readonly #config: ConfigService;

  constructor(ports: Ports, plans: PlanService, config: ConfigService) {
    this.#ports = ports;
    this.#plans = plans;
    this.#config = config;
  }

  /** True when there is a model to ask. Sends nothing. */
  async isReady(): Promise<boolean> {
    return (await this.#ports.model?.isReady()) ?? false;
  }

  /** Reads the document and forecasts what planning it will take. Sends nothing; the job's `run` does. */
  async prepare(location: string, { maxDepth, model, budget, signal }: PrepareOptions = {}): Promise<ModelJob> {
    const backend = this.#backend();
    const { config } = await this.#config.read();
    const depth = maxDepth ?? config.planning.max_depth;
    const { document, prd, baseline, previous } = await this.#plans.readForModel(location, {
      maxDepth: depth,
      ...(signal && { signal }),
    });
    return new ModelJob(
      {
        document,
        prd,
        baseline,
        reconcile: (plan) => (previous ? reconcilePlan(previous.plan, plan) : plan),
        unfinished: previous?.plan.unfinishedRun === undefined ? null : previous,
      },
      {
        model: model ?? config.agents['claude']?.model ?? '',
        maxDepth: depth,
        budget: budget ?? config.planning.budget_usd,
        config,
      },
      { backend, store: await this.#ports.store.openOrCreate(), log: this.#ports.log },
    );
  }

  #backend(): ModelBackend {
    const { model } = this.#ports;
    if (model) return model;
    throw new ConductorError('model.noKey', 'There is no model to plan with.', {
      remedy: { text: 'Set an API key, or use the outline planner.', command: 'conductor.model.setKey' },
    });
  }
}
