// Runs whose program died: no write tells, so their claims are looked at until they have run out.
import type { Disposable } from '../../core/events.ts';
import type { RunId } from '../../core/orchestrate/journal.ts';
import type { StoreOpener } from '../../core/ports.ts';

/** Calls `announce` when nobody works on a run any more though nobody wrote so. Looks only while there is a claim. */
export class ClaimWatch implements Disposable {
  readonly #opener: Pick<StoreOpener, 'openExisting'>;
  readonly #announce: () => void;
  readonly #every: number;
  /** Undefined before the first look. */
  #claimed: ReadonlySet<RunId> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(opener: Pick<StoreOpener, 'openExisting'>, announce: () => void, everyMs = 5_000) {
    this.#opener = opener;
    this.#announce = announce;
    this.#every = everyMs;
    this.look();
  }

  /** Looks soon; to be called when the database changed. */
  look(): void {
    if (this.#isOver) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#compare().catch(() => {
        // Who shows the runs says why they cannot be read.
        this.#claimed = undefined;
      });
    }, this.#every);
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #compare(): Promise<void> {
    const store = await this.#opener.openExisting();
    const open = (await store?.journal.listRuns({ open: true })) ?? [];
    if (this.#isOver) return;
    const before = this.#claimed;
    const claimed = new Set(open.filter(({ isClaimed }) => isClaimed).map(({ id }) => id));
    this.#claimed = claimed;
    // What was shown before the first look may have counted on a claim that is gone by now.
    const isLost = before ? [...before].some((id) => !claimed.has(id)) : open.length > 0;
    if (isLost) this.#announce();
    if (claimed.size > 0) this.look();
  }
}
