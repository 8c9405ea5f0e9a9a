// Dependencies that say nothing new: another way through the network leads from the one waited for to the one that waits.
import type { Steps } from '../../steps.ts';
import { at, finishOf, startOf, type Network, type Wait } from './network.ts';

/** Bits looked at in one pass, in words of 32: small enough for the sets of 20,000 nodes to stay in the cache. */
const WORDS = 32;

/**
 * The dependencies that transitive reduction removes, all at once, from an acyclic network. `order`: its nodes, topologically.
 * For each node the set of finishes that come before it is built in passes over 1024 tasks at a time.
 */
export function* redundantWaits<Id extends string>(network: Network<Id>, order: Int32Array): Steps<readonly Wait[]> {
  const groups = groupWaits(network);
  const awaited = [...new Set(network.waits.map(({ to }) => to))];
  const redundant = new Set<Wait>();
  for (let first = 0; first < awaited.length; first += WORDS * 32) {
    const bits = new Int32Array(network.keys.length).fill(-1);
    awaited.slice(first, first + WORDS * 32).forEach((place, bit) => (bits[place] = bit));
    for (const wait of pass(network, order, groups, bits)) redundant.add(wait);
    yield;
  }
  return network.waits.filter((wait) => redundant.has(wait));
}

type Groups = readonly (readonly Wait[])[];

function groupWaits<Id extends string>({ keys, waits }: Network<Id>): Groups {
  const groups: Wait[][] = keys.map(() => []);
  for (const wait of waits) groups[wait.from]?.push(wait);
  return groups;
}

/** `bits`: the place of each task's finish in the sets of this pass, or -1. */
function pass<Id extends string>(network: Network<Id>, order: Int32Array, groups: Groups, bits: Int32Array): Wait[] {
  const sets = new Uint32Array(2 * network.keys.length * WORDS);
  const redundant: Wait[] = [];
  for (const node of order) {
    const place = node >> 1;
    const parent = at(network.parents, place);
    if (node === finishOf(place)) {
      unite(sets, node, startOf(place));
      if (parent < 0) continue;
      unite(sets, finishOf(parent), node);
      mark(sets, finishOf(parent), at(bits, place));
      continue;
    }
    if (parent >= 0) unite(sets, node, startOf(parent));
    const waits = groups[place] ?? [];
    for (const { to } of waits) unite(sets, node, finishOf(to));
    for (const wait of waits) if (has(sets, node, at(bits, wait.to))) redundant.push(wait);
    for (const { to } of waits) mark(sets, node, at(bits, to));
  }
  return redundant;
}

function unite(sets: Uint32Array, into: number, from: number): void {
  const target = into * WORDS;
  const source = from * WORDS;
  for (let word = 0; word < WORDS; word++) sets[target + word] = at(sets, target + word) | at(sets, source + word);
}

function mark(sets: Uint32Array, node: number, bit: number): void {
  if (bit < 0) return;
  const word = node * WORDS + (bit >> 5);
  sets[word] = at(sets, word) | (1 << (bit & 31));
}

function has(sets: Uint32Array, node: number, bit: number): boolean {
  return bit >= 0 && (at(sets, node * WORDS + (bit >> 5)) & (1 << (bit & 31))) !== 0;
}
