// Graph analysis at 10,000 tasks and 50,000 dependencies, against a bare walk over the same arrays.
import { analyzePlan, findCycles } from '../../src/core/plan/graph.ts';
import { lintPlan } from '../../src/core/plan/lint.ts';
import type { Plan } from '../../src/core/plan/model.ts';
import { planOf, task } from '../unit/core/plan/planBuilder.ts';

const TASKS = 10_000;
const EDGES_PER_TASK = 5;

export const benchmarks: readonly { readonly name: string; run(): Promise<string> }[] = [
  { name: 'graph analysis, 10,000 tasks, 50,000 dependencies', run: () => report(analyzePlan, bigPlan(false)) },
  { name: 'cycles and what to cut, one knot of 10,000 tasks', run: () => report(findCycles, bigPlan(true)) },
  { name: 'lint, 10,000 tasks, 50,000 dependencies', run: () => report(lintPlan, bigPlan(false)) },
];

function report(analyze: (plan: Plan) => unknown, plan: Plan): Promise<string> {
  const walk = fastest(() => walkEdges(plan));
  const analysis = fastest(() => analyze(plan));
  return Promise.resolve(
    `${analysis.toFixed(0)} ms, ${(analysis / walk).toFixed(0)} × a bare walk over the dependencies`,
  );
}

/** Milliseconds of the fastest of five runs. */
function fastest(run: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const begin = performance.now();
      run();
      return performance.now() - begin;
    }),
  );
}

function walkEdges({ tasks }: Plan): number {
  const places = new Map(tasks.map(({ key }, place) => [key, place]));
  return tasks.reduce(
    (sum, { dependsOn }) => sum + dependsOn.reduce((all, { key }) => all + (places.get(key) ?? 0), 0),
    0,
  );
}

/** Ten tasks below each epic; dependencies spread over the document by a fixed sequence, some backwards if `isCyclic`. */
function bigPlan(isCyclic: boolean): Plan {
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const isEpic = (place: number): boolean => place % 11 === 0;
  return planOf(
    Array.from({ length: TASKS }, (_, place) => {
      const on = new Set<string>();
      for (let edge = 0; edge < EDGES_PER_TASK && place > 11; edge++) {
        const other = isCyclic && random(10) === 0 ? random(TASKS) : random(place - (place % 11));
        if (other !== place && !isEpic(other)) on.add(`t${other}`);
        else edge -= isEpic(other) ? 1 : 0;
      }
      return task(`t${place}`, isEpic(place) ? {} : { parent: `t${place - (place % 11)}`, on: [...on] });
    }),
  );
}
