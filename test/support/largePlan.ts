// A plan of 10,060 tasks with some 50,000 dependencies, as large as Conductor promises to handle.
import type { Plan } from '../../src/core/plan/model.ts';
import { planOf, task } from '../unit/core/plan/planBuilder.ts';

const TASKS = 10_000;
const DEPENDENCIES = 5;

/** Epics of ten tasks each; every task waits for five of the epics before its own. */
export function largePlan(tasks = TASKS): Plan {
  const epicOf = (place: number): number => place - (place % 11);
  return planOf(
    Array.from({ length: tasks + 60 }, (_, place) => {
      const epics = Math.floor(epicOf(place) / 11);
      const on = new Set(
        Array.from({ length: DEPENDENCIES }, (_, edge) => `t${((place * 7 + edge * 13) % epics) * 11}`),
      );
      const details = {
        description: `What task ${place} is about, in a sentence or two. `.repeat(3),
        acceptanceCriteria: [`Task ${place} does what it says`, 'It has a test'],
        tags: ['feature', `area-${place % 20}`],
        source: { line: place + 1, column: 1, endLine: place + 2, endColumn: 1 },
      };
      const parent = place === epicOf(place) ? null : `t${epicOf(place)}`;
      return task(`t${place}`, { ...details, parent, on: epics < DEPENDENCIES ? [] : [...on] });
    }),
  );
}
