// A stored plan with all that is worked out from it: what most plan commands show.
import type { Conductor } from '../core/conductor.ts';
import { analyzePlan, type PlanAnalysis } from '../core/plan/graph.ts';
import type { DraftTask, LintFinding, Plan, PlanId, PlanStatus, StoredPlan, TaskKey } from '../core/plan/model.ts';
import { treeOf } from '../core/plan/tree.ts';

export interface PlanReport {
  /** Null for a proposal that was not saved. */
  readonly id: PlanId | null;
  readonly status: PlanStatus;
  readonly createdAt: string | null;
  readonly revision: number | null;
  readonly plan: Plan;
  readonly analysis: PlanAnalysis;
  readonly lint: readonly LintFinding[];
}

export function reportPlan(conductor: Conductor, { id, status, createdAt, revision, plan }: StoredPlan): PlanReport {
  return { id, status, createdAt, revision, plan, analysis: analyzePlan(plan), lint: conductor.plans.lint(plan) };
}

export function reportProposal(conductor: Conductor, plan: Plan): PlanReport {
  const unsaved = { id: null, status: 'draft', createdAt: null, revision: null } as const;
  return { ...unsaved, plan, analysis: analyzePlan(plan), lint: conductor.plans.lint(plan) };
}

/** A task with its place in the tree: "2.1" is the first child of the second root. */
export interface PlacedTask {
  readonly task: DraftTask;
  readonly number: string;
  /** For each level above, whether more siblings follow there; empty for a root. */
  readonly branches: readonly boolean[];
}

/** The tasks from the roots down, children after their parent. */
export function placeTasks({ tasks }: Plan): readonly PlacedTask[] {
  const tree = treeOf<TaskKey, DraftTask>(tasks);
  const places = new Map<TaskKey, PlacedTask>();
  const place = (siblings: readonly DraftTask[], parent: PlacedTask | null) => {
    for (const [index, task] of siblings.entries()) {
      const number = `${parent ? `${parent.number}.` : ''}${index + 1}`;
      const branches = parent ? [...parent.branches, index < siblings.length - 1] : [];
      if (!places.has(task.key)) places.set(task.key, { task, number, branches });
    }
  };
  place(tree.roots, null);
  return tree.preorder.flatMap(({ key }) => {
    const placed = places.get(key);
    if (!placed) return [];
    place(tree.childrenOf(key), placed);
    return [placed];
  });
}

/** Hours of the included tasks that have no included child: a parent's estimate repeats that of its children. */
export function leafHours({ tasks }: Plan): number {
  const included = tasks.filter((task) => task.included);
  const parents = new Set(included.map(({ parent }) => parent));
  return included.reduce((sum, { key, estimate }) => (parents.has(key) ? sum : sum + estimate.hours), 0);
}
