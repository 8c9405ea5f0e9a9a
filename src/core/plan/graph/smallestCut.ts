// The lightest set of dependencies whose removal unties a knot, by dynamic programming over sets of started tasks.
import type { Network, Wait } from './network.ts';

/** Confidence is compared to six digits; of equally light sets the one with fewest dependencies wins. */
const DIGITS = 1e6;
const COUNT_BITS = 1024;

/**
 * Only the order in which the waiting tasks start has to be chosen: a task is finished as soon as all tasks in line
 * with it (its ancestors, its descendants, itself) have started, for nothing else than hierarchy leads there. So for
 * each set of started tasks the lightest way there is kept; a dependency on a task that is not finished then is cut.
 */
export function smallestCut<Id extends string>(network: Network<Id>, waits: readonly Wait[]): readonly Wait[] {
  const starters = [...new Set(waits.map(({ from }) => from))];
  const steps = starters.map((place) => stepOf(network, waits, starters, place));
  const best = new Float64Array(1 << starters.length).fill(Infinity);
  const last = new Int8Array(best.length);
  best[0] = 0;
  best.forEach((cost, started) => {
    steps.forEach((step, index) => {
      if (started & (1 << index) || step.after & ~started) return;
      const next = started | (1 << index);
      const total = (best[started] ?? cost) + costOf(step, started);
      if (total >= (best[next] ?? 0)) return;
      best[next] = total;
      last[next] = index;
    });
  });
  return traceBack(steps, last);
}

interface Step {
  /** The tasks that start before this one by hierarchy, as bits. */
  readonly after: number;
  readonly waits: readonly { readonly wait: Wait; readonly weight: number; readonly finishedBy: number }[];
}

function stepOf<Id extends string>(
  { subtreeEnds }: Network<Id>,
  waits: readonly Wait[],
  starters: readonly number[],
  place: number,
): Step {
  const contains = (outer: number, inner: number): boolean => outer <= inner && inner <= (subtreeEnds[outer] ?? outer);
  const bitsOf = (test: (starter: number) => boolean): number =>
    starters.reduce((bits, starter, index) => (test(starter) ? bits | (1 << index) : bits), 0);
  return {
    after: bitsOf((starter) => starter !== place && contains(starter, place)),
    waits: waits
      .filter(({ from }) => from === place)
      .map((wait) => ({
        wait,
        weight: Math.round(wait.weight * DIGITS) * COUNT_BITS + 1,
        finishedBy: bitsOf((starter) => contains(starter, wait.to) || contains(wait.to, starter)),
      })),
  };
}

function costOf(step: Step, started: number): number {
  let cost = 0;
  for (const { weight, finishedBy } of step.waits) if (finishedBy & ~started) cost += weight;
  return cost;
}

function traceBack(steps: readonly Step[], last: Int8Array): readonly Wait[] {
  const cut: Wait[] = [];
  for (let started = last.length - 1; started > 0;) {
    const index = last[started] ?? 0;
    started &= ~(1 << index);
    for (const { wait, finishedBy } of steps[index]?.waits ?? []) if (finishedBy & ~started) cut.push(wait);
  }
  return cut.reverse();
}
