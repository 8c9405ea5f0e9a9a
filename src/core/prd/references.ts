// Numbers that name a part of the document ("FR-1", "steps 2 and 3", "#4", "section 3.1"), and the words of order around them.
import { isIdentifier } from './forms.ts';
import { matchesOf, normalise } from './text.ts';

/** Numbers that a sentence of order names. */
export interface ReferredOrder {
  readonly refs: readonly string[];
  /** What waits, where the sentence opens with a number of its own; else it is what the sentence belongs to. */
  readonly subjects: readonly string[];
  /** The numbers wait for the subject: "blocks FR-2". */
  readonly isReverse: boolean;
  readonly at: number;
  readonly end: number;
}

interface References {
  readonly refs: readonly string[];
  readonly end: number;
  /** Nothing but a number, which might as well count something. */
  readonly isBare: boolean;
}

const KIND = String.raw`(?:requirements?|tasks?|steps?|items?|stor(?:y|ies)|features?|epics?|sections?|chapters?|tickets?|issues?|rows?|no\.|§)`;
const FIRST = new RegExp(
  String.raw`\s*(?:both\s+)?(?:the\s+)?(?:(?:completion|end|delivery|outcome|results?)\s+of\s+)?`,
  'iy',
);
const NAMED = new RegExp(String.raw`(${KIND})\s*`, 'iy');
const IDENTIFIER = /\[?((?:[A-Z]{1,6}[-_]?|[A-Z]{2,6} )\d{1,5}(?:[.-]\d{1,3})*[a-z]?)\b(?![%:]\d)\]?/y;
const NUMBER = /(#?)(\d{1,3}(?:\.\d{1,3})*)(?![\w%]|[:.,]\d)/y;
const JOIN = /\s*(?:,\s*(?:and|or)\s|[,;&+/]|\b(?:and|or)\s)\s*/iy;
const RANGE = /\s*(?:–|-|\bto\s|\bthrough\s|\.\.+)\s*/iy;
/** What may follow a bare number that names something: "needs 2." does, "needs 2 weeks" does not. */
const CLOSED = /\s*(?:$|[.;:,)\]!?–—]|(?:is|are|has|have|was|were|before|because|so|which|but|and)\b)/iy;
const LONGEST_RANGE = 20;

/** The numbers that stand at a place, one after the other; null for other words. */
function referencesAt(text: string, from: number): References | null {
  const refs: string[] = [];
  let at = from + lengthAt(FIRST, text, from);
  let end = at;
  let isBare = true;
  let kind = '';
  for (let join = 1; join > 0; at = end + join) {
    const named = matchAt(NAMED, text, at);
    if (named) kind = singular(named[1] ?? '');
    const found = referenceAt(text, at + (named?.[0].length ?? 0));
    if (found === null || (refs.length > 0 && found.isBare !== isBare && kind === '')) break;
    isBare &&= found.isBare && kind === '';
    const range = rangeBehind(text, found);
    refs.push(...[found.ref, ...range.refs].map((ref) => (kind !== '' && /^\d/u.test(ref) ? `${kind} ${ref}` : ref)));
    end = range.end;
    join = lengthAt(JOIN, text, end);
  }
  return refs.length === 0 || (isBare && !matchAt(CLOSED, text, end)) ? null : { refs, end, isBare };
}

interface Reference {
  readonly ref: string;
  readonly end: number;
  readonly isBare: boolean;
}

/** "FR-1 to FR-3": those behind the first. */
function rangeBehind(
  text: string,
  { ref, end }: Reference,
): { readonly refs: readonly string[]; readonly end: number } {
  const gap = lengthAt(RANGE, text, end);
  const last = gap > 0 ? referenceAt(text, end + gap) : null;
  const refs = last ? rangeOf(ref, last.ref) : [];
  return { refs, end: last && refs.length > 0 ? last.end : end };
}

function singular(kind: string): string {
  const word = kind.toLowerCase();
  return word === '§' ? 'section' : word.replace(/ies$/u, 'y').replace(/s?\.?$/u, '');
}

function referenceAt(text: string, at: number): Reference | null {
  const identifier = matchAt(IDENTIFIER, text, at);
  if (identifier) return { ref: identifier[1] ?? '', end: at + identifier[0].length, isBare: false };
  const number = matchAt(NUMBER, text, at);
  return number && { ref: number[2] ?? '', end: at + number[0].length, isBare: number[1] === '' };
}

function rangeOf(first: string, last: string): readonly string[] {
  const [, stem = '', low = ''] = /^(.*?)(\d+)$/u.exec(first) ?? [];
  const [, other = '', high = ''] = /^(.*?)(\d+)$/u.exec(last) ?? [];
  const count = Number(high) - Number(low);
  if (low === '' || high === '' || count < 1 || count > LONGEST_RANGE || (other !== '' && other !== stem)) return [];
  return Array.from({ length: count }, (_, index) => `${stem}${Number(low) + index + 1}`);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  return matchAt(pattern, text, at)?.[0].length ?? 0;
}

/** What a thing is when others need not wait for it any more; alternatives of a pattern. */
export const FINISHED = String.raw`done|complete[d]?|finished|ready|in place|available|implemented|proven|built|merged|approved|live|working|set up|verified|delivered|shipped|stable`;
/** Before "until": what waits. */
export const HELD_BACK = String.raw`(?:not|never|cannot|can't|wait\w*|blocked|on hold)`;

/** Words behind which a number names what is waited for, and words behind which it names what waits. */
const FORWARD =
  /\b(?:(?:depend(?:s|ent|ing)?|builds?)\s+(?:up)?on|blocked\s+(?:by|on)|wait(?:s|ing)?\s+(?:for|on)|requir(?:es?|ing)|needs?|rel(?:y|ies)\s+on|uses|follows|prerequisites?|dependenc(?:y|ies)|predecessors?|after)\b\s*(?:(?:is|are)\b)?\s*:?/gi;
const CONDITION = /\b(?:once|when|until|as soon as|provided(?:\s+that)?)\b/gi;
const BEFORE = /\b(?:not\s+)?before\b/gi;
const REVERSE =
  /\b(?:(?:un)?blocks|precedes|enables|(?:prerequisites?|preconditions?)\s+(?:for|of)|(?:required|needed)\s+(?:by|for))\b/gi;
const FULFILLED = String.raw`(?:is|are|has|have|was|were)\s+(?:been\s+)?(?:fully\s+)?(?:${FINISHED}|signed|passed|accepted|running|deployed|released|closed|in production)\b`;
const BEHIND = new RegExp(String.raw`\s+${FULFILLED}`, 'iuy');
const FIRST_OF_ALL =
  /\s+(?:(?:must|should|shall|needs?\s+to|ha(?:s|ve)\s+to|is\s+to|are\s+to)\s+)?(?:(?:be\s+(?:\p{L}+\s+)?|comes?\s+|goes\s+|go\s+)(?:first|beforehand|before\s+(?:this|that|it)\b)|is\s+required\s+first)/iuy;
const NEGATED = /\b(?:not|never|cannot|can't|don't|no|nor)\b[^.;:]{0,60}$/i;
const WAITING = new RegExp(String.raw`\b${HELD_BACK}\b[^.;:]{0,40}$`, 'i');
const MOST_WORDS_BETWEEN = 5;
/** Cheap looks before all others: most sentences name no number, or no order. */
const NUMBERED = /(?:[A-Z#\s([_-])\d/u;
const HINT =
  /depend|block|build|wait|requir|need|rel(?:y|ies) |uses|follows|prerequisite|predecessor|after|once|when|until|as soon as|provided|before|precede|enables|first/i;
const CANDIDATE = /(?<![^\s(])(?:the\s+)?(?:[A-Z]{1,6}[-_ ]?\d|(?:[Ss]tep|[Tt]ask|[Rr]equirement|[Ff]eature)s?\s)/gu;

/** All that a text says about order with numbers; nothing where it says it with names. */
export function referredOrders(text: string): readonly ReferredOrder[] {
  if (!NUMBERED.test(text) || !HINT.test(text)) return [];
  const orders: ReferredOrder[] = [];
  const take = (match: RegExpExecArray, isReverse: boolean, mayBeBare: boolean, behind?: RegExp): void => {
    const at = match.index;
    const found = referencesAt(text, at + match[0].length);
    const said = found && behind ? matchAt(behind, text, found.end)?.[0] : '';
    if (!found || said === undefined || (found.isBare && !mayBeBare)) return;
    if (orders.some((other) => other.at <= at && at < other.end)) return;
    orders.push({ refs: found.refs, subjects: subjectsBefore(text, at), isReverse, at, end: found.end + said.length });
  };
  for (const match of matchesOf(REVERSE, text)) take(match, true, false);
  for (const match of matchesOf(FORWARD, text)) take(match, false, true);
  for (const match of matchesOf(BEFORE, text)) take(match, !NEGATED.test(text.slice(0, match.index + 4)), false);
  for (const match of matchesOf(CONDITION, text)) {
    const isOrder = match[0].toLowerCase() !== 'until' || WAITING.test(text.slice(0, match.index));
    if (isOrder) take(match, false, true, BEHIND);
  }
  for (const { index } of matchesOf(CANDIDATE, text)) {
    const found = referencesAt(text, index);
    const first = found && !found.isBare ? matchAt(FIRST_OF_ALL, text, found.end) : null;
    if (found && first)
      orders.push({ refs: found.refs, subjects: [], isReverse: false, at: index, end: found.end + first[0].length });
  }
  return orders;
}

/** "FR-2" of "FR-2 must be finished before FR-3". */
function subjectsBefore(text: string, at: number): readonly string[] {
  const clause =
    text
      .slice(0, at)
      .split(/[.;!?]\s/u)
      .at(-1) ?? '';
  const found = referencesAt(clause, clause.length - clause.trimStart().length);
  if (!found || found.isBare) return [];
  const between = clause.slice(found.end).trim();
  const isPlain = !/[,:()]/u.test(between) && between.split(/\s+/u).length <= MOST_WORDS_BETWEEN;
  return isPlain ? found.refs : [];
}

/** The numbers that make up a whole name, as in a list or a cell; null for a name with words of its own. */
export function referencesIn(name: string): readonly string[] | null {
  const bare = name.replace(/\s*\([^()]*\)\s*$/u, '').trim();
  const found = referencesAt(bare, 0);
  return found && /^[\s.\])]*$/u.test(bare.slice(found.end)) ? found.refs : null;
}

/** True for a text that names parts of the document by number alone, and is found by that or not at all. */
export function isReference(name: string): boolean {
  const refs = referencesIn(name);
  return refs?.every((ref) => /^\d|^\p{Ll}+ \d|[-_]\d/u.test(ref) || isIdentifier(ref)) ?? false;
}

/** "FR-01", "FR 1" and "fr1" are one, and so are "step 1" and "1". */
export function referenceKey(ref: string): string {
  return normalise(ref.replace(/^\p{Ll}+ (?=\d)/u, ''))
    .replace(/(\p{L})(?=\d)/gu, '$1 ')
    .replace(/\b0+(?=\d)/gu, '');
}

const MOST_LETTERS = 6;
const LONGEST_NUMBER = 20;

/** True for a cell or label that can number what it stands beside. */
export function isNumbering(label: string): boolean {
  if (label === '' || label.length > LONGEST_NUMBER) return false;
  const [, letters = '', digits = ''] = /^#?(\p{Lu}*)[-_ ]?(\d{1,5}(?:[.-]\d{1,3})*\p{Ll}?)$/u.exec(label.trim()) ?? [];
  return digits !== '' && letters.length <= MOST_LETTERS;
}
