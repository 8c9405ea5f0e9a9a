// No cycle of the model's own making: answers that came side by side may each be sound and wait for one another together.
import { findCycles } from '../graph.ts';
import type { Dependency, Plan, PlanFault, TaskKey } from '../model.ts';

interface Candidate {
  readonly from: TaskKey;
  readonly edge: Dependency;
}

/** Drops the weakest edge of each cycle that `isOwn` allows, until none is left, with a fault on record. Other edges stay. */
export function withoutOwnCycles(plan: Plan, isOwn: (edge: Dependency, from: TaskKey) => boolean): Plan {
  let current = plan;
  for (;;) {
    const weakest = findCycles(current).flatMap(({ members, cut }) => weakestOf(current, new Set(members), cut, isOwn));
    if (weakest.length === 0) return current;
    current = without(current, weakest);
  }
}

/** Where the best cut names an edge of ours it is that one, else the least supported of ours among the members. */
function weakestOf(
  plan: Plan,
  members: ReadonlySet<TaskKey>,
  cut: readonly { readonly from: TaskKey; readonly to: TaskKey }[],
  isOwn: (edge: Dependency, from: TaskKey) => boolean,
): readonly Candidate[] {
  const own = plan.tasks
    .filter(({ key }) => members.has(key))
    .flatMap(({ key, dependsOn }) =>
      dependsOn
        .filter((edge) => members.has(edge.key) && edge.key !== key && isOwn(edge, key))
        .map((edge) => ({ from: key, edge })),
    )
    .sort((a, b) => a.edge.evidence.confidence - b.edge.evidence.confidence);
  const best = own.find(({ from, edge }) => cut.some((each) => each.from === from && each.to === edge.key));
  const chosen = best ?? own[0];
  return chosen ? [chosen] : [];
}

function without(plan: Plan, dropped: readonly Candidate[]): Plan {
  const faults = dropped.map(({ from, edge }): PlanFault => ({
    key: from,
    message: `"${from}" and "${edge.key}" waited for one another; the dependency of the first on the second was left out.`,
  }));
  const edges = new Set(dropped.map(({ edge }) => edge));
  return {
    ...plan,
    tasks: plan.tasks.map((task) =>
      task.dependsOn.some((edge) => edges.has(edge))
        ? { ...task, dependsOn: task.dependsOn.filter((edge) => !edges.has(edge)) }
        : task,
    ),
    faults: [...(plan.faults ?? []), ...faults],
  };
}
