// Finds what a document says about order: "depends on", "after", "requires", "once … is done".
import type { Span } from './document.ts';
import type { Section, StatedDependency } from './model.ts';
import { matchesOf, normalise } from './text.ts';

const NAME = String.raw`((?:the\s+)?[^.;:,()!?]{2,90}?)`;
const STOP = String.raw`(?=\s*(?:[.;:,()!?]|$)|\s+(?:before|so that|because|in order|and then|which|to be|being)\b)`;
const DONE = String.raw`(?:fully\s+)?(?:done|complete[d]?|finished|ready|in place|available|implemented|proven|built|merged|approved|signed off|live|working|set up|verified|delivered|shipped|stable|exists?)`;

/** Wordings that say by themselves that something must come first. */
const CERTAIN: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:depends?|dependent)\s+(?:up)?on\s+${NAME}${STOP}`, 'gi'),
  new RegExp(String.raw`\b(?:is |are )?blocked by\s+${NAME}${STOP}`, 'gi'),
  new RegExp(String.raw`\bbuilds?\s+(?:up)?on\s+(?:top\s+of\s+)?${NAME}${STOP}`, 'gi'),
  new RegExp(
    String.raw`\b(?:after|once|when|(?:\b(?:not|never|cannot|can't|wait\w*|blocked|on hold)\b[^.;:]{0,40}?)until)\s+${NAME}\s+(?:is|are|has been|have been|was|were)\s+${DONE}\b`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?:starts?|begins?|started|comes?|happens?|follows?)\s+(?:only\s+)?(?:after|once)\s+${NAME}${STOP}`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?:not|never|cannot|can't)\s+(?:be\s+)?(?:start|begin|launch|ship|release|deploy|enable|built|go live|come)\w*\s+before\s+${NAME}(?:\s+(?:is|are|has been|have been)\s+${DONE})?${STOP}`,
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
const HINT = /depend|blocked|builds? |after|once|when|until|requires?|prerequisite|needs|rel(?:y|ies) on|uses|before/i;

export class DependencyFinder {
  readonly found: StatedDependency[] = [];
  readonly #names: ReadonlySet<string>;

  constructor(sections: readonly Section[]) {
    const names = sections.flatMap(({ title, number }) => [title, ...(number === undefined ? [] : [number])]);
    this.#names = new Set(names.map(normalise).filter((name) => name.length > 2));
  }

  /** Looks through one statement or sentence; `from` is the requirement or section that it belongs to. */
  take(from: string | null, text: string, source: Span): void {
    if (from === null || !HINT.test(text)) return;
    const listed = LISTED.exec(text)?.[1];
    if (listed !== undefined) {
      this.takeNames(from, listed, source);
      return;
    }
    const before = this.found.length;
    for (const pattern of CERTAIN) this.#matches(pattern, from, text, source, false);
    if (this.found.length > before) return;
    for (const pattern of POSSIBLE) this.#matches(pattern, from, text, source, true);
  }

  /** Takes a list of names, as in a table's column "Depends on". */
  takeNames(from: string | null, names: string, source: Span): void {
    for (const name of names.split(/\s*(?:[,;]|\band\b)\s*/)) {
      if (from !== null && /[\p{L}\p{N}]/u.test(name) && !/^(?:none|n\/?a|-|–|—|nothing)\.?$/i.test(name)) {
        this.found.push({ from, on: name.replace(/\.$/, ''), quote: names, source });
      }
    }
  }

  #matches(pattern: RegExp, from: string, text: string, source: Span, mustBeKnown: boolean): void {
    for (const match of matchesOf(pattern, text)) {
      const on = (match[1] ?? '').replace(/^(?:the|a|an|all|its|our)\s+/i, '').trim();
      if (!PRONOUN.test(on) && (!mustBeKnown || this.#isKnown(on)))
        this.found.push({ from, on, quote: match[0].trim(), source, ...subjectBefore(text.slice(0, match.index)) });
    }
  }

  #isKnown(words: string): boolean {
    const name = normalise(words);
    return this.#names.has(name) || /^(?:[a-z]{1,6} )?\d+(?: \d+)*$/.test(name);
  }
}

/** What stands between the subject of a sentence and the words that tell its order: "can only be started". */
const BETWEEN =
  /\s+(?:(?:can|could|may|must|shall|should|will|is|are|has to|have to|cannot)\b\s*)?(?:(?:not|only|never|be|then|also)\s*)*(?:(?:start|begin|built|build|done|implement|ship|deliver|develop)\w*\s*)?(?:only\s*)?$/iu;
const MOST_WORDS = 6;

/** The words that name what waits; nothing where a sentence opens with its verb or with a pronoun. */
function subjectBefore(before: string): { subject?: string } {
  const clause = before.split(/[.;:,!?]\s/u).at(-1) ?? '';
  const words = clause
    .replace(BETWEEN, '')
    .replace(/^(?:the|a|an|all|work on)\s+/iu, '')
    .trim();
  const isName = /\p{L}{2}/u.test(words) && words.split(' ').length <= MOST_WORDS && !PRONOUN.test(words);
  return isName ? { subject: words } : {};
}
