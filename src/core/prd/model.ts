// The PRD as Conductor understands it: sections, requirements, constraints, stated dependencies.
import type { Span } from './document.ts';
import type { StatedEstimate } from './estimates.ts';

export type RequirementId = string & { readonly __brand: 'RequirementId' };

export type RequirementKind = 'functional' | 'non-functional' | 'constraint' | 'out-of-scope' | 'assumption' | 'goal';

/** What the document itself says of urgency, told by MoSCoW words, P0–P3 or "critical/high/medium/low". */
export type Priority = 'critical' | 'high' | 'medium' | 'low';

/** What a section is for; decides whether its requirements become tasks. */
export type SectionRole =
  | 'feature'
  | 'context'
  | 'non-functional'
  | 'constraints'
  | 'goals'
  | 'out-of-scope'
  | 'future'
  | 'rejected'
  | 'phase'
  | 'risks'
  | 'glossary'
  | 'examples';

/** One heading and what stands under it, up to the next heading of the same or a higher level. */
export interface Section {
  /** Stable within one reading: "s1", "s1.2" by position. */
  readonly id: string;
  /** Without numbering, status marks and emphasis. */
  readonly title: string;
  /** The number that the heading carries, e.g. "3.1", "Phase 2"; absent without one. */
  readonly number?: string;
  readonly level: number;
  readonly role: SectionRole;
  readonly parent: string | null;
  readonly span: Span;
  /** Paragraph text directly under the heading: context, not requirements. */
  readonly text: string;
}

export interface Requirement {
  readonly id: RequirementId;
  readonly text: string;
  readonly kind: RequirementKind;
  /** Absent when the document says nothing. */
  readonly priority?: Priority;
  /** The section it stands in; null before the first heading. */
  readonly section: string | null;
  /** The requirement that a nested item belongs to; null at the top. */
  readonly parent: RequirementId | null;
  /** The bold words or the words before a colon that name it. */
  readonly label?: string;
  /** True where the document marks it finished (a ticked box, ✅). */
  readonly done?: boolean;
  /** How much work it is, where the document says so. */
  readonly estimate?: StatedEstimate;
  /** True for an acceptance criterion of what it stands under. */
  readonly criterion?: true;
  /** How it was recognised. */
  readonly form: 'item' | 'table' | 'numbered' | 'story' | 'ears' | 'modal' | 'sentence';
  readonly source: Span;
}

/** A dependency that the document states in words, between sections or requirements. */
export interface StatedDependency {
  /** What waits: a section id or a requirement id. */
  readonly from: string;
  /** The words that name what is waited for, resolved later against titles. */
  readonly on: string;
  /** The section or requirement that these words name by its number. */
  readonly to?: string;
  readonly quote: string;
  readonly source: Span;
  /** What waits, in the sentence's own words, where it names that: "the dashboard" of "the dashboard depends on …". */
  readonly subject?: string;
}

/** A phase or milestone: everything in a later one waits for the earlier one. */
export interface Phase {
  readonly order: number;
  readonly title: string;
  readonly section: string;
  readonly source: Span;
}

/** What is known about a PRD without any model. */
export interface Prd {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly requirements: readonly Requirement[];
  readonly dependencies: readonly StatedDependency[];
  readonly phases: readonly Phase[];
}
