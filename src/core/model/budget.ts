// Money: nothing is started that could cost more than what is left.
import { ConductorError } from '../errors.ts';
import type { Usage } from './backend.ts';
import { costOf, type Price } from './prices.ts';

/** Counts what calls cost, in US dollars. Calls side by side reserve their worst case, so that together they stay below the limit. */
export class Budget {
  readonly limit: number;
  readonly #price: Price | null;
  #spent = 0;
  #reserved = 0;

  /** Without a price nothing can be counted and nothing is refused. */
  constructor(limit: number, price: Price | null) {
    this.limit = limit;
    this.#price = price;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Throws `model.overBudget` when the call could go beyond the limit; else gives the function that books what it did cost. */
  reserve(worstCase: Usage): (actual: Usage) => void {
    if (!this.#price) return () => undefined;
    const price = this.#price;
    const bound = costOf(worstCase, price);
    if (this.#spent + this.#reserved + bound > this.limit) {
      throw new ConductorError(
        'model.overBudget',
        `The next call could take the cost above the budget of $${this.limit.toFixed(2)} ($${this.#spent.toFixed(2)} spent).`,
        { remedy: 'Raise the budget and start again: finished calls are kept and not paid for twice.' },
      );
    }
    this.#reserved += bound;
    return (actual) => {
      this.#reserved -= bound;
      this.#spent += costOf(actual, price);
    };
  }
}
