// The plan as a network of starts and finishes, in arrays of numbers, for analysis in linear time.
//
// Task i, by its place in tree order, starts at node 2i and finishes at node 2i + 1. Arcs run from what comes first:
// start → finish of each task, parent's start → child's start, child's finish → parent's finish, and for each
// dependency finish of the one waited for → start of the one that waits. So a task waits for its ancestors'
// dependencies too, and a parent is finished when all below it is.

/** What the network needs to know of a task. Ids that are not among the items, self-edges and doubles are passed over. */
export interface NetworkItem<Id extends string> {
  readonly key: Id;
  readonly parent: Id | null;
  readonly waitsFor: readonly { readonly key: Id; readonly weight: number }[];
  /** Of its own work; not counted when it has children. */
  readonly hours: number;
}

/** Arcs out of each node: those of `node` are `targets[offsets[node]] … targets[offsets[node + 1] - 1]`. */
export interface Arcs {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
}

/** One dependency, by places in tree order. */
export interface Wait {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

export interface Network<Id extends string> {
  /** In tree order: parents before children. */
  readonly keys: readonly Id[];
  /** Place of the parent, or -1. */
  readonly parents: Int32Array;
  /** Place of the last task of each subtree: d lies in i's subtree when i ≤ d ≤ subtreeEnds[i]. */
  readonly subtreeEnds: Int32Array;
  /** Hours of leaves; 0 for parents. */
  readonly hours: Float64Array;
  /** Grouped by the task that waits. */
  readonly waits: readonly Wait[];
  readonly arcs: Arcs;
}

export const startOf = (place: number): number => 2 * place;
export const finishOf = (place: number): number => 2 * place + 1;

/** `items` in tree order, with parents among the items. */
export function networkOf<Id extends string>(items: readonly NetworkItem<Id>[]): Network<Id> {
  const keys = items.map(({ key }) => key);
  const places = new Map(keys.map((key, place) => [key, place]));
  const parents = Int32Array.from(items, ({ parent }) => (parent === null ? -1 : (places.get(parent) ?? -1)));
  const hours = Float64Array.from(items, (item) => (item.hours > 0 ? item.hours : 0));
  for (const parent of parents) if (parent >= 0) hours[parent] = 0;
  const waits = items.flatMap((item, place) => waitsOf(item, place, places));
  return { keys, parents, subtreeEnds: subtreeEndsOf(parents), hours, waits, arcs: arcsOf(parents, waits) };
}

function waitsOf<Id extends string>(item: NetworkItem<Id>, from: number, places: ReadonlyMap<Id, number>): Wait[] {
  const weights = new Map<number, number>();
  for (const { key, weight } of item.waitsFor) {
    const to = places.get(key);
    if (to !== undefined && to !== from) weights.set(to, Math.max(weight, weights.get(to) ?? 0));
  }
  return Array.from(weights, ([to, weight]) => ({ from, to, weight }));
}

function subtreeEndsOf(parents: Int32Array): Int32Array {
  const ends = Int32Array.from(parents.keys());
  for (let place = parents.length - 1; place >= 0; place--) {
    const parent = at(parents, place);
    if (parent >= 0) ends[parent] = Math.max(at(ends, parent), at(ends, place));
  }
  return ends;
}

function arcsOf(parents: Int32Array, waits: readonly Wait[]): Arcs {
  const sources: number[] = [];
  const targets: number[] = [];
  const add = (source: number, target: number): void => {
    sources.push(source);
    targets.push(target);
  };
  parents.forEach((parent, place) => {
    add(startOf(place), finishOf(place));
    if (parent < 0) return;
    add(startOf(parent), startOf(place));
    add(finishOf(place), finishOf(parent));
  });
  for (const { from, to } of waits) add(finishOf(to), startOf(from));
  return sortArcs(2 * parents.length, sources, targets);
}

function sortArcs(nodes: number, sources: readonly number[], ends: readonly number[]): Arcs {
  const offsets = new Int32Array(nodes + 1);
  for (const source of sources) offsets[source + 1] = at(offsets, source + 1) + 1;
  for (let node = 0; node < nodes; node++) offsets[node + 1] = at(offsets, node + 1) + at(offsets, node);
  const next = offsets.slice(0, nodes);
  const targets = new Int32Array(ends.length);
  sources.forEach((source, arc) => {
    const slot = at(next, source);
    next[source] = slot + 1;
    targets[slot] = ends[arc] ?? 0;
  });
  return { offsets, targets };
}

/** The element of an array of numbers at an index that is known to be inside. */
export function at(numbers: Int32Array | Uint32Array | Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
