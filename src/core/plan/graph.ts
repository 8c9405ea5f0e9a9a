// The dependency graph of a plan: cycles and what to cut, redundant edges, order, waves, critical path.
import type { Plan, TaskKey } from './model.ts';

export interface Edge {
  /** The task that waits. */
  readonly from: TaskKey;
  /** The task it waits for. */
  readonly to: TaskKey;
}

export interface Cycle {
  readonly members: readonly TaskKey[];
  /** The edges whose removal leaves no cycle among the members. */
  readonly cut: readonly Edge[];
  /** True when `cut` is the lightest set there is (components of up to 12 tasks), false when it is merely a good one. */
  readonly isSmallest: boolean;
}

/** Included tasks only; excluded ones neither wait nor are waited for. */
export interface PlanAnalysis {
  readonly cycles: readonly Cycle[];
  readonly redundant: readonly Edge[];
  /** Tasks in an order in which they can be done; empty while there is a cycle, like the rest below. */
  readonly order: readonly TaskKey[];
  /** Tasks that can run side by side, wave after wave. */
  readonly waves: readonly (readonly TaskKey[])[];
  readonly criticalPath: readonly TaskKey[];
  /** Hours along the critical path. */
  readonly criticalHours: number;
  /** Hours by which each task can slip without delaying the whole. */
  readonly slack: ReadonlyMap<TaskKey, number>;
}

export function analyzePlan(_plan: Plan): PlanAnalysis {
  throw new Error('written by the graph feature');
}
