// What a decomposition will send and cost, told before anything is sent: no request is needed for it.
import type { ModelInfo } from '../../model/backend.ts';
import { costOf, type Price } from '../../model/prices.ts';
import type { Plan } from '../model.ts';
import { isTooLarge, type ExpandLimits } from './levels.ts';
import { INSTRUCTIONS } from './prompts.ts';
import { CHARACTERS_PER_TOKEN, roughTokens, type SourceParts } from './source.ts';

export interface Forecast {
  readonly model: string;
  /** Characters of the document that are sent. */
  readonly characters: number;
  readonly parts: number;
  readonly calls: number;
  readonly inputTokens: number;
  /** Of these, read from the cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** US dollars; null when the price of the model is not known. */
  readonly cost: number | null;
  readonly seconds: number;
}

/** Rough sizes of what is asked and answered, from the prompts and a task's fields: tokens. */
const QUESTION_TOKENS = 600;
const TOKENS_PER_TASK = 350;
export const TASKS_PER_ANSWER = 6;
/** Tokens that a model writes in a second, for the time a person will wait. */
const OUTPUT_TOKENS_PER_SECOND = 60;

/** What is known of a model before the provider is asked: its name. */
export const namedModel = (id: string): ModelInfo => ({ id, name: id, takesTemperature: false, takesSchema: true });

/** For one question about a text of so many characters. */
export function forecastOne(characters: number, tasks: number, model: string, price: Price | null): Forecast {
  const inputTokens = QUESTION_TOKENS + Math.ceil((characters + INSTRUCTIONS.length) / CHARACTERS_PER_TOKEN);
  const outputTokens = tasks * TOKENS_PER_TASK;
  return {
    model,
    characters,
    parts: 1,
    calls: 1,
    inputTokens,
    cachedTokens: 0,
    outputTokens,
    cost: price && costOf({ input: 0, cacheRead: 0, cacheWrite: inputTokens, output: outputTokens }, price),
    seconds: Math.round(outputTokens / OUTPUT_TOKENS_PER_SECOND),
  };
}

/** `baseline` is the outline planner's plan of the same document: it tells how much there is to break down. */
export function forecast(
  parts: SourceParts,
  baseline: Plan,
  limits: ExpandLimits,
  model: ModelInfo,
  price: Price | null,
): Forecast {
  const levels = Math.min(limits.maxDepth, 6);
  const splits = baseline.tasks.filter(
    (task) => depthOf(baseline, task.key) < levels && isTooLarge(task, limits),
  ).length;
  // The questions, one first level a part, a join of the parts, and what has to be broken down.
  const calls = 1 + parts.length + (parts.length > 1 ? 1 : 0) + splits;
  const prefixTokens =
    parts.reduce(
      (sum, { text, requirements }) => sum + roughTokens(text + requirements.map((one) => one.text).join('\n')),
      0,
    ) +
    parts.length * roughTokens(INSTRUCTIONS);
  const averagePrefix = prefixTokens / Math.max(1, parts.length);
  const cachedTokens = Math.round(averagePrefix * Math.max(0, calls - parts.length));
  const fresh = calls * QUESTION_TOKENS;
  const outputTokens = calls * TASKS_PER_ANSWER * TOKENS_PER_TASK;
  const waves = 1 + levels;
  return {
    model: model.id,
    characters: parts.reduce((sum, { text }) => sum + text.length, 0),
    parts: parts.length,
    calls,
    inputTokens: prefixTokens + cachedTokens + fresh,
    cachedTokens,
    outputTokens,
    cost:
      price && costOf({ input: fresh, cacheRead: cachedTokens, cacheWrite: prefixTokens, output: outputTokens }, price),
    seconds: Math.round((waves * TASKS_PER_ANSWER * TOKENS_PER_TASK) / OUTPUT_TOKENS_PER_SECOND),
  };
}

function depthOf(plan: Plan, key: string): number {
  const byKey = new Map<string, Plan['tasks'][number]>(plan.tasks.map((task) => [task.key, task]));
  let depth = 1;
  for (let at = byKey.get(key)?.parent ?? null; at && depth < 10; at = byKey.get(at)?.parent ?? null) depth++;
  return depth;
}
