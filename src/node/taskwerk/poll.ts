// Looks at a value every so often and tells when it differs; runs only while somebody listens, and keeps no process alive.
import type { Disposable } from '../../core/events.ts';

export class Poll {
  readonly #everyMs: number;
  readonly #look: () => unknown;
  readonly #onChange: () => void;
  #timer: NodeJS.Timeout | null = null;
  #listeners = 0;
  #last: unknown;
  #isLooking = false;

  /** `look` gives a value to be compared by `===`, or a promise of one. */
  constructor(everyMs: number, look: () => unknown, onChange: () => void) {
    this.#everyMs = everyMs;
    this.#look = look;
    this.#onChange = onChange;
  }

  /** Polls until the subscription is disposed. */
  while(subscription: Disposable): Disposable {
    this.#listeners++;
    if (this.#listeners === 1) void this.#start();
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
    if (this.#timer) void this.#compare();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #start(): Promise<void> {
    this.#timer = setInterval(() => void this.#compare(), this.#everyMs);
    this.#timer.unref();
    this.#isLooking = true;
    this.#last = await this.#look();
    this.#isLooking = false;
  }

  async #compare(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const now = await this.#look();
    this.#isLooking = false;
    if (now === this.#last) return;
    this.#last = now;
    this.#onChange();
  }
}
