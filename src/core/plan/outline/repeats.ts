// The same demand made twice becomes one task: the later mention is covered by the earlier one's draft.
import { addCriterion, adopt, cover, withDescendants, type Draft } from './draft.ts';
import { withoutLabel } from './hierarchy.ts';
import { Matcher } from './matcher.ts';

const SAME = 0.86;

/** Takes repeated headings out of `roots` as well. */
export function mergeRepeats(roots: Draft[]): void {
  mergeHeadings(roots);
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

/** Two parts of a document with one name, each of them at the top, are about one thing. */
function mergeHeadings(roots: Draft[]): void {
  const first = new Map<string, Draft>();
  for (const draft of roots.splice(0)) {
    const name = draft.wording.toLowerCase();
    const known = first.get(name);
    if (!draft.isNamed || known?.isFuture !== draft.isFuture) {
      roots.push(draft);
      if (draft.isNamed && !known) first.set(name, draft);
      continue;
    }
    adopt(known, draft.children);
    for (const requirement of draft.covers) cover(known, requirement, null);
    for (const criterion of draft.criteria) addCriterion(known, criterion);
  }
}

/** Different figures are different demands. */
function numbersIn(text: string): string {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).join(' ');
}
