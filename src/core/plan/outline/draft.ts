// A task while the planner still shapes it. Mutable within the planner alone; `finish.ts` turns it into a DraftTask.
import type { Span } from '../../prd/document.ts';
import type { Requirement, Section } from '../../prd/model.ts';

export interface Draft {
  /** The document's words that the title is made of. */
  readonly wording: string;
  /** True for what a heading names, which takes "the". */
  readonly isNamed: boolean;
  /** The section that it stands for or stands in. */
  readonly section: Section | null;
  readonly source: Span | null;
  readonly details: string;
  /** Work for later, by the document's own word. */
  readonly isFuture: boolean;
  parent: Draft | null;
  readonly children: Draft[];
  readonly covers: Requirement[];
  /** Those among `covers` that it was made for; the others merely speak of the same. */
  readonly core: Requirement[];
  /** Words of the document that can be checked. */
  readonly criteria: string[];
  /** Order of the earliest phase that names it. */
  phase: number | null;
}

type NewDraft = Pick<Draft, 'wording' | 'isNamed' | 'section' | 'source' | 'details' | 'isFuture'>;

export function newDraft(fields: NewDraft, children: readonly Draft[] = []): Draft {
  const draft: Draft = { ...fields, parent: null, children: [], covers: [], core: [], criteria: [], phase: null };
  adopt(draft, children);
  return draft;
}

export function adopt(parent: Draft, children: readonly Draft[]): void {
  for (const child of children) {
    child.parent = parent;
    parent.children.push(child);
  }
}

/** The draft and all below it, parents first, in document order. */
export function* withDescendants(drafts: Iterable<Draft>): Generator<Draft> {
  for (const draft of drafts) {
    yield draft;
    yield* withDescendants(draft.children);
  }
}

export function isWithin(draft: Draft, ancestor: Draft): boolean {
  for (let step: Draft | null = draft; step; step = step.parent) if (step === ancestor) return true;
  return false;
}

/** Adds a requirement as something to check; `criterion` is null where it says nothing that can be checked. */
export function cover(draft: Draft, requirement: Requirement, criterion: string | null): void {
  if (!draft.covers.includes(requirement)) draft.covers.push(requirement);
  if (criterion !== null) draft.criteria.push(criterion);
}
