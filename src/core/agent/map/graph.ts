// Which file refers to which: by the names that one uses and another defines.
import type { Breathe } from '../../breathe.ts';
import type { MappedFile } from './files.ts';
import type { Topic } from './topic.ts';
import { wordsOf } from './words.ts';

/** A file, what it refers to, and its place in the walk that ranks. */
export interface FileNode {
  readonly file: MappedFile;
  readonly links: Link[];
  /** How much the task itself speaks of the file. */
  seed: number;
  /** The share of walks that begin here. */
  start: number;
  score: number;
  /** What comes to the score in a round. */
  next: number;
  /** The weight of all links, either way. */
  out: number;
}

/** From a file that uses names to one that defines them. */
export interface Link {
  readonly to: FileNode;
  readonly weight: number;
}

export interface NameUse {
  readonly definers: readonly FileNode[];
  /** Files that use the name and do not define it. */
  users: number;
  /** How much a reference by this name says. */
  weight: number;
}

export interface ReferenceGraph {
  readonly nodes: readonly FileNode[];
  readonly names: ReadonlyMap<string, NameUse>;
}

/** A name that more files define tells nothing about which of them is meant. */
const MAX_DEFINERS = 12;

/** Names that every project has many of. */
const COMMON = new Set(
  `add all apply args build call check clear clone close config context count create data default delete each equals
  error execute exit fetch file filter find first format forEach from get handle handler has hashCode id index init insert
  item items key keys kind last length list load log main map match message model name new next node of on open options
  parse path print process push query read remove render reset result root run save self send set setUp setup size
  start state status stop string tearDown test text toString type update url use user value values version view write
  __init__ __str__ __repr__`.split(/\s+/),
);

/** Gives way while it works; a project of 10,000 files has millions of names. */
export async function referenceGraph(
  files: readonly MappedFile[],
  topic: Topic,
  breathe: Breathe,
): Promise<ReferenceGraph> {
  const nodes = files.map((file): FileNode => ({ file, links: [], seed: 0, start: 0, score: 0, next: 0, out: 0 }));
  const names = await definedNames(nodes, breathe);
  for (const node of nodes) {
    await breathe();
    for (const use of usesOf(node, names)) use.users++;
  }
  for (const [name, use] of names) {
    await breathe();
    use.weight = weightOf(name, use.users, nodes.length, topic);
  }
  for (const node of nodes) {
    await breathe();
    node.links.push(...linksOf(node, names));
  }
  return { nodes, names };
}

async function definedNames(nodes: readonly FileNode[], breathe: Breathe): Promise<ReadonlyMap<string, NameUse>> {
  const names = new Map<string, NameUse & { readonly definers: FileNode[] }>();
  for (const node of nodes) {
    await breathe();
    for (const name of new Set(node.file.definitions.map((symbol) => symbol.name))) {
      const use = names.get(name);
      if (use) use.definers.push(node);
      else names.set(name, { definers: [node], users: 0, weight: 0 });
    }
  }
  return names;
}

/** The names of other files that a file uses; a name that it defines itself is its own. */
function usesOf(node: FileNode, names: ReadonlyMap<string, NameUse>): readonly NameUse[] {
  const own = new Set(node.file.definitions.map(({ name }) => name));
  return node.file.references.flatMap((name) => (own.has(name) ? [] : (names.get(name) ?? [])));
}

function linksOf(node: FileNode, names: ReadonlyMap<string, NameUse>): readonly Link[] {
  const weights = new Map<FileNode, number>();
  for (const { definers, weight } of usesOf(node, names)) {
    if (definers.length > MAX_DEFINERS) continue;
    for (const to of definers) weights.set(to, (weights.get(to) ?? 0) + weight / definers.length);
  }
  return Array.from(weights, ([to, weight]) => ({ to, weight }));
}

/** Rare names say more than common ones, long ones more than short ones, and those of the task most. */
function weightOf(name: string, users: number, files: number, topic: Topic): number {
  let weight = Math.log(1 + files / (1 + users));
  if (COMMON.has(name)) weight *= 0.05;
  else if (name.length < 4) weight *= 0.2;
  else if (name.length >= 8 && /_|\p{Ll}\p{Lu}/u.test(name)) weight *= 2;
  if (topic.names.has(name)) return weight * 8;
  return weight * (1 + wordsOf(name).filter((word) => topic.words.has(word)).length);
}
