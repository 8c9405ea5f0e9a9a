// Estimates far from the others, by median and median deviation of their logarithms: hours spread by factors.
import type { LintFinding } from '../model.ts';
import { nameOf, type Subject } from './common.ts';

/** Below so many estimates nothing can be said. */
const ENOUGH = 8;
/** Iglewicz and Hoaglin's bound for the modified z-score, and the factor from the median that must be passed as well. */
const SCORE = 3.5;
const FACTOR = 4;
/** Makes the median deviation comparable to a standard deviation. */
const NORMAL = 0.6745;
/** Where most estimates are equal the deviation is 0; a fifth either way is usual then. */
const LEAST_DEVIATION = Math.log(1.2);

export function lintEstimates(subject: Subject): readonly LintFinding[] {
  const estimated = subject.leaves.filter(({ estimate }) => estimate.hours > 0);
  if (estimated.length < ENOUGH) return [];
  const logs = estimated.map(({ estimate }) => Math.log(estimate.hours));
  const middle = medianOf(logs);
  const deviation = Math.max(LEAST_DEVIATION, medianOf(logs.map((log) => Math.abs(log - middle))));
  const usual = Math.round(Math.exp(middle) * 4) / 4;
  return estimated.flatMap(({ key, estimate }): readonly LintFinding[] => {
    const distance = Math.log(estimate.hours) - middle;
    if (Math.abs(distance) < Math.log(FACTOR) || (NORMAL * Math.abs(distance)) / deviation < SCORE) return [];
    const times = Math.round(Math.exp(Math.abs(distance)));
    const message = `${nameOf(subject, key)} is estimated at ${estimate.hours} h, ${distance > 0 ? `${times} times` : `1/${times} of`} the median of ${usual} h.`;
    const edits = [{ type: 'set', key, fields: { estimate: { hours: usual, rule: 'Median of the plan' } } }] as const;
    return [
      {
        rule: 'estimate-outlier',
        severity: 'info',
        message,
        where: [key],
        fix: { title: `Set it to ${usual} h`, edits },
      },
    ];
  });
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
