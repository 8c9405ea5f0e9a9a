// Within one feature, or for one rare thing across features: schema before API before UI before end-to-end tests.
import type { DraftTask } from '../model.ts';
import { quoted, type Candidate, type Ground } from './ground.ts';
import { isPerson } from './people.ts';
import { isVerb } from './verbs.ts';
import { plainWords, stem, stems } from './words.ts';

const LAYERS: readonly { readonly category: string; readonly name: string }[] = [
  { category: 'data', name: 'the data that it works on' },
  { category: 'api', name: 'the interface that it calls' },
  { category: 'ui', name: 'what it looks at' },
  { category: 'test', name: 'what it tests' },
];
/** A thing that more tasks speak of is a theme, not an entity. */
const RARE = 6;

export function layerEdges(ground: Ground): Candidate[] {
  const layered = ground.leaves.flatMap((task) => {
    const layer = layerOf(task);
    return layer === -1 ? [] : [{ task, layer, things: thingsOf(task, ground), root: ground.rootOf(task.key) }];
  });
  const byKey = new Map(layered.map((entry) => [entry.task.key, entry]));
  const pairs = layered.flatMap((entry) => [...entry.things].map((thing) => [thing, entry] as const));
  const byThing = Map.groupBy(pairs, ([thing]) => thing);
  return [...byThing].flatMap(([thing, named]) => {
    const group = named.map(([, entry]) => entry);
    const features = [...Map.groupBy(group, ({ root }) => root).values()];
    return [
      ...features.flatMap((inOne) => edgesAmong(inOne, thing, 0.5, ground)),
      ...edgesAmong(group, thing, 0.4, ground).filter(({ from, to }) => isSameThing(byKey.get(from), byKey.get(to))),
    ];
  });
}

/** Across features one shared word is too little, unless the lower task makes just that thing's table or endpoint. */
function isSameThing(upper: Layered | undefined, lower: Layered | undefined): boolean {
  if (!upper || !lower) return false;
  const shared = [...upper.things].filter((thing) => lower.things.has(thing)).length;
  return shared >= 2 || /\b(?:tables?|schemas?|models?|endpoints?|apis?)\b/iu.test(lower.task.title);
}

interface Layered {
  readonly task: DraftTask;
  readonly layer: number;
  readonly things: ReadonlySet<string>;
  readonly root: string;
}

/** Each task waits for those of the next lower layer that is there. */
function edgesAmong(group: readonly Layered[], thing: string, confidence: number, ground: Ground): Candidate[] {
  if (group.length > RARE) return [];
  return group.flatMap((upper) => {
    const below = Math.max(-1, ...group.map(({ layer }) => layer).filter((layer) => layer < upper.layer));
    return group.filter(({ layer }) => layer === below).map((lower) => edge(upper, lower, thing, confidence, ground));
  });
}

function edge(upper: Layered, lower: Layered, thing: string, confidence: number, ground: Ground): Candidate {
  const name = LAYERS[lower.layer]?.name ?? 'its ground';
  const [saying] = ground.sayings(upper.task);
  const word = plainWords(upper.task.title).find((one) => stem(one) === thing) ?? thing;
  return {
    from: upper.task.key,
    to: lower.task.key,
    kind: 'layer',
    evidence: {
      quote: saying?.text ?? upper.task.title,
      source: saying?.source ?? upper.task.source,
      confidence,
      reason: `Both concern “${word}”, and ${quoted(lower.task.title)} makes ${name}.`,
    },
  };
}

/** Tests count only where they go through the whole, from end to end. */
function layerOf({ category, title, description }: DraftTask): number {
  if (
    category === 'test' &&
    !/\b(?:end-to-end|e2e|integration|acceptance|ui) tests?\b/iu.test(`${title} ${description}`)
  )
    return -1;
  return LAYERS.findIndex((layer) => layer.category === category);
}

/** The things in a title: not its verb, and not the feature's own name, which all of its tasks share. */
function thingsOf(task: DraftTask, ground: Ground): ReadonlySet<string> {
  const root = ground.task(ground.rootOf(task.key));
  const shared = root && root.key !== task.key ? stems(root.title) : new Set<string>();
  const [first = '', ...rest] = plainWords(task.title);
  // Who a task is for is not what it makes.
  const words = (isVerb(first) ? rest : [first, ...rest]).filter((word) => !isPerson(word));
  return new Set([...stems(words.join(' '))].filter((thing) => !shared.has(thing) && !GENERAL.has(thing)));
}

const GENERAL = new Set(
  stems(
    'database schema table migration api endpoint rest page screen ui form view interface dashboard test end-to-end e2e integration ' +
      'data model storage component support real-time responsive user system list new management button component service server client',
  ),
);
