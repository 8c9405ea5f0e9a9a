// Facts that features tell one another: past tense, ids and plain JSON.
import type { PlanId } from './plan/model.ts';

export type ConductorEvent =
  | { readonly type: 'plan.changed'; readonly planId: PlanId }
  /** Someone wrote to the database: this window, another one, or the Taskwerk command line. */
  | { readonly type: 'store.changed' };

export type Listener<T> = (event: T) => void;

/** Ends a subscription. The shape of `vscode.Disposable`. */
export interface Disposable {
  dispose(): void;
}

/** Calls its listeners in the order of subscription; one that throws does not keep the event from the others. */
export class Emitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(event: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
