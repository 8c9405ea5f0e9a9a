// What becomes of a requirement: a task, a detail of one, something to attach where it fits, or nothing and why.
import { isIdentifier } from '../../prd/forms.ts';
import { isAttribute } from '../../prd/frames.ts';
import type { Requirement, Section, SectionRole } from '../../prd/model.ts';
import type { Outline } from './outline.ts';
import { isVerb } from './verbs.ts';

export type Disposition =
  | { readonly as: 'task' }
  /** Says more about the thing it stands under. `isCheck`: and can be checked. */
  | { readonly as: 'detail'; readonly isCheck: boolean }
  | { readonly as: 'phase' }
  /** Belongs to whatever task speaks of the same; uncovered for this reason where none does. */
  | { readonly as: 'loose'; readonly reason: string }
  | { readonly as: 'nothing'; readonly reason: string };

const CHECK_LABEL =
  /^(?:what|how|scope|intended|format|input|output|trigger|precondition|given|when|then|acceptance criteri(?:a|on)|success criteri(?:a|on)|definition of done|deliverables?|behaviou?r|validation|rules?|updated)\b/iu;
const TALK_LABEL =
  /^(?:why|current status|status|future|benefits?|rationale|impact|reason|value|problem|note|notes|example|examples|priority|owner|estimate|effort|dependenc(?:y|ies)|depends on|goal|objective|purpose|description|background|primary|secondary|as an?|primary target|secondary target)\b/iu;
const CHECK_SECTION =
  /^(?:acceptance criteria|success criteria|definition of done|test cases?|testing notes|validation|exit criteria)\b/iu;

export function dispositionOf(requirement: Requirement, outline: Outline): Disposition {
  const section = outline.section(requirement.section);
  const role = section ? outline.roleOf(section) : 'feature';
  if (requirement.criterion) return asGoal(section);
  if (role === 'phase' && requirement.kind === 'goal') return { as: 'phase' };
  if (role === 'risks')
    return { as: 'loose', reason: say(`${riskOrQuestion(requirement, section)}; no task speaks of it`, section) };
  return byKind(requirement, role, section) ?? byRole(role, section) ?? byWording(requirement, section, outline);
}

/** Questions stand beside risks, for neither is work; a person who reads why wants to know which it is. */
function riskOrQuestion({ text }: Requirement, section: Section | null): string {
  const isQuestion = text.includes('?') || OPEN.test(section?.title ?? '');
  return isQuestion ? 'An open question, not work to do' : 'Part of a risk and its mitigation';
}

const OPEN =
  /\bquestions?\b|\bunknowns\b|\btbds?\b|\bopen\b|\bunresolved\b|\bto be (?:determined|decided|clarified)\b/i;

/** "Why: …" and "Acceptance criteria: …" say more about something else; null for every other label. */
export function dispositionByLabel({ label, text }: Requirement): Extract<Disposition, { as: 'detail' }> | null {
  if (!label) return null;
  if (TALK_LABEL.test(label) || isAttribute(label, text)) return { as: 'detail', isCheck: false };
  return CHECK_LABEL.test(label) ? { as: 'detail', isCheck: true } : null;
}

/** True for headings under which stand checks of the thing above. */
export function isCheckSection(section: Section): boolean {
  return CHECK_SECTION.test(section.title);
}

function byKind({ kind }: Requirement, role: SectionRole, section: Section | null): Disposition | null {
  if (role === 'rejected') return nothing('Belongs to an alternative that the document rejects', section);
  switch (kind) {
    case 'out-of-scope':
      return nothing('The document puts this out of scope', section);
    case 'assumption':
      return { as: 'loose', reason: say('An assumption to verify, not work to do', section) };
    case 'goal':
      return asGoal(section);
    case 'constraint':
      return { as: 'loose', reason: say('A constraint on the whole; no single task delivers it', section) };
    case 'functional':
    case 'non-functional':
      return null;
  }
}

function byRole(role: SectionRole, section: Section | null): Disposition | null {
  switch (role) {
    case 'out-of-scope':
      return nothing('The document puts this out of scope', section);
    case 'examples':
      return nothing('Stands in an example', section);
    case 'glossary':
      return nothing('Explains a term', section);
    case 'context':
      return { as: 'loose', reason: say('Background; the features say what is built', section) };
    case 'goals':
      return asGoal(section);
    case 'constraints':
      return { as: 'loose', reason: say('A constraint on the whole; no single task delivers it', section) };
    case 'phase':
      return { as: 'phase' };
    case 'rejected':
    case 'risks':
    case 'future':
    case 'feature':
    case 'non-functional':
      return null;
  }
}

function byWording(requirement: Requirement, section: Section | null, outline: Outline): Disposition {
  if (requirement.text.toLowerCase() === section?.title.toLowerCase()) return { as: 'detail', isCheck: false };
  const labelled = dispositionByLabel(requirement);
  if (labelled) return labelled;
  if (section && isCheckSection(section)) return { as: 'detail', isCheck: true };
  const isAside =
    requirement.kind === 'non-functional' &&
    !isNumberedOrder(requirement) &&
    !isOrder(requirement) &&
    section !== null &&
    outline.roleOf(section) === 'feature';
  return isAside && hasFunctional(section, outline) ? { as: 'detail', isCheck: true } : { as: 'task' };
}

/** "REQ-010 The gateway SHALL …" stands for itself, whatever it says of latency. */
function isNumberedOrder({ text, label }: Requirement): boolean {
  return label !== undefined && isIdentifier(label) && /\b(?:shall|must)\b/i.test(text);
}

/** "Search books within 200 ms" says what to build, with a figure. */
function isOrder({ text }: Requirement): boolean {
  return isVerb(text.split(' ', 1)[0] ?? '');
}

/** A quality named among functions is a check of them; qualities among themselves are tasks. */
function hasFunctional(section: Section, outline: Outline): boolean {
  return outline.requirementsIn(section).some(({ kind }) => kind === 'functional');
}

function asGoal(section: Section | null): Disposition {
  return { as: 'loose', reason: say('A goal to measure afterwards; no single task delivers it', section) };
}

function nothing(why: string, section: Section | null): Disposition {
  return { as: 'nothing', reason: say(why, section) };
}

function say(why: string, section: Section | null): string {
  return section ? `${why} (section “${section.title}”).` : `${why}.`;
}
