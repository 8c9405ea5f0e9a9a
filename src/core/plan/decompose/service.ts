// Planning by a model: what the editor's command and `plan decompose --planner model` call.
import type { ConfigService } from '../../config/service.ts';
import { ConductorError } from '../../errors.ts';
import type { ModelBackend } from '../../model/backend.ts';
import type { Ports } from '../../ports.ts';
import type { TaskId } from '../../tasks/model.ts';
import type { PlanId, TaskKey } from '../model.ts';
import { reconcileInSteps } from '../reconcile.ts';
import { reviseKnown } from '../replan.ts';
import { givingWay } from '../../steps.ts';
import type { PlanService } from '../service.ts';
import { planOfTask } from '../subtasks.ts';
import { FurtherJob, FurtherTaskJob } from './further.ts';
import { ModelJob } from './job.ts';
import { ReplanJob } from './replanJob.ts';
import type { JobPorts, JobSettings } from './session.ts';

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
  async prepare(location: string, options: PrepareOptions = {}): Promise<ModelJob> {
    const ports = this.#jobPorts();
    const settings = await this.#settings(options);
    const { document, prd, baseline, previous } = await this.#plans.readForModel(location, {
      maxDepth: settings.maxDepth,
      ...(options.signal && { signal: options.signal }),
    });
    return new ModelJob(
      {
        document,
        prd,
        baseline,
        reconcile: async (plan) => (previous ? givingWay(reconcileInSteps(previous.plan, plan)) : plan),
        unfinished: previous?.plan.unfinishedRun === undefined ? null : previous,
      },
      settings,
      ports,
    );
  }

  /** "Decompose Further" on a draft task. Throws `plan.invalid` for a task with subtasks, and when the document has changed since it was planned. */
  async prepareFurther(id: PlanId, key: TaskKey, options: PrepareOptions = {}): Promise<FurtherJob> {
    const ports = this.#jobPorts();
    const stored = await this.#plans.load(id);
    const { sourceFile, sourceHash, requirements } = stored.plan;
    const { document, prd, hash } = await this.#plans.read(sourceFile, options.signal);
    if (hash !== sourceHash) {
      throw new ConductorError('plan.invalid', `${sourceFile} has changed since it was planned.`, {
        remedy: { text: 'Plan what changed first.', command: 'conductor.plan.replan' },
      });
    }
    const input = { stored, key, document, prd: { ...prd, requirements } };
    return new FurtherJob(input, await this.#settings(options), ports);
  }

  /** "Decompose Further" on a Taskwerk task: proposals to choose from, for `PlanService.addSubtasks`. Throws `task.missing`. */
  async prepareFurtherTask(id: TaskId, options: PrepareOptions = {}): Promise<FurtherTaskJob> {
    const ports = this.#jobPorts();
    const store = await ports.store.openOrCreate();
    const task = await store.getTask(id);
    const children = await Promise.all(task.children.map((child) => store.getTask(child)));
    return new FurtherTaskJob(planOfTask(task, children), await this.#settings(options), ports);
  }

  /** "Re-plan from Changed PRD" with a model; `target` as for `PlanService.replan`. Sends nothing; without anything new to plan neither does `run`. */
  async prepareReplan(target: PlanId | string, options: PrepareOptions = {}): Promise<ReplanJob> {
    const ports = this.#jobPorts();
    const settings = await this.#settings(options);
    const source = await this.#plans.readForReplan(target, {
      maxDepth: settings.maxDepth,
      ...(options.signal && { signal: options.signal }),
    });
    const revised = await givingWay(reviseKnown(source), options.signal);
    return new ReplanJob(source, revised, settings, ports);
  }

  async #settings({ maxDepth, model, budget }: PrepareOptions): Promise<JobSettings> {
    const { config } = await this.#config.read();
    return {
      model: model ?? config.agents['claude']?.model ?? '',
      maxDepth: maxDepth ?? config.planning.max_depth,
      budget: budget ?? config.planning.budget_usd,
      config,
    };
  }

  #jobPorts(): JobPorts {
    return { backend: this.#backend(), store: this.#ports.store, log: this.#ports.log };
  }

  #backend(): ModelBackend {
    const { model } = this.#ports;
    if (model) return model;
    throw new ConductorError('model.noKey', 'There is no model to plan with.', {
      remedy: { text: 'Set an API key, or use the outline planner.', command: 'conductor.model.setKey' },
    });
  }
}
