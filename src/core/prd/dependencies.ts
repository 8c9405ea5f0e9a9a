// Finds what a document says about order: "depends on", "after", "requires", "once … is done".
import type { Span } from './document.ts';
import type { Requirement, Section, StatedDependency } from './model.ts';
import { Numbers, type Scope, type Target } from './numbers.ts';
import { FINISHED, HELD_BACK, referencesIn, type ReferredOrder, referredOrders } from './references.ts';
import { matchesOf, normalise } from './text.ts';

const NAME = String.raw`((?:the\s+)?[^.;:,()!?]{2,90}?)`;
const STOP = String.raw`(?=\s*(?:[.;:,()!?]|$)|\s+(?:before|so that|because|in order|and then|which|to be|being)\b)`;
const DONE = String.raw`(?:fully\s+)?(?:${FINISHED}|signed off|exists?)`;

/** Wordings that say by themselves that something must come first. */
const CERTAIN: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:depends?|dependent)\s+(?:up)?on\s+${NAME}${STOP}`, 'gi'),
  new RegExp(String.raw`\b(?:is |are )?blocked by\s+${NAME}${STOP}`, 'gi'),
  new RegExp(String.raw`\bbuilds?\s+(?:up)?on\s+(?:top\s+of\s+)?${NAME}${STOP}`, 'gi'),
  new RegExp(
    String.raw`\b(?:after|once|when|as soon as|provided(?: that)?|(?:\b${HELD_BACK}\b[^.;:]{0,40}?)until)\s+${NAME}\s+(?:is|are|has been|have been|was|were)\s+${DONE}\b`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?:starts?|begins?|started|comes?|happens?|follows?)\s+(?:only\s+)?(?:after|once)\s+${NAME}${STOP}`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?:not|never|cannot|can't)\s+(?:be\s+)?(?:start|begin|launch|ship|release|deploy|enable|built|implement|develop|roll(?:ed)? out|migrate|finish|done|go live|come)\w*\s+before\s+${NAME}(?:\s+(?:is|are|has been|have been)\s+${DONE})?${STOP}`,
    'gi',
  ),
  new RegExp(String.raw`[([]\s*(?:only\s+)?after\s+${NAME}\s*[)\]]`, 'gi'),
  new RegExp(String.raw`\brequires?\s+${NAME}\s+(?:to be|first|beforehand|to exist)\b`, 'gi'),
];
/** Wordings that say so only where the words after them name a part of this document. */
const POSSIBLE: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:requires?|needs|relies on|rely on|uses)\s+${NAME}${STOP}`, 'gi'),
  new RegExp(String.raw`\bafter\s+${NAME}${STOP}`, 'gi'),
];
const LISTED = /^\W*(?:dependenc(?:y|ies)|depends on|prerequisites?|blocked by|requires)\s*:\s*(.+)$/i;
/** Names nothing that could be found again. */
const PRONOUN =
  /^(?:(?:it|this|that|these|those|them|which|what|one|others?|each|any|all|both|use|user|startup|time)\b.{0,8})?$/i;
/** A cheap look before the patterns: most sentences say nothing about order. */
const HINT =
  /depend|blocked|builds? |after|once|when|soon as|provided|until|requires?|prerequisite|needs|rel(?:y|ies) on|uses|before/i;
/** Words that tell of order and nothing else. */
const WAITS = /^(?:depend|block|prerequisite|predecessor|wait)|^#?[\d.]+$/i;

interface Pending extends Pick<StatedDependency, 'quote' | 'source' | 'subject'> {
  readonly from: Target;
  readonly on: Target;
  readonly words: string;
}

/** The section or requirement that a statement belongs to, and the numbers that hold around it. */
export interface Place {
  readonly from: string | null;
  readonly source: Span;
  readonly scope?: Scope;
}

export class DependencyFinder {
  readonly #pending: Pending[] = [];
  readonly #sections: readonly Section[];
  readonly #names: ReadonlySet<string>;

  constructor(sections: readonly Section[]) {
    this.#sections = sections;
    const names = sections.flatMap(({ title, number }) => [title, ...(number === undefined ? [] : [number])]);
    this.#names = new Set(names.map(normalise).filter((name) => name.length > 2));
  }

  /** Looks through one statement or sentence. */
  take(text: string, { from, source, scope = [] }: Place): void {
    if (from === null) return;
    const isHinted = HINT.test(text);
    const orders = referredOrders(text);
    if (!isHinted && orders.length === 0) return;
    const listed = LISTED.exec(text)?.[1];
    if (listed !== undefined) {
      this.takeNames(listed, { from, source, scope });
      return;
    }
    const before = this.#pending.length;
    for (const order of orders) this.#referred(order, text, { from, source, scope });
    if (!isHinted) return;
    for (const pattern of CERTAIN) this.#matches(pattern, from, text, source, { orders, mustBeKnown: false });
    if (this.#pending.length > before) return;
    for (const pattern of POSSIBLE) this.#matches(pattern, from, text, source, { orders, mustBeKnown: true });
  }

  /** Takes a list of names, as in a table's column "Depends on". */
  takeNames(names: string, { from, source, scope = [] }: Place, subject?: string): void {
    if (from === null) return;
    const said = { quote: names, source, ...(subject === undefined ? {} : { subject }) };
    for (const name of names.split(/\s*(?:[,;]|\band\b)\s*/)) {
      if (!/[\p{L}\p{N}]/u.test(name) || /^(?:none|n\/?a|-|–|—|nothing)\.?$/i.test(name)) continue;
      const words = name.replace(/\.$/, '');
      const refs = referencesIn(words);
      if (!refs) this.#pending.push({ from: { id: from }, on: {}, words, ...said });
      for (const ref of refs ?? []) this.#pending.push({ from: { id: from }, on: { ref, scope }, words: ref, ...said });
    }
  }

  /** All that was found, with what is named by its number. */
  found(requirements: readonly Requirement[]): readonly StatedDependency[] {
    const numbers = new Numbers(this.#sections, requirements);
    return this.#pending.flatMap(({ from, on, words, ...said }) => {
      const [waiting, awaited] = [numbers.find(from), numbers.find(on)];
      // "Needs 4" names a part of the document only where something near bears that number.
      const isLost = awaited === undefined && /^\d+$/u.test(words) && !WAITS.test(said.quote);
      if (waiting === undefined || isLost || waiting === awaited) return [];
      return [{ from: waiting, on: words, ...(awaited === undefined ? {} : { to: awaited }), ...said }];
    });
  }

  #referred(order: ReferredOrder, text: string, { from, source, scope = [] }: Place & { readonly from: string }): void {
    const quote = text.slice(order.at, order.end).trim();
    const subjects = order.subjects.map((ref) => ({ target: { ref, scope }, words: ref }));
    const own = subjects.length > 0 ? subjects : [{ target: { id: from }, words: text }];
    const named = subjects.length > 0 || order.isReverse ? {} : subjectBefore(text.slice(0, order.at));
    for (const { target, words } of own) {
      for (const ref of order.refs) {
        const other = { ref, scope };
        const edge = order.isReverse ? { from: other, on: target, words } : { from: target, on: other, words: ref };
        this.#pending.push({ ...edge, quote, source, ...named });
      }
    }
  }

  #matches(
    pattern: RegExp,
    from: string,
    text: string,
    source: Span,
    { orders, mustBeKnown }: { readonly orders: readonly ReferredOrder[]; readonly mustBeKnown: boolean },
  ): void {
    for (const match of matchesOf(pattern, text)) {
      const name = unreferred(match, orders);
      const on = name.replace(/^(?:the|a|an|all|its|our)\s+/i, '').trim();
      if (!PRONOUN.test(on) && (!mustBeKnown || this.#isKnown(on))) {
        const subject = subjectBefore(text.slice(0, match.index));
        this.#pending.push({ from: { id: from }, on: {}, words: on, quote: match[0].trim(), source, ...subject });
      }
    }
  }

  #isKnown(words: string): boolean {
    const name = normalise(words);
    return this.#names.has(name) || /^[a-z]{1,6} \d+(?: \d+)*$/.test(name);
  }
}

/** The name without the numbers that stand before it, which are found already: "the app" of "FR-1 and the app". */
function unreferred(match: RegExpExecArray, orders: readonly ReferredOrder[]): string {
  const name = match[1] ?? '';
  const start = match.index + match[0].indexOf(name);
  const order = orders.find(({ at, end }) => at < match.index + match[0].length && match.index < end);
  if (!order) return name;
  const rest = start < order.end ? name.slice(order.end - start) : '';
  return /^\s*(?:,|&|\band\b)\s*(?<other>.+)$/u.exec(rest)?.groups?.['other'] ?? '';
}

/** What stands between the subject of a sentence and the words that tell its order: "can only be started". */
const BETWEEN =
  /\s+(?:(?:can|could|may|must|shall|should|will|is|are|has to|have to|cannot)\b\s*)?(?:(?:not|only|never|be|then|also)\s*)*(?:(?:start|begin|built|build|done|implement|ship|deliver|develop)\w*\s*)?(?:only\s*)?$/iu;
const MOST_WORDS = 6;

/** The words that name what waits; nothing where a sentence opens with its verb or with a pronoun. */
function subjectBefore(before: string): { subject?: string } {
  // "… (after FR-1)", "… — after FR-1": said of the whole statement.
  if (/[([–—-]\s*$/u.test(before)) return {};
  const clause = before.split(/[.;:,!?]\s/u).at(-1) ?? '';
  const words = clause
    .replace(BETWEEN, '')
    .replace(/^(?:the|a|an|all|work on)\s+/iu, '')
    .trim();
  const isName = /\p{L}{2}/u.test(words) && words.split(' ').length <= MOST_WORDS && !PRONOUN.test(words);
  return isName ? { subject: words } : {};
}
