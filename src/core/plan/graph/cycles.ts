// The cycles of a network: one for each knot of tasks that wait for each other, with the dependencies to cut.
import { componentsOf } from './components.ts';
import { goodCut } from './goodCut.ts';
import { finishOf, startOf, at, type Network, type Wait } from './network.ts';
import { smallestCut } from './smallestCut.ts';

/** Up to so many tasks the lightest cut is searched for; its cost doubles with each more. */
const EXACT_MEMBERS = 12;

export interface Knot {
  /** Places of the tasks at the ends of the dependencies that lie on a cycle, ascending. */
  readonly members: readonly number[];
  readonly cut: readonly Wait[];
  readonly isSmallest: boolean;
}

/** A dependency lies on a cycle when both its ends are in one component. Hierarchy can take part but cannot be cut. */
export function knotsOf<Id extends string>(network: Network<Id>): readonly Knot[] {
  const components = componentsOf(network.arcs);
  const knots = new Map<number, Wait[]>();
  for (const wait of network.waits) {
    const component = at(components, startOf(wait.from));
    if (component !== at(components, finishOf(wait.to))) continue;
    const waits = knots.get(component);
    if (waits) waits.push(wait);
    else knots.set(component, [wait]);
  }
  return Array.from(knots.values(), (waits) => knotOf(network, waits)).sort(
    (a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0),
  );
}

function knotOf<Id extends string>(network: Network<Id>, waits: readonly Wait[]): Knot {
  const members = [...new Set(waits.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const isSmallest = members.length <= EXACT_MEMBERS;
  const cut = isSmallest ? smallestCut(network, waits) : goodCut(network, waits);
  return { members, cut, isSmallest };
}
