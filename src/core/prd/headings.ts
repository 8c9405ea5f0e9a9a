// What a heading says apart from its title: number, status mark, priority.
import type { Priority } from './model.ts';
import { priorityIn, withoutMentions } from './priorities.ts';
import { remembered } from './remembered.ts';
import { isDoneMark, isStateMark, STATUS_MARK } from './status.ts';
import { normalise } from './text.ts';

export interface HeadingParts {
  readonly title: string;
  /** "3.1", "Phase 2", "Feature 1", …; absent without one. */
  readonly number?: string;
  /** The number of a phase or milestone; absent for other headings. */
  readonly phase?: number;
  readonly priority?: Priority;
  readonly done: boolean;
  /** The mark that stands before the title: a state, or nothing but an ornament. */
  readonly mark?: string;
}

const PHASE_WORDS = 'phase|milestone|sprint|stage|iteration|increment';
const PHASE = new RegExp(`^(?:${PHASE_WORDS})\\b`, 'i');
const NAMED_NUMBER = new RegExp(
  `^((?:${PHASE_WORDS}|feature|epic|module|component|requirement|option|alternative|challenge|risk|section|chapter|part|step|appendix|use case|goal|objective|user story|story|task)\\s+#?(\\d+(?:\\.\\d+)*|[A-Z]|[IVX]+))(?:\\s*[:.)–—-]\\s*|\\s+(?=\\()|$)`,
  'iu',
);
const PLAIN_NUMBER =
  /^(?:§\s*)?((?:\d+|[A-Z])(?:\.\d+)+|\d+(?=[.):]|\s+[A-Z])|[IVX]+(?=\.\s)|[A-Z](?=[.)]\s))[.):]?\s+/u;
/** Remarks such as "(MEDIUM PRIORITY)" or "(COMPLETED)"; "(MVP)" and "(Rust/Axum)" belong to the title. */
const REMARK =
  /\s*[([][^()[\]]*\b(?:priority|immediate|completed?|done|shipped|in progress|future|stretch goal|optional|planned|tbd|(?:high|medium|low) risk|target(?: state)?|updated|wip|draft|post-verification|after [a-z ]+|p[0-3]|must[- ]have|should[- ]have|could[- ]have|won'?t[- ]have)\b[^()[\]]*[)\]]/gi;

export const parseHeading: (text: string) => HeadingParts = remembered(parse);

function parse(text: string): HeadingParts {
  const mark = STATUS_MARK.exec(text);
  const words = withoutMarks(text);
  const named = NAMED_NUMBER.exec(words);
  const plain = named ? null : PLAIN_NUMBER.exec(words);
  const number = named?.[1] ?? plain?.[1];
  const rest = words.slice((named ?? plain)?.[0].length ?? 0);
  const bare = tidy(withoutMentions(rest.replace(REMARK, '')));
  const title = bare === '' ? (number ?? words) : bare;
  const priority = priorityIn(text);
  const phase = phaseNumber(number);
  return {
    title: title === '' ? text.trim() : title,
    ...(number === undefined ? {} : { number }),
    ...(phase === undefined ? {} : { phase }),
    ...(priority === undefined ? {} : { priority }),
    ...stateOf(text, mark, title),
  };
}

function stateOf(text: string, mark: RegExpExecArray | null, title: string): Pick<HeadingParts, 'done' | 'mark'> {
  const done = isDone(text, mark) && !GENERIC.test(title);
  return mark !== null && isLeading(text, mark) ? { done, mark: mark[0] } : { done };
}

/** Kinds of sections: nobody finishes "✅ Requirements" as a whole, the mark is an ornament. */
const GENERIC =
  /^(?:(?:(?:non-)?functional|product|technical|key|main|core|system|user|project) )?(?:requirements?|features?|scope|user stories|stories|acceptance criteria|success criteria|success metrics|definition of done|(?:must|should|could|nice to)[- ]haves?|in scope|goals?|objectives?|checklist)$/i;

/** So many different ornaments before headings that a check mark among them is one, too. */
const ORNAMENTS = 2;

/** True where headings carry pictures that say no state, such as 🎯 and 📊: then ✅ before a title says none either. */
export function areOrnate(headings: readonly HeadingParts[]): boolean {
  const ornaments = new Set<string>();
  for (const { mark } of headings) {
    if (mark !== undefined && !isStateMark(mark)) ornaments.add(mark);
  }
  return ornaments.size >= ORNAMENTS;
}

function isLeading(text: string, { index }: RegExpExecArray): boolean {
  return !/[\p{L}\p{N}]/u.test(text.slice(0, index));
}

/** "✅", "(✅ COMPLETED)", "✅ EXISTS" – but not "✅ FRAMEWORK READY", which says that something else is done. */
function isDone(text: string, mark: RegExpExecArray | null): boolean {
  if (/[([]\s*(?:completed?|done|shipped)\s*[)\]]/i.test(text)) return true;
  if (mark === null || !isDoneMark(mark[0])) return false;
  const remark = normalise(text.slice(mark.index + mark[0].length));
  return (
    isLeading(text, mark) ||
    remark === '' ||
    /^(?:completed?|done|shipped|exists|implemented|working|finished|live)\b/.test(remark)
  );
}

/** A mark before the title goes alone; a mark after it takes the remark that follows it along ("❓ NEEDS TESTING"). */
function withoutMarks(text: string): string {
  const words = text.replace(/~~/g, '').trim();
  const match = STATUS_MARK.exec(words);
  if (!match) return words;
  const before = words.slice(0, match.index).trim();
  if (/[\p{L}\p{N}]/u.test(before) && !/[([]$/.test(before)) return before;
  const after = words.slice(match.index + match[0].length).trim();
  return withoutMarks(`${before}${after}`);
}

function tidy(title: string): string {
  return title
    .replace(/\(\s*\)/g, '')
    .replace(/[\s:–—-]+$/u, '')
    .trim();
}

function phaseNumber(number: string | undefined): number | undefined {
  if (number === undefined || !PHASE.test(number)) return undefined;
  const value = normalise(number).split(' ').slice(1).join('.');
  const roman = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'].indexOf(value);
  if (roman !== -1) return roman + 1;
  return /^[a-z]$/.test(value) ? value.charCodeAt(0) - 96 : Number.parseFloat(value);
}
