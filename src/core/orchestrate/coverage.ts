// The line coverage that the newest finished run left behind: what a change is compared with.
import type { Journal } from './journal.ts';

/** In per cent; null where no run has measured it. */
export async function lastCoverage(journal: Journal): Promise<number | null> {
  const done = (await journal.listRuns()).find(({ state }) => state === 'done');
  if (!done) return null;
  const { events } = await journal.readRun(done.id);
  for (const { event } of events.toReversed()) {
    if (event.type === 'run.gateFinished' && event.result.coverage !== undefined) return event.result.coverage;
  }
  return null;
}
