// Long calculations in steps: at one go where nobody waits, giving way between them where an editor must stay alive.
import { createBreathe } from './breathe.ts';

/** A calculation that stops after each of its parts. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** No pause is longer than the longest step. Throws once aborted. */
export async function givingWay<Result>(steps: Steps<Result>, signal?: AbortSignal): Promise<Result> {
  const breathe = createBreathe(signal);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await breathe();
  }
}
