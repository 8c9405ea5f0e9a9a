// What a list, an item or a paragraph is about, told by the words that introduce it ("Pros:", "Must have:").
import type { Priority, RequirementKind, Section, SectionRole } from './model.ts';
import { priorityIn, priorityOf } from './priorities.ts';
import { colonLabel } from './text.ts';
import { firstMatch, rulesOf } from './rules.ts';

/** How what follows is to be read. `kind: null`: it states no requirements. */
export interface Frame {
  readonly kind: RequirementKind | null;
  readonly priority?: Priority;
  readonly done?: boolean;
  /** What follows are acceptance criteria of what stands above. */
  readonly isCriterion?: true;
}

const NOTHING =
  /^(?:pros?|cons?|benefits?|advantages?|disadvantages?|drawbacks?|trade-?offs?|examples?|for example|e\.g|sample|note|why\b.*|background|rationale|reason(?:ing)?|risks?|impact|likelihood|probability|severity|status|current status|problem|core problem|solution overview|value proposition|legend|personas?|references?|see also|version|last updated|updated on|date|created|author|owner|reviewers?|project status|next phase|future)$/i;
const BY_WORDS = rulesOf<RequirementKind>(
  [
    'out-of-scope',
    /^(?:out[- ]of[- ]scope|not (?:in scope|included|supported)|exclu(?:ded|des|sions?)|non[- ]?goals?|won'?t (?:have|do)|(?:won'?t|no-?gos?|must not|cut|cut list)$|not (?:doing|building|now|planned|yet))\b/i,
  ],
  [
    'goal',
    /^(?:success (?:criteria|metrics?)|goals?|objectives?|metrics?|kpis?|acceptance(?: criteria)?|exit criteria|definition of done|targets?)$/i,
  ],
  ['assumption', /^assumptions?$/i],
  ['constraint', /^(?:constraints?|limitations?|technical constraints?)$/i],
  ['non-functional', /^(?:non[- ]?functional(?: requirements?)?|performance|security|reliability|scalability)$/i],
  ['functional', /^(?:functional requirements?|in scope|features?|deliverables?|requirements?|user stor(?:y|ies))$/i],
);
/** Labels that say how to read a text and name nothing: they are left out of the requirement's words. */
const GENERIC =
  /^(?:user story|what it (?:should|will|must) do|how it (?:should|will|must) work|description|requirements?|updated|new|fixed|critical fix|intended|solution|mitigations?|behaviou?r|deliverables?|success (?:criteria|metrics?)|goals?|acceptance(?: criteria)?|constraints?|assumptions?|(?:must|should|could)[- ]have|priority|p[0-3])$/i;
/** A line that ends like this tells what the product does: its list holds requirements even in an overview. */
const CAPABILITY = /\b(?:must|shall|should|will|needs? to|ha(?:s|ve) to|can|able to|to)\s*:\s*$/i;

const BY_ROLE: Readonly<Record<SectionRole, Frame>> = {
  feature: { kind: 'functional' },
  phase: { kind: 'functional' },
  future: { kind: 'functional', priority: 'low' },
  'non-functional': { kind: 'non-functional' },
  constraints: { kind: 'constraint' },
  goals: { kind: 'goal' },
  'out-of-scope': { kind: 'out-of-scope' },
  risks: { kind: 'assumption' },
  context: { kind: null },
  rejected: { kind: null },
  glossary: { kind: null },
  examples: { kind: null },
};

/** What the items of a section are, unless they say otherwise. */
export function frameOfSection(section: Section | null): Frame {
  if (section === null) return BY_ROLE.feature;
  const isAssumptions =
    section.role === 'constraints' && /assumption/i.test(section.title) && !/constraint/i.test(section.title);
  if (isAssumptions) return { kind: 'assumption' };
  return isAcceptance(section.title) ? { ...BY_ROLE[section.role], isCriterion: true } : BY_ROLE[section.role];
}

/** The frame that a label such as "Pros" or "Must have" opens; undefined when it only names something. */
export function frameOfLabel(label: string, outer: Frame): Frame | undefined {
  const words = label
    .replace(/\s*\([^)]*\)/g, '')
    .replace(/[\s:]+$/, '')
    .replace(/’/g, "'")
    .trim();
  if (NOTHING.test(words)) return { ...outer, kind: null };
  const kind = firstMatch(BY_WORDS, words);
  const priority = priorityOf(words);
  if (kind === undefined && priority === undefined) return undefined;
  // A section that holds nothing (a rejected option) keeps holding nothing, whatever its lists are called.
  return { ...outer, kind: kind ?? outer.kind ?? 'functional', ...(priority ? { priority } : {}) };
}

/** The frame for the list after a line that introduces it. */
export function frameOfLeadIn(text: string, label: string | undefined, outer: Frame, isFeature: boolean): Frame {
  const own = frameOfLabel(label ?? colonLabel(text) ?? text, outer);
  if (own) return isAcceptance(text) ? { ...own, isCriterion: true } : own;
  const priority = priorityIn(text);
  const kind = outer.kind === null && CAPABILITY.test(text) ? (isFeature ? 'functional' : 'goal') : outer.kind;
  return { ...outer, kind, ...(priority ? { priority } : {}) };
}

const ATTRIBUTE =
  /^(?:depends on|dependenc(?:y|ies)|pre-?requisites?|predecessors?|blocked by|efforts?|estimates?|estimated (?:effort|duration|time)|story points|owners?|responsible|assignees?|assigned to|due(?: date)?|deadline|start date|end date)$/i;
/** The duration of the work; "Duration: 30 minutes" is what the product does. */
const LASTING = /\b(?:weeks?|months?|sprints?|ongoing|tbd|person[- ]days?|pd)\b/i;

/** "Prerequisite: A2", "Owner: Jane", "Duration: 2 weeks": when and by whom it is done, not what. */
export function isAttribute(label: string | undefined, text: string): boolean {
  const words = label?.replace(/[\s:]+$/, '').trim() ?? '';
  return ATTRIBUTE.test(words) || (/^duration$/i.test(words) && LASTING.test(text));
}

export function isGenericLabel(label: string): boolean {
  return GENERIC.test(label.trim());
}

const ACCEPTANCE = /^(?:\W*)(?:acceptance(?: criteria)?|given[/, ]+when[/, ]+then)\b/i;

export function isAcceptance(leadIn: string): boolean {
  return ACCEPTANCE.test(leadIn);
}
