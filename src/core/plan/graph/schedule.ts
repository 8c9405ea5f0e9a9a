// When things can be done in an acyclic network: order, waves, and the critical path by hours.
import { at, finishOf, startOf, type Arcs, type Network } from './network.ts';

/** All nodes topologically: what can finish finishes at once, and of the starts that are free the first by the document goes first. */
export function topologicalOrder(arcs: Arcs): Int32Array {
  const nodes = arcs.offsets.length - 1;
  const missing = new Int32Array(nodes);
  for (const target of arcs.targets) missing[target] = at(missing, target) + 1;
  const finishes: number[] = [];
  const starts = new Heap();
  const free = (node: number): unknown => (node & 1 ? finishes.push(node) : starts.push(node));
  for (let node = 0; node < nodes; node++) if (at(missing, node) === 0) free(node);
  const order = new Int32Array(nodes);
  let count = 0;
  const next = (): number | undefined => finishes.pop() ?? starts.pop();
  for (let node = next(); node !== undefined; node = next()) {
    order[count++] = node;
    forEachTarget(arcs, node, (target) => {
      const left = at(missing, target) - 1;
      missing[target] = left;
      if (left === 0) free(target);
    });
  }
  return order;
}

/** The wave in which each task starts, from 0. A parent starts with the first of its children. */
export function wavesOf<Id extends string>({ arcs, parents }: Network<Id>, order: Int32Array): Int32Array {
  const isParent = new Uint8Array(parents.length);
  for (const parent of parents) if (parent >= 0) isParent[parent] = 1;
  const levels = new Int32Array(2 * parents.length);
  for (const node of order) {
    const place = node >> 1;
    const length = node === startOf(place) && isParent[place] === 0 ? 1 : 0;
    forEachTarget(arcs, node, (target) => {
      const level = at(levels, node) + (target === finishOf(place) ? length : 0);
      if (level > at(levels, target)) levels[target] = level;
    });
  }
  return Int32Array.from(parents, (_, place) => at(levels, startOf(place)));
}

export interface CriticalPath {
  /** Places of the tasks along it whose hours count: leaves. */
  readonly path: readonly number[];
  readonly hours: number;
  /** Hours that each task, by place, can slip. */
  readonly slack: Float64Array;
}

export function criticalPathOf<Id extends string>(network: Network<Id>, order: Int32Array): CriticalPath {
  const { arcs, hours, keys } = network;
  const earliest = new Float64Array(order.length);
  const decisive = new Int32Array(order.length).fill(-1);
  const lengthOf = (node: number, target: number): number =>
    target === node + 1 && !(node & 1) ? at(hours, node >> 1) : 0;
  for (const node of order) {
    forEachTarget(arcs, node, (target) => {
      const time = at(earliest, node) + lengthOf(node, target);
      if (at(decisive, target) >= 0 && time <= at(earliest, target)) return;
      earliest[target] = time;
      decisive[target] = node;
    });
  }
  const end = earliest.reduce((latest, time) => Math.max(latest, time), 0);
  const latest = new Float64Array(order.length).fill(end);
  for (const node of order.toReversed()) {
    forEachTarget(arcs, node, (target) => {
      latest[node] = Math.min(at(latest, node), at(latest, target) - lengthOf(node, target));
    });
  }
  const slackAt = (node: number): number => Math.max(0, tidy(at(latest, node) - at(earliest, node)));
  return {
    path: tracePath(network, earliest.indexOf(end), decisive),
    hours: tidy(end),
    slack: Float64Array.from(keys, (_, place) => Math.min(slackAt(startOf(place)), slackAt(finishOf(place)))),
  };
}

function tracePath<Id extends string>({ parents }: Network<Id>, end: number, decisive: Int32Array): number[] {
  const isParent = new Set(parents);
  const path: number[] = [];
  for (let node = end; node >= 0; node = at(decisive, node)) {
    const place = node >> 1;
    if (node === finishOf(place) && !isParent.has(place)) path.push(place);
  }
  return path.reverse();
}

/** Sums of hours without the dust of binary fractions. */
function tidy(hours: number): number {
  return Math.round(hours * 1e6) / 1e6;
}

function forEachTarget({ offsets, targets }: Arcs, node: number, visit: (target: number) => void): void {
  for (let arc = at(offsets, node); arc < at(offsets, node + 1); arc++) visit(at(targets, arc));
}

/** The smallest number first. */
class Heap {
  readonly #items: number[] = [];

  push(value: number): void {
    const items = this.#items;
    let index = items.push(value) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if ((items[above] ?? 0) <= value) break;
      items[index] = items[above] ?? 0;
      index = above;
    }
    items[index] = value;
  }

  pop(): number | undefined {
    const items = this.#items;
    const first = items[0];
    const moved = items.pop();
    if (moved === undefined || items.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const below = right < items.length && (items[right] ?? 0) < (items[left] ?? 0) ? right : left;
      if (below >= items.length || (items[below] ?? 0) >= moved) break;
      items[index] = items[below] ?? 0;
      index = below;
    }
    items[index] = moved;
    return first;
  }
}
