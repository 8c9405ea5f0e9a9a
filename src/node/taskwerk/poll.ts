// Looks at a value every so often and tells when it differs; runs only while somebody listens, and keeps no process alive.
import type { Disposable } from '../../core/events.ts';

export class Poll {
  readonly #everyMs: number;
  readonly #look: () => unknown;
  readonly #onChange: () => void;
  #timer: NodeJS.Timeout | null = null;
  #listeners = 0;
  #last: unknown;

  /** Two looks are the same when their values are equal by `===`. */
  constructor(everyMs: number, look: () => unknown, onChange: () => void) {
    this.#everyMs = everyMs;
    this.#look = look;
    this.#onChange = onChange;
  }

  /** Polls until the subscription is disposed; whatever happens from now on is told. */
  while(subscription: Disposable): Disposable {
    this.#listeners++;
    if (this.#listeners === 1) this.#start();
    let isDisposed = false;
    return {
      dispose: () => {
        if (isDisposed) return;
        isDisposed = true;
        subscription.dispose();
        this.#listeners--;
        if (this.#listeners === 0) this.stop();
      },
    };
  }

  /** Looks now instead of at the next tick. */
  check(): void {
    if (!this.#timer) return;
    const now = this.#look();
    if (now === this.#last) return;
    this.#last = now;
    this.#onChange();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #start(): void {
    this.#last = this.#look();
    this.#timer = setInterval(() => this.check(), this.#everyMs);
    this.#timer.unref();
  }
}
