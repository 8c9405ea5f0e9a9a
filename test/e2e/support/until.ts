// Waiting for what no single element tells.
import { setTimeout } from 'node:timers/promises';

/** Asks again until it is so; rejects after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('It did not come to pass within 10 seconds.');
    await setTimeout(100);
  }
}
