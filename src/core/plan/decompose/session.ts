// What every job with a model shares: which model, at what price, within which budget, and the journal of its calls.
import type { OrchestrationConfig } from '../../config/schema.ts';
import { isCancellation, isConductorError } from '../../errors.ts';
import type { ModelBackend, ModelInfo, Usage } from '../../model/backend.ts';
import { Budget } from '../../model/budget.ts';
import { chooseModel } from '../../model/choose.ts';
import { priceOf, type Price } from '../../model/prices.ts';
import type { Log, StoreOpener, TaskStore } from '../../ports.ts';
import { sha256 } from '../../sha256.ts';
import type { Caller, CallerOptions } from './calls.ts';
import { DEFAULT_WINDOW } from './decompose.ts';
import type { Forecast } from './forecast.ts';
import { PROMPT_VERSION } from './prompts.ts';

export interface JobSettings {
  readonly model: string;
  readonly maxDepth: number;
  /** US dollars. */
  readonly budget: number;
  readonly config: OrchestrationConfig;
}

export interface JobPorts {
  readonly backend: ModelBackend;
  /** Opened, and made where there is none, when the job runs. */
  readonly store: StoreOpener;
  readonly log: Log;
}

export interface JobHooks {
  readonly signal: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

/** Work for a model that was forecast and not begun: nothing has been sent, `run` sends. */
export interface PreparedJob<Result> {
  readonly forecast: Forecast;
  run(hooks: JobHooks): Promise<Result>;
}

/** What a job took, and what ended it early. */
export interface Spent {
  readonly model: string;
  readonly warnings: readonly string[];
  readonly usage: Usage;
  readonly calls: number;
  /** US dollars; null when the model's price is not known. */
  readonly cost: number | null;
  /** What ended it early, cancellation included; null when it is complete. */
  readonly stopped: unknown;
}

export interface Session {
  readonly store: TaskStore;
  readonly model: ModelInfo;
  /** Tokens that a request may have. */
  readonly window: number;
  readonly warnings: readonly string[];
  readonly price: Price | null;
  /** Names the job: the same work with the same model has the same name, and continues. */
  readonly run: string;
  readonly callerOptions: CallerOptions;
  /** Drops the journal; for work that is finished and kept. */
  readonly forget: () => Promise<void>;
}

/** Sends the first request: which models there are. `identity` is what makes the work what it is, as plain JSON. */
export async function openSession(
  settings: JobSettings,
  { backend, store: opener, log }: JobPorts,
  { signal, onProgress }: JobHooks,
  identity: readonly unknown[],
): Promise<Session> {
  const store = await opener.openOrCreate();
  onProgress?.(`Asking ${backend.name} for its models`);
  const claude = settings.config.agents['claude'];
  const { model, warning } = chooseModel(settings.model, await backend.listModels(signal));
  const warnings = [...(warning ? [warning] : []), ...unusedSettings(model, claude?.temperature)];
  for (const each of warnings) log.warn(each);
  const price = priceOf(model.id, settings.config.planning.prices);
  const run = await runName([PROMPT_VERSION, model.id, ...identity]);
  return {
    store,
    model,
    window: model.maxInput ?? DEFAULT_WINDOW,
    warnings,
    price,
    run,
    callerOptions: {
      backend,
      model,
      maxTokens: claude?.max_tokens ?? 16_000,
      ...(claude?.temperature !== undefined && { temperature: claude.temperature }),
      budget: new Budget(settings.budget, price),
      journal: {
        recall: (key) => store.recallAnswer(run, key),
        record: (key, value) => store.recordAnswer(run, key, value),
      },
      signal,
      onWait: (reason, delayMs) => onProgress?.(`Waiting ${Math.ceil(delayMs / 1000)} s: ${reason}`),
    },
    forget: () => store.forgetRun(run),
  };
}

export function spentBy(
  { model, warnings, price, callerOptions }: Session,
  { usage, calls }: Pick<Caller, 'usage' | 'calls'>,
  stopped: unknown,
): Spent {
  return { model: model.id, warnings, usage, calls, cost: price && callerOptions.budget.spent, stopped };
}

/** The value, or what ended the work early: cancellation and what a person should read. Throws anything else. */
export async function untilStopped<T>(work: () => Promise<T>): Promise<{ value: T } | { stopped: unknown }> {
  try {
    return { value: await work() };
  } catch (stopped) {
    if (isCancellation(stopped) || isConductorError(stopped)) return { stopped };
    throw stopped;
  }
}

function unusedSettings(model: ModelInfo, temperature: number | undefined): readonly string[] {
  if (temperature === undefined || model.takesTemperature) return [];
  return [`${model.id} takes no temperature; the configured ${temperature} is not used.`];
}

async function runName(parts: readonly unknown[]): Promise<string> {
  return (await sha256(new TextEncoder().encode(JSON.stringify(parts)))).slice(0, 16);
}
