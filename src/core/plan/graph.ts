// The dependency graph of a plan: cycles and what to cut, redundant edges, order, waves, critical path.
//
// Only included tasks count. A task starts when its own and its ancestors' dependencies are finished; a parent is
// finished when all below it is, and its own hours do not add to theirs.
import { knotsOf } from './graph/cycles.ts';
import { includedTasks } from './graph/included.ts';
import { networkOf, type Network, type Wait } from './graph/network.ts';
import { redundantWaits } from './graph/redundancy.ts';
import { criticalPathOf, topologicalOrder, wavesOf } from './graph/schedule.ts';
import { atOnce, type Steps } from '../steps.ts';
import type { Plan, TaskKey } from './model.ts';

export interface Edge {
  /** The task that waits. */
  readonly from: TaskKey;
  /** The task it waits for. */
  readonly to: TaskKey;
}

/** A knot of tasks that wait for each other. Hierarchy can be part of it: waiting for one's own ancestor is a cycle too. */
export interface Cycle {
  /** The tasks at the ends of the dependencies on the cycle, in document order. */
  readonly members: readonly TaskKey[];
  /** The edges whose removal leaves no cycle among the members. */
  readonly cut: readonly Edge[];
  /** True when `cut` is the lightest set there is (components of up to 12 tasks), false when it is merely a good one. */
  readonly isSmallest: boolean;
}

/** Included tasks only; excluded ones neither wait nor are waited for. */
export interface PlanAnalysis {
  readonly cycles: readonly Cycle[];
  /** Dependencies that follow from others or from an ancestor's; all can go at once. Empty while there is a cycle, like all below. */
  readonly redundant: readonly Edge[];
  /** Tasks in an order in which they can be done, a parent where it starts; ties in document order. */
  readonly order: readonly TaskKey[];
  /** Tasks that can start side by side, wave after wave; what a task waits for is always in an earlier one. */
  readonly waves: readonly (readonly TaskKey[])[];
  /** Leaf tasks, whose hours make up `criticalHours`. */
  readonly criticalPath: readonly TaskKey[];
  /** Hours along the critical path. */
  readonly criticalHours: number;
  /** Hours by which each task can slip without delaying the whole. */
  readonly slack: ReadonlyMap<TaskKey, number>;
}

/** Dangling references, self-edges and doubles are passed over here; lint tells of them. */
export function analyzePlan(plan: Plan): PlanAnalysis {
  return atOnce(analyzeInSteps(plan));
}

export function* analyzeInSteps(plan: Plan): Steps<PlanAnalysis> {
  const network = networkOfPlan(plan);
  yield;
  const cycles = cyclesOf(network);
  yield;
  return { cycles, ...(cycles.length > 0 ? NOTHING : yield* scheduleOf(network)) };
}

/** The cycles alone, in linear time apart from the choice of what to cut. */
export function findCycles(plan: Plan): readonly Cycle[] {
  return cyclesOf(networkOfPlan(plan));
}

const NOTHING: Omit<PlanAnalysis, 'cycles'> = {
  redundant: [],
  order: [],
  waves: [],
  criticalPath: [],
  criticalHours: 0,
  slack: new Map(),
};

function networkOfPlan(plan: Plan): Network<TaskKey> {
  return networkOf(
    includedTasks(plan).map(({ task, parent }) => ({
      key: task.key,
      parent,
      waitsFor: task.dependsOn.map(({ key, evidence }) => ({ key, weight: evidence.confidence })),
      hours: task.estimate.hours,
    })),
  );
}

function cyclesOf(network: Network<TaskKey>): readonly Cycle[] {
  return knotsOf(network).map(({ members, cut, isSmallest }) => ({
    members: keysAt(network, members),
    cut: edgesOf(network, cut),
    isSmallest,
  }));
}

function* scheduleOf(network: Network<TaskKey>): Steps<Omit<PlanAnalysis, 'cycles'>> {
  const nodes = topologicalOrder(network.arcs);
  yield;
  const starts = nodes.filter((node) => node % 2 === 0).map((node) => node / 2);
  const { path, hours, slack } = criticalPathOf(network, nodes);
  yield;
  const waves = groupByWave(network, wavesOf(network, nodes));
  yield;
  return {
    redundant: edgesOf(network, yield* redundantWaits(network, nodes)),
    order: keysAt(network, starts),
    waves,
    criticalPath: keysAt(network, path),
    criticalHours: hours,
    slack: new Map(network.keys.map((key, place) => [key, slack[place] ?? 0])),
  };
}

function groupByWave({ keys }: Network<TaskKey>, waveOf: Int32Array): readonly (readonly TaskKey[])[] {
  const waves: TaskKey[][] = [];
  keys.forEach((key, place) => (waves[waveOf[place] ?? 0] ??= []).push(key));
  return waves;
}

function edgesOf(network: Network<TaskKey>, waits: readonly Wait[]): readonly Edge[] {
  return waits.flatMap(({ from, to }) => {
    const [waiting, awaited] = keysAt(network, [from, to]);
    return waiting !== undefined && awaited !== undefined ? [{ from: waiting, to: awaited }] : [];
  });
}

function keysAt({ keys }: Network<TaskKey>, places: Iterable<number>): readonly TaskKey[] {
  return Array.from(places, (place) => keys[place]).filter((key) => key !== undefined);
}
