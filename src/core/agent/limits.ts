// How far a run may go: nothing is started that could exceed a limit of turns, tokens, money or time.
import { parseDuration, type OrchestrationConfig } from '../config/schema.ts';
import { isConductorError } from '../errors.ts';
import type { Usage } from '../model/backend.ts';
import { Budget } from '../model/budget.ts';
import { costOf, NO_USAGE, type Price } from '../model/prices.ts';
import type { RunMemory } from './runMemory.ts';

/** An answer shorter than this is not worth its input. */
const LEAST_OUTPUT = 1_024;
const RECENT_TURNS = 3;

export interface NextCall {
  /** Tokens of the input at the most. */
  readonly input: number;
  /** Tokens of output that are wanted; less is given where a limit is near. */
  readonly output: number;
}

export type Allowance =
  | { readonly maxTokens: number; readonly remainingMs: number; readonly settle: (actual: Usage) => void }
  /** A sentence that names the limit and its setting. */
  | { readonly reason: string };

export class Limits {
  readonly #safety: OrchestrationConfig['safety'];
  readonly #memory: RunMemory;
  readonly #price: Price | null;
  readonly #workedMs: () => number;
  readonly #budget: Budget;

  constructor(safety: OrchestrationConfig['safety'], memory: RunMemory, price: Price | null, workedMs: () => number) {
    this.#safety = safety;
    this.#memory = memory;
    this.#price = price;
    this.#workedMs = workedMs;
    this.#budget = new Budget(safety.budget_usd, price);
    // All are reserved before the first is booked: what is spent is spent, also where the limit was lowered since.
    const bookings = memory.calls.map((usage) => ({ usage, book: this.#budget.reserve(NO_USAGE) }));
    for (const { usage, book } of bookings) book(usage);
  }

  /** Milliseconds that are left of the time for the task. */
  get remainingMs(): number {
    return parseDuration(this.#safety.max_task_duration) - this.#workedMs();
  }

  /** For the next call of the model; a compaction is one too, but no turn. */
  allow(call: NextCall, isTurn: boolean): Allowance {
    const blocked = (isTurn ? this.#turnsBlock() : null) ?? this.#timeBlock();
    if (blocked !== null) return { reason: blocked };
    const tokens = this.#tokensLeft() - call.input;
    if (tokens < LEAST_OUTPUT) return { reason: this.#tokensReason() };
    const maxTokens = Math.min(call.output, tokens, this.#affordable(call.input));
    if (maxTokens < Math.min(LEAST_OUTPUT, call.output)) return { reason: this.#moneyReason() };
    try {
      const settle = this.#budget.reserve(worstCase(call.input, maxTokens));
      return { maxTokens, remainingMs: this.remainingMs, settle };
    } catch (error) {
      if (isConductorError(error) && error.code === 'model.overBudget') return { reason: this.#moneyReason() };
      throw error;
    }
  }

  timeReason(): string {
    return `The run may work no longer than ${this.#safety.max_task_duration} (safety.max_task_duration).`;
  }

  #turnsBlock(): string | null {
    const { max_turns: most } = this.#safety;
    if (this.#memory.turns.length < most) return null;
    return `The run has taken all ${most} turns that it may take (safety.max_turns).`;
  }

  /** A turn that would probably not end in time is not begun. */
  #timeBlock(): string | null {
    const recent = this.#memory.turns.slice(-RECENT_TURNS);
    const typical = recent.reduce((sum, { durationMs }) => sum + durationMs, 0) / Math.max(1, recent.length);
    return this.remainingMs > typical ? null : this.timeReason();
  }

  #tokensLeft(): number {
    const { input, cacheRead, cacheWrite, output } = this.#memory.usage;
    return this.#safety.max_tokens - input - cacheRead - cacheWrite - output;
  }

  #tokensReason(): string {
    const { max_tokens: most } = this.#safety;
    const used = most - this.#tokensLeft();
    return `The next turn could take the run above ${thousands(most)} tokens (safety.max_tokens); it has used ${thousands(used)}.`;
  }

  /** Tokens of output that the money left pays for, with all input at its dearest. */
  #affordable(input: number): number {
    if (this.#price === null) return Infinity;
    const left = this.#budget.limit - this.#budget.spent - costOf(worstCase(input, 0), this.#price);
    const each = costOf({ ...NO_USAGE, output: 1 }, this.#price);
    return each === 0 ? (left >= 0 ? Infinity : 0) : Math.floor(left / each);
  }

  #moneyReason(): string {
    const { limit, spent } = this.#budget;
    return `The next turn could take the run above $${limit.toFixed(2)} (safety.budget_usd); it has cost $${spent.toFixed(2)}.`;
  }
}

const worstCase = (input: number, output: number): Usage => ({ ...NO_USAGE, cacheWrite: input, output });
const thousands = (count: number): string => count.toLocaleString('en-US');
