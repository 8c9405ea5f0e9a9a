// The same demand made twice becomes one task: the later mention is covered by the earlier one's draft.
import type { Steps } from '../../steps.ts';
import { adopt, cover, withDescendants, type Draft } from './draft.ts';
import { withoutLabel, type Forest } from './hierarchy.ts';
import { Matcher } from './matcher.ts';

const SAME = 0.86;

/** Changes the forest; what stood for a repeated mention stands for the first one afterwards. */
export function* mergeRepeats(forest: Forest): Steps<void> {
  const merged = new Map<Draft, Draft>();
  mergeHeadings(forest.roots, merged);
  yield* mergeLeaves(forest.roots, merged);
  if (merged.size === 0) return;
  redirect(forest.bySection, merged);
  redirect(forest.byRequirement, merged);
}

function redirect<Id>(registry: Map<Id, Draft>, merged: ReadonlyMap<Draft, Draft>): void {
  for (const [id, draft] of registry) registry.set(id, merged.get(draft) ?? draft);
}

/** Two parts of a document with one name, each of them at the top, are about one thing. */
function mergeHeadings(roots: Draft[], merged: Map<Draft, Draft>): void {
  const first = new Map<string, Draft>();
  for (const draft of roots.splice(0)) {
    const name = `${draft.wording.toLowerCase()} ${draft.isFuture}`;
    const known = draft.isNamed ? first.get(name) : undefined;
    if (known) {
      adopt(known, draft.children);
      merged.set(draft, known);
      continue;
    }
    roots.push(draft);
    if (draft.isNamed) first.set(name, draft);
  }
}

function* mergeLeaves(roots: Draft[], merged: Map<Draft, Draft>): Steps<void> {
  const leaves = Array.from(withDescendants(roots)).filter(
    ({ isNamed, children }) => !isNamed && children.length === 0,
  );
  const place = new Map(leaves.map((draft, index) => [draft, index]));
  const numbers = new Map(leaves.map((draft) => [draft, numbersIn(draft.details)]));
  const matcher = new Matcher(leaves.map((draft) => [draft, draft.details] as const));
  for (const [index, draft] of leaves.entries()) {
    yield;
    const isEarlier = (other: Draft): boolean => (place.get(other) ?? index) < index && !merged.has(other);
    const isAlike = (other: Draft): boolean =>
      other.isFuture === draft.isFuture && numbers.get(other) === numbers.get(draft);
    const twin = matcher.best(draft.details, SAME, (other) => isEarlier(other) && isAlike(other))?.target;
    if (!twin) continue;
    merged.set(draft, twin);
    const isWordForWord = draft.details.toLowerCase() === twin.details.toLowerCase();
    for (const requirement of draft.covers) cover(twin, requirement, isWordForWord ? null : withoutLabel(requirement));
  }
  prune(roots, merged);
}

function prune(drafts: Draft[], merged: ReadonlyMap<Draft, Draft>): void {
  const kept = drafts.filter((draft) => !merged.has(draft));
  for (const [place, draft] of kept.entries()) drafts[place] = draft;
  drafts.length = kept.length;
  for (const draft of kept) prune(draft.children, merged);
}

/** Different figures are different demands. */
function numbersIn(text: string): string {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).join(' ');
}
