// What models cost. The API does not tell; the table can be overridden by `planning.prices` in the configuration.
import type { Usage } from './backend.ts';

/** US dollars per million tokens; spelt as in the configuration. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cache_read: number;
  readonly cache_write: number;
}

const price = (input: number, output: number): Price => ({
  input,
  output,
  cache_read: input / 10,
  cache_write: input * 1.25,
});

/** By the start of the model's id, the longest match counting. Source: platform.claude.com/docs/en/about-claude/pricing, November 2026. */
const PRICES: Readonly<Record<string, Price>> = {
  'claude-fable-5': price(10, 50),
  'claude-mythos-5': price(10, 50),
  'claude-opus-5': price(5, 25),
  'claude-opus-5-5': price(4, 20),
  'claude-opus-4': price(5, 25),
  'claude-sonnet-5': price(2, 10),
  'claude-sonnet-4': price(3, 15),
  // The price of prompts above 100,000 tokens, so that a budget holds for every size.
  'claude-haiku-5': price(0.5, 2.5),
  'claude-haiku-4': price(1, 5),
};

/** Null for a model whose price is not known. */
export function priceOf(model: string, overrides: Readonly<Record<string, Price>> = {}): Price | null {
  const table = { ...PRICES, ...overrides };
  const [best] = Object.keys(table)
    .filter((prefix) => model.startsWith(prefix))
    .sort((a, b) => b.length - a.length);
  return best === undefined ? null : (table[best] ?? null);
}

/** US dollars. */
export function costOf({ input, output, cacheRead, cacheWrite }: Usage, rate: Price): number {
  const micros =
    input * rate.input + output * rate.output + cacheRead * rate.cache_read + cacheWrite * rate.cache_write;
  return micros / 1_000_000;
}

export const NO_USAGE: Usage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
  };
}
