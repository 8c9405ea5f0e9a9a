// The plan as a readable, editable `.plan.yaml` document, and back.
import type { Span } from '../prd/document.ts';
import type { Plan } from './model.ts';

export interface DocumentProblem {
  readonly message: string;
  readonly span: Span;
}

export type ParsedPlanDocument =
  | { readonly plan: Plan; readonly problems: readonly [] }
  | { readonly plan: null; readonly problems: readonly DocumentProblem[] };

/** Ends with a newline; the same plan gives the same text. */
export function formatPlanDocument(_plan: Plan): string {
  throw new Error('written by the plan document feature');
}

/** `base` supplies what the document does not show (sections, requirements, evidence of unchanged edges). */
export function parsePlanDocument(_text: string, _base: Plan): ParsedPlanDocument {
  throw new Error('written by the plan document feature');
}
