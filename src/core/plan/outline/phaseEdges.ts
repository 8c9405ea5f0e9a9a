// Later phases wait for earlier ones: the phase's own task for the one before, and the tasks that a phase names for those of
// the same feature. Only where a feature has nothing in the earlier phase does it wait for all of that phase.
import type { Requirement } from '../../prd/model.ts';
import type { TaskKey } from '../model.ts';
import { quoted, type Candidate, type Ground } from './ground.ts';
import type { PhaseWork } from './phases.ts';

const MOST_TARGETS = 12;

export function phaseEdges(phases: readonly PhaseWork[], ground: Ground): Candidate[] {
  return phases.flatMap((later) => {
    const before = phases.filter(({ phase }) => phase.order < later.phase.order);
    const nearest = before.findLast((work) => keysOf(work, ground).length > 0)?.phase.order;
    return before
      .filter(({ phase }) => phase.order === nearest)
      .flatMap((earlier) => edgesBetween(later, earlier, ground));
  });
}

function edgesBetween(later: PhaseWork, earlier: PhaseWork, ground: Ground): Candidate[] {
  const edges: Candidate[] = [];
  const own = ownKey(later, ground);
  const before = ownKey(earlier, ground);
  const reason = `${quoted(later.phase.title)} comes after ${quoted(earlier.phase.title)}.`;
  const named = new Set(earlier.mentions.flatMap(({ id }) => ground.coveredBy(id) ?? []));
  const wait = (from: TaskKey, to: TaskKey, confidence: number, said?: Requirement): void => {
    const evidence = said
      ? { quote: said.text, source: said.source, confidence, reason }
      : { quote: later.phase.title, source: later.phase.source, confidence, reason };
    edges.push({ from, to, kind: 'phase', evidence });
  };
  if (own !== undefined) for (const to of waitedFor(before, named)) wait(own, to, 0.8);
  for (const requirement of later.mentions) {
    const from = ground.coveredBy(requirement.id);
    if (from === undefined) continue;
    const kin = [...named].filter((key) => ground.rootOf(key) === ground.rootOf(from));
    const targets = [...(before === undefined ? [] : [before]), ...kin];
    const all = targets.length > 0 ? targets : [...named].slice(0, MOST_TARGETS);
    for (const to of all) if (!named.has(from)) wait(from, to, 0.7, requirement);
  }
  return edges;
}

function waitedFor(before: TaskKey | undefined, named: ReadonlySet<TaskKey>): readonly TaskKey[] {
  return [...new Set([...(before === undefined ? [] : [before]), ...named])].slice(0, MOST_TARGETS);
}

function keysOf(work: PhaseWork, ground: Ground): readonly TaskKey[] {
  const own = ownKey(work, ground);
  return [...(own === undefined ? [] : [own]), ...work.mentions.flatMap(({ id }) => ground.coveredBy(id) ?? [])];
}

function ownKey({ own }: PhaseWork, ground: Ground): TaskKey | undefined {
  return own ? ground.keyOf(own) : undefined;
}
