// Conductor's own agent: turns of a model with tools, until the task is handed over. All it knows is in the run's events.
import * as z from 'zod';
import type { ModelBackend, ToolSpec } from '../model/backend.ts';
import { chooseModel } from '../model/choose.ts';
import { priceOf } from '../model/prices.ts';
import type { ResultStore, Tool } from '../tools/tool.ts';
import type { AgentBackend, AgentWorld } from './agentBackend.ts';
import { windowOf } from './contextWindow.ts';
import type { PermissionDecider } from './permit.ts';
import { createResultStore } from './resultStore.ts';
import { TurnLoop, type LoopModel } from './turnLoop.ts';

export interface ModelAgentOptions {
  readonly model: ModelBackend;
  /** Always in the same order: they are the beginning of the cached prefix. */
  readonly tools: readonly Tool[];
  readonly decide: PermissionDecider;
  /** "claude" unless another provider does the work. */
  readonly id?: string;
  readonly title?: string;
  /** Milliseconds from any start. */
  readonly now?: () => number;
}

export function createModelAgent(options: ModelAgentOptions): AgentBackend {
  const { model, tools, decide, id = 'claude', title = 'Claude', now = () => performance.now() } = options;
  const specs = tools.map(toolSpec);
  /** By the run's files, which stay the same from one call of `work` to the next. */
  const stores = new WeakMap<object, ResultStore>();
  return {
    id,
    title,
    worksInPlace: false,
    isReady: () => model.isReady(),
    async work(assignment, world, signal) {
      signal.throwIfAborted();
      const chosen = await chooseFor(world, model, signal);
      const results = stores.get(world.files) ?? createResultStore();
      stores.set(world.files, results);
      const given = { assignment, world, signal, tools, specs, decide, results, now, backend: model };
      return new TurnLoop({ ...given, ...chosen }).run();
    },
  };
}

/** As the model is told of it. The schema comes from the same zod object that checks the input. */
export function toolSpec({ name, description, input }: Tool): ToolSpec {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' });
  return { name, description, input: schema };
}

async function chooseFor(world: AgentWorld, backend: ModelBackend, signal: AbortSignal): Promise<LoopModel> {
  const { agents, planning } = world.config;
  const settings = agents[world.agentName];
  const { model, warning } = chooseModel(settings?.model, await backend.listModels(signal));
  if (warning !== undefined) world.log.warn(warning);
  const window = windowOf(model.maxInput, model.maxOutput, settings?.max_tokens ?? DEFAULT_MAX_TOKENS);
  const temperature = model.takesTemperature ? settings?.temperature : undefined;
  return {
    modelId: model.id,
    window,
    price: priceOf(model.id, planning.prices),
    ...(temperature !== undefined && { temperature }),
  };
}

const DEFAULT_MAX_TOKENS = 16_000;
