// The plan as a readable, editable `.plan.yaml` document, and back.
import type { Span } from '../prd/document.ts';
import { formatPlan } from './document/format.ts';
import { mergeDocument } from './document/merge.ts';
import { readPlan, type WrittenPlan } from './document/read.ts';
import type { Plan } from './model.ts';

export interface DocumentProblem {
  readonly message: string;
  readonly span: Span;
  /** Other places that are part of it, e.g. every task of a cycle. */
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

export type ParsedPlanDocument =
  | { readonly plan: Plan; readonly problems: readonly [] }
  | { readonly plan: null; readonly problems: readonly DocumentProblem[] };

/** Ends with a newline; the same plan gives the same text. */
export function formatPlanDocument(plan: Plan): string {
  return formatPlan(plan);
}

/**
 * `base` supplies what the document does not show (sections, requirements, evidence of unchanged edges). What differs
 * from it is marked as a person's; a document that changes nothing gives `base` itself.
 */
export function parsePlanDocument(text: string, base: Plan): ParsedPlanDocument {
  return judgeDocument(readPlan(text), base);
}

/** What `parsePlanDocument` says, of a document that is read already. */
export function judgeDocument(written: WrittenPlan, base: Plan): ParsedPlanDocument {
  const { problems } = written.reader;
  const plan = problems.length === 0 ? mergeDocument(written, base) : base;
  return problems.length === 0 ? { plan, problems: [] } : { plan: null, problems };
}
