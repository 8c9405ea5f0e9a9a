// Small text rules that all readers share: what is stripped, what is folded, which words name an item.

/** Terminal escapes, C0 and C1 controls, bidirectional overrides, invisible marks: nothing that a person can read. */
const UNREADABLE =
  /\x1B\[[0-?]*[ -/]*[@-~]|\x1B\][^\x07\x1B\n]*(?:\x07|\x1B\\)|[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Blanks out what cannot be read, length for length, so that every place stays where it is. */
export function maskUnreadable(text: string): string {
  if (text.search(UNREADABLE) === -1) return text;
  return text.replace(UNREADABLE, (match) => ' '.repeat(match.length));
}

/** One line of readable words: no controls, white space folded. */
export function cleanText(text: string): string {
  return foldSpace(text.search(UNREADABLE) === -1 ? text : text.replace(UNREADABLE, ''));
}

/** White space folded to single blanks, none at the ends. */
export function foldSpace(text: string): string {
  return (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
}

/** A line break is `\n`, `\r\n` or `\r`; most texts know only the first, and those are cut many times faster. */
export function linesOf(text: string): string[] {
  return text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
}

const COLON_LABEL = /^(?:\p{Extended_Pictographic}\uFE0F?\s*)?([\p{L}\p{N}][^:.!?;]{0,59}):(?:\s|$)/u;
const MAX_LABEL_LENGTH = 70;
const MAX_LABEL_WORDS = 8;

/** The words before a colon that name what follows, e.g. "Scope" of "Scope: …". */
export function colonLabel(text: string): string | undefined {
  const colon = text.indexOf(':');
  if (colon === -1 || colon > MAX_LABEL_LENGTH) return undefined;
  const label = COLON_LABEL.exec(text)?.[1]?.trim();
  return label !== undefined && label.split(' ').length <= MAX_LABEL_WORDS ? label : undefined;
}

const MAX_BOLD_LENGTH = 80;

/** The bold words that open a text, where they name what follows rather than stress the start of a sentence. */
export function boldLabel(bold: string, text: string): string | undefined {
  const label = bold.replace(/\s*:$/, '');
  if (label === '' || label.length > MAX_BOLD_LENGTH || !text.includes(bold)) return undefined;
  const after = text.slice(text.indexOf(bold) + bold.length);
  return label !== bold || /^\s*(?:$|[:(–—-])/.test(after) ? label : undefined;
}

/** What `matchAll` gives for a global pattern that matches no empty text, without the copy of the pattern that it makes. */
export function matchesOf(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) matches.push(match);
  return matches;
}

/** Folds case, punctuation and white space away: two texts that a person would call the same become equal. */
export function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
