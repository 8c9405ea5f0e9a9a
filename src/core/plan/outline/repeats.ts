// The same demand made twice becomes one task: the later mention is covered by the earlier one's draft.
import { cover, withDescendants, type Draft } from './draft.ts';
import { withoutLabel } from './hierarchy.ts';
import { Matcher } from './matcher.ts';

const SAME = 0.86;

export function mergeRepeats(roots: readonly Draft[]): void {
  const leaves = Array.from(withDescendants(roots)).filter(
    ({ isNamed, children }) => !isNamed && children.length === 0,
  );
  const place = new Map(leaves.map((draft, index) => [draft, index]));
  const gone = new Set<Draft>();
  const matcher = new Matcher(leaves.map((draft) => [draft, draft.details] as const));
  for (const [index, draft] of leaves.entries()) {
    const numbers = numbersIn(draft.details);
    const twin = matcher.best(
      draft.details,
      SAME,
      (other) => (place.get(other) ?? index) < index && !gone.has(other) && numbersIn(other.details) === numbers,
    );
    if (twin?.target.isFuture !== draft.isFuture) continue;
    gone.add(draft);
    for (const requirement of draft.covers) {
      const isWordForWord = draft.details.toLowerCase() === twin.target.details.toLowerCase();
      cover(twin.target, requirement, isWordForWord ? null : withoutLabel(requirement));
    }
  }
  for (const draft of gone) if (draft.parent) draft.parent.children.splice(draft.parent.children.indexOf(draft), 1);
}

/** Different figures are different demands. */
function numbersIn(text: string): string {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).join(' ');
}
