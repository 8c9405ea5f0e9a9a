// Which files a task will need, the most likely first: a walk along references that starts at what the task speaks of.
import { createBreathe, type Breathe } from '../../breathe.ts';
import type { CodeSymbol } from './codeMapPort.ts';
import type { MappedFile } from './files.ts';
import { type FileNode, type NameUse, referenceGraph } from './graph.ts';
import { mentionOf, topicOf, type Topic, type TopicSource } from './topic.ts';
import { wordsOf } from './words.ts';

export interface RankedFile {
  readonly path: string;
  readonly definitions: readonly RankedSymbol[];
}

export interface RankedSymbol extends CodeSymbol {
  /** How much it matters to the task; only for comparing. */
  readonly weight: number;
}

/** What a map can show, and how many files the project has. */
export interface RankedFiles {
  readonly files: readonly RankedFile[];
  readonly total: number;
}

/** More than any budget shows. */
const MAX_RANKED = 300;
/** The share of the walk that goes on along a reference instead of starting anew. */
const GO_ON = 0.85;
const ROUNDS = 25;
/** Users of a file matter too, less than what it uses. */
const BACKWARDS = 0.4;
/** The share of new starts that may begin anywhere. */
const ANYWHERE = 0.1;
/** A word of a path says more than one among many names. */
const PATH_COUNTS = 2;
/** A file that the task names is sought itself. */
const MENTION_COUNTS = 2;

/** The same for the same files and topic, whatever the order of the files. */
export async function rankFiles(
  unsorted: readonly MappedFile[],
  source: TopicSource,
  signal?: AbortSignal,
): Promise<RankedFiles> {
  const files = unsorted.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const breathe = createBreathe(signal);
  const topic = topicOf(source);
  const { nodes, names } = await referenceGraph(files, topic, breathe);
  await seed(nodes, topic, breathe);
  await walk(nodes, breathe);
  const ranked = nodes
    // A file without symbols is there for its name alone.
    .filter((node) => node.seed > 0 || node.file.definitions.length > 0)
    // What the task speaks of itself comes before what is only much used.
    .sort((a, b) => b.score + b.start - a.score - a.start)
    .slice(0, MAX_RANKED);
  return {
    total: files.length,
    files: ranked.map(({ file: { path, definitions } }) => ({
      path,
      definitions: definitions.map((symbol) => rankSymbol(symbol, names.get(symbol.name), topic)),
    })),
  };
}

/** What the task itself says for each file: its words, rare ones more; names of files; what was touched before. */
async function seed(nodes: readonly FileNode[], topic: Topic, breathe: Breathe): Promise<void> {
  const matches = new Map<FileNode, ReadonlyMap<string, number>>();
  const filesWith = new Map<string, number>();
  const stemsOf = stemmer(topic);
  for (const node of nodes) {
    await breathe();
    const found = new Map<string, number>();
    for (const { name } of node.file.definitions) for (const word of stemsOf(name)) found.set(word, 1);
    for (const part of node.file.path.split('/')) for (const word of stemsOf(part)) found.set(word, PATH_COUNTS);
    for (const word of found.keys()) filesWith.set(word, (filesWith.get(word) ?? 0) + 1);
    matches.set(node, found);
  }
  let most = 0;
  for (const [node, found] of matches) {
    for (const [word, place] of found) {
      const rarity = Math.log(1 + nodes.length / (filesWith.get(word) ?? 1));
      node.seed += place * (topic.words.get(word) ?? 0) * rarity;
    }
    most = Math.max(most, node.seed);
  }
  for (const node of nodes) {
    const { path } = node.file;
    const byWords = most === 0 ? 0 : node.seed / most;
    node.seed = byWords + MENTION_COUNTS * mentionOf(topic, path) + (topic.touched.has(path) ? 1 : 0);
  }
}

/** The words of a name that the task has too. Names come again and again. */
function stemmer(topic: Topic): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    let stems = known.get(name);
    if (!stems) known.set(name, (stems = wordsOf(name).filter((word) => topic.words.has(word))));
    return stems;
  };
}

/** Leaves each file's score: how often a walk comes by that starts at the seeds, and a little anywhere. */
async function walk(nodes: readonly FileNode[], breathe: Breathe): Promise<void> {
  const seeds = nodes.reduce((sum, node) => sum + node.seed, 0);
  const anywhere = (seeds === 0 ? 1 : ANYWHERE) / nodes.length;
  for (const node of nodes) {
    node.start = anywhere + (seeds === 0 ? 0 : ((1 - ANYWHERE) * node.seed) / seeds);
    node.score = node.start;
    for (const { to, weight } of node.links) {
      node.out += weight;
      to.out += weight * BACKWARDS;
    }
  }
  for (let round = 0; round < ROUNDS; round++) await step(nodes, breathe);
}

async function step(nodes: readonly FileNode[], breathe: Breathe): Promise<void> {
  for (const node of nodes) {
    await breathe();
    const share = node.score / node.out;
    for (const { to, weight } of node.links) {
      to.next += share * weight;
      node.next += (to.score / to.out) * weight * BACKWARDS;
    }
  }
  // What stands at a file without references starts anew, as does the rest of the walk.
  const moved = nodes.reduce((sum, { next }) => sum + next, 0);
  for (const node of nodes) {
    node.score = GO_ON * node.next + (1 - GO_ON * moved) * node.start;
    node.next = 0;
  }
}

const KIND_WEIGHT: Readonly<Partial<Record<CodeSymbol['kind'], number>>> = {
  method: 0.7,
  constant: 0.6,
  variable: 0.3,
};

function rankSymbol(symbol: CodeSymbol, use: NameUse | undefined, topic: Topic): RankedSymbol {
  const isNamed = topic.names.has(symbol.name);
  const shared = wordsOf(symbol.name).reduce((sum, word) => sum + (topic.words.get(word) ?? 0), 0);
  const weight =
    (1 + Math.log(1 + (use?.users ?? 0))) * (1 + shared + (isNamed ? 8 : 0)) * (KIND_WEIGHT[symbol.kind] ?? 1);
  return { ...symbol, weight };
}
