// Dependencies between tasks, each with its evidence: stated first, then by phases, shared things and layers.
import type { Prd } from '../../prd/model.ts';
import type { Steps } from '../../steps.ts';
import { analyzeInSteps, type Edge } from '../graph.ts';
import type { Dependency, Plan, TaskKey } from '../model.ts';
import { dataFlowEdges } from './dataFlow.ts';
import { entityEdges } from './entities.ts';
import type { Finished } from './finish.ts';
import { groundOf, type Candidate, type Ground } from './ground.ts';
import { CycleGuard } from './guard.ts';
import { layerEdges } from './layers.ts';
import { phaseEdges } from './phaseEdges.ts';
import type { PhaseWork } from './phases.ts';
import { statedEdges } from './stated.ts';
import { phaseOf } from './urgency.ts';

export interface Findings {
  readonly prd: Prd;
  readonly phases: readonly PhaseWork[];
  readonly finished: readonly Finished[];
}

/**
 * What the document says stands, even where it contradicts itself; what is merely inferred never closes a cycle.
 * Tasks without evidence stay parallel, and edges that follow from others are left out.
 */
export function* inferDependencies(plan: Plan, { prd, phases, finished }: Findings): Steps<Plan> {
  const ground = groundOf(plan, finished);
  const collector = new Collector(ground);
  yield;
  for (const edge of statedEdges(prd, phases, ground)) collector.add(edge);
  yield;
  const named = [...phaseEdges(phases, ground), ...entityEdges(ground)];
  yield;
  const inferred = [...named, ...(yield* dataFlowEdges(ground)), ...layerEdges(ground)];
  for (const edge of inferred) {
    if (!isAgainstPhases(edge, ground)) collector.addIfAcyclic(edge);
    yield;
  }
  return yield* withoutRedundant(withDependencies(plan, collector.dependencies));
}

/** What the document puts into an earlier phase cannot wait for what it puts into a later one. */
function isAgainstPhases({ from, to }: Candidate, ground: Ground): boolean {
  const [waiting, awaited] = [ground.draftOf(from), ground.draftOf(to)].map((draft) => (draft ? phaseOf(draft) : null));
  return typeof waiting === 'number' && typeof awaited === 'number' && waiting < awaited;
}

class Collector {
  readonly dependencies = new Map<TaskKey, Map<TaskKey, Dependency>>();
  readonly #ground: Ground;
  readonly #guard: CycleGuard;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#guard = new CycleGuard(ground.tasks);
  }

  /** The first evidence of an edge counts; hierarchy is no dependency. */
  add({ from, to, kind, evidence }: Candidate): void {
    if (this.#has(from, to) || this.#ground.isKin(from, to)) return;
    const known = this.dependencies.get(from) ?? new Map<TaskKey, Dependency>();
    known.set(to, { key: to, kind, evidence });
    this.dependencies.set(from, known);
    this.#guard.add(from, to);
  }

  addIfAcyclic(edge: Candidate): void {
    if (!this.#has(edge.from, edge.to) && !this.#guard.wouldClose(edge.from, edge.to)) this.add(edge);
  }

  #has(from: TaskKey, to: TaskKey): boolean {
    return this.dependencies.get(from)?.has(to) ?? false;
  }
}

function withDependencies(plan: Plan, dependencies: ReadonlyMap<TaskKey, ReadonlyMap<TaskKey, Dependency>>): Plan {
  const tasks = plan.tasks.map((task) => ({ ...task, dependsOn: [...(dependencies.get(task.key)?.values() ?? [])] }));
  return { ...plan, tasks };
}

/** First among what is included, then, for the rest, as if all were. */
function* withoutRedundant(plan: Plan): Steps<Plan> {
  const lean = without(plan, (yield* analyzeInSteps(plan)).redundant);
  if (lean.tasks.every(({ included }) => included)) return lean;
  const isIncluded = new Map(lean.tasks.map(({ key, included }) => [key, included]));
  const whole = { ...lean, tasks: lean.tasks.map((task) => ({ ...task, included: true })) };
  const { redundant } = yield* analyzeInSteps(whole);
  const idle = redundant.filter(({ from, to }) => !isIncluded.get(from) || !isIncluded.get(to));
  return without(lean, idle);
}

function without(plan: Plan, edges: readonly Edge[]): Plan {
  if (edges.length === 0) return plan;
  const gone = new Set(edges.map(({ from, to }) => `${from}>${to}`));
  const tasks = plan.tasks.map((task) => ({
    ...task,
    dependsOn: task.dependsOn.filter(({ key }) => !gone.has(`${task.key}>${key}`)),
  }));
  return { ...plan, tasks };
}
