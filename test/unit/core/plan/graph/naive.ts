// The graph rules said as plainly as can be, for small plans: what the fast code is held to.
import type { Edge } from '../../../../../src/core/plan/graph.ts';
import type { Plan } from '../../../../../src/core/plan/model.ts';

export interface NaiveGraph {
  readonly nodes: readonly string[];
  /** From each node to those that come after it. */
  readonly next: ReadonlyMap<string, readonly string[]>;
}

const start = (name: string): string => `start ${name}`;
const finish = (name: string): string => `finish ${name}`;

/** All tasks are taken as included. */
export function naiveGraph({ tasks }: Plan): NaiveGraph {
  const next = new Map<string, string[]>();
  for (const { key } of tasks) next.set(start(key), [finish(key)]).set(finish(key), []);
  for (const { key, parent, dependsOn } of tasks) {
    if (parent !== null) {
      next.get(start(parent))?.push(start(key));
      next.get(finish(key))?.push(finish(parent));
    }
    for (const edge of dependsOn) next.get(finish(edge.key))?.push(start(key));
  }
  return { nodes: [...next.keys()], next };
}

/** All nodes that come after each node, itself only when it is on a cycle. */
export function reachability({ nodes, next }: NaiveGraph): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    nodes.map((from) => {
      const reached = new Set(next.get(from));
      for (const node of reached) for (const after of next.get(node) ?? []) reached.add(after);
      return [from, reached] as const;
    }),
  );
}

export function isAcyclic(plan: Plan): boolean {
  return [...reachability(naiveGraph(plan))].every(([node, after]) => !after.has(node));
}

export function edgesOf({ tasks }: Plan): readonly Edge[] {
  return tasks.flatMap(({ key, dependsOn }) => dependsOn.map((edge) => ({ from: key, to: edge.key })));
}

/** Dependencies whose two ends reach each other: those on a cycle. */
export function edgesOnCycles(plan: Plan): readonly Edge[] {
  const after = reachability(naiveGraph(plan));
  return edgesOf(plan).filter(({ from, to }) => after.get(start(from))?.has(finish(to)));
}

/** Hours of the longest way through the plan. */
export function longestHours(plan: Plan): number {
  const { nodes, next } = naiveGraph(plan);
  const hoursOf = new Map(
    plan.tasks.map(({ key, estimate }) => {
      const isParent = plan.tasks.some(({ parent }) => parent === key);
      return [start(key), isParent ? 0 : estimate.hours];
    }),
  );
  const longest = (node: string): number => {
    const own = hoursOf.get(node) ?? 0;
    return Math.max(
      0,
      ...(next.get(node) ?? []).map(
        (after) => longest(after) + (start(after.replace('finish ', '')) === node ? own : 0),
      ),
    );
  };
  return Math.max(0, ...nodes.map(longest));
}
