// Later phases wait for earlier ones: the phase's own task for the one before, and the tasks that a phase names for those of
// the same feature. Only where a feature has nothing in the earlier phase, and no task gathers that phase, does it wait for all of it.
import type { Span } from '../../prd/document.ts';
import type { TaskKey } from '../model.ts';
import { quoted, type Candidate, type Ground } from './ground.ts';
import type { PhaseWork } from './phases.ts';

const MOST_TARGETS = 12;

/** All that stands under one number, in one place of the document or in several. */
interface Stage {
  readonly title: string;
  readonly source: Span;
  readonly own: readonly TaskKey[];
  /** Tasks of features, with the words that name them. */
  readonly named: ReadonlyMap<TaskKey, { readonly text: string; readonly source: Span }>;
}

export function phaseEdges(phases: readonly PhaseWork[], ground: Ground): Candidate[] {
  const stages = [...Map.groupBy(phases, ({ phase }) => phase.order)]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, works]) => stageOf(works, ground))
    .filter(({ own, named }) => own.length + named.size > 0);
  return stages.flatMap((later, index) => {
    const earlier = stages[index - 1];
    return earlier ? edgesBetween(later, earlier, ground) : [];
  });
}

function stageOf(works: readonly PhaseWork[], ground: Ground): Stage[] {
  const [first] = works;
  if (!first) return [];
  const named = new Map<TaskKey, { text: string; source: Span }>();
  for (const { id, text, source } of works.flatMap(({ mentions }) => mentions)) {
    const key = ground.coveredBy(id);
    if (key !== undefined && !named.has(key)) named.set(key, { text, source });
  }
  const own = works.flatMap((work) => (work.own ? (ground.keyOf(work.own) ?? []) : []));
  return [{ title: first.phase.title, source: first.phase.source, own, named }];
}

function edgesBetween(later: Stage, earlier: Stage, ground: Ground): Candidate[] {
  const reason = `${quoted(later.title)} comes after ${quoted(earlier.title)}.`;
  const heading = { text: later.title, source: later.source };
  const named = gathered([...earlier.named.keys()], ground);
  const edge = (from: TaskKey, to: TaskKey, confidence: number, { text, source }: typeof heading): Candidate => ({
    from,
    to,
    kind: 'phase',
    evidence: { quote: text, source, confidence, reason },
  });
  const ofPhase = later.own.flatMap((from) =>
    [...earlier.own, ...named].slice(0, MOST_TARGETS).map((to) => edge(from, to, 0.8, heading)),
  );
  const ofFeatures = [...later.named].flatMap(([from, said]) => {
    if (earlier.named.has(from)) return [];
    const kin = named.filter((key) => ground.rootOf(key) === ground.rootOf(from));
    const isEnough = kin.length > 0 || earlier.own.some((key) => ground.childCount(key) > 0);
    const targets = [...earlier.own, ...(isEnough ? kin : named.slice(0, MOST_TARGETS))];
    return targets.map((to) => edge(from, to, 0.7, said));
  });
  return [...ofPhase, ...ofFeatures];
}

/** Most children of one task stand for that task. */
function gathered(keys: readonly TaskKey[], ground: Ground): readonly TaskKey[] {
  const byParent = Map.groupBy(keys, (key) => ground.task(key)?.parent ?? null);
  const all = [...byParent].flatMap(([parent, group]) => {
    const isMost = parent !== null && group.length > 1 && group.length * 2 > ground.childCount(parent);
    return isMost ? [parent] : group;
  });
  return [...new Set(all)];
}
