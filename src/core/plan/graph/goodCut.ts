// A good, not always lightest, cut for large knots: dependencies are put in again, the best supported first, and those
// that would close a cycle stay out. The order is kept up to date as Pearce and Kelly describe (2006).
import { at, finishOf, startOf, type Network, type Wait } from './network.ts';

/** Nodes that may be visited in all, some tenths of a second; afterwards only what agrees with the order goes in. */
const BUDGET = 2_000_000;

/** Minimal (each dependency in it closes a cycle with those kept) unless the budget runs out. */
export function goodCut<Id extends string>(network: Network<Id>, waits: readonly Wait[]): readonly Wait[] {
  const order = new OrderedArcs(network.parents);
  const agrees = ({ from, to }: Wait): number => (order.isBefore(finishOf(to), startOf(from)) ? 0 : 1);
  const ranked = waits
    .map((wait) => ({ wait, agrees: agrees(wait) }))
    .sort((a, b) => b.wait.weight - a.wait.weight || a.agrees - b.agrees);
  const cut = new Set<Wait>();
  for (const { wait } of ranked) if (!order.insert(finishOf(wait.to), startOf(wait.from))) cut.add(wait);
  return waits.filter((wait) => cut.has(wait));
}

/** An acyclic set of arcs that begins with the hierarchy, and an order of the nodes that agrees with it. */
class OrderedArcs {
  readonly #positions: Int32Array;
  readonly #forward: number[][] = [];
  readonly #backward: number[][] = [];
  #budget = BUDGET;

  constructor(parents: Int32Array) {
    this.#positions = tourOf(parents);
    parents.forEach((parent, place) => {
      this.#add(startOf(place), finishOf(place));
      if (parent < 0) return;
      this.#add(startOf(parent), startOf(place));
      this.#add(finishOf(place), finishOf(parent));
    });
  }

  isBefore(first: number, second: number): boolean {
    return at(this.#positions, first) < at(this.#positions, second);
  }

  /** False when the arc would close a cycle, or the budget is used up and it goes against the order. */
  insert(source: number, target: number): boolean {
    if (!this.isBefore(source, target)) {
      const after = this.#reach(target, this.#forward, (node) => !this.isBefore(source, node));
      if (after === null || after.includes(source)) return false;
      const before = this.#reach(source, this.#backward, (node) => !this.isBefore(node, target));
      if (before === null) return false;
      this.#reorder(before, after);
    }
    this.#add(source, target);
    return true;
  }

  #add(source: number, target: number): void {
    (this.#forward[source] ??= []).push(target);
    (this.#backward[target] ??= []).push(source);
  }

  /** All nodes that can be reached within the region, or null when the budget is used up. */
  #reach(root: number, arcs: readonly number[][], isInside: (node: number) => boolean): number[] | null {
    const reached = [root];
    const seen = new Set(reached);
    for (const node of reached) {
      for (const next of arcs[node] ?? []) {
        if (seen.has(next) || !isInside(next)) continue;
        if (--this.#budget <= 0) return null;
        seen.add(next);
        reached.push(next);
      }
    }
    return reached;
  }

  /** Gives the positions that both groups hold to the first group, then to the second. */
  #reorder(before: readonly number[], after: readonly number[]): void {
    const byPosition = (a: number, b: number): number => at(this.#positions, a) - at(this.#positions, b);
    const nodes = [...[...before].sort(byPosition), ...[...after].sort(byPosition)];
    const positions = nodes.map((node) => at(this.#positions, node)).sort((a, b) => a - b);
    nodes.forEach((node, index) => (this.#positions[node] = positions[index] ?? 0));
  }
}

/** Positions of starts and finishes in document order, a parent's finish behind those of its children. */
function tourOf(parents: Int32Array): Int32Array {
  const positions = new Int32Array(2 * parents.length);
  const open: number[] = [];
  let position = 0;
  const closeUntil = (parent: number): void => {
    for (let top = open.at(-1); top !== undefined && top !== parent; top = open.at(-1)) {
      positions[finishOf(top)] = position++;
      open.pop();
    }
  };
  parents.forEach((parent, place) => {
    closeUntil(parent);
    positions[startOf(place)] = position++;
    open.push(place);
  });
  closeUntil(-1);
  return positions;
}
