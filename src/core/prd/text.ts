// Small text rules that all readers share: what is stripped, what is folded, which words name an item.

/** Terminal escapes, C0 and C1 controls, bidirectional overrides, invisible marks: nothing that a person can read. */
const UNREADABLE =
  /\x1B\[[0-?]*[ -/]*[@-~]|\x1B\][^\x07\x1B\n]*(?:\x07|\x1B\\)|[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Blanks out what cannot be read, length for length, so that every place stays where it is. */
export function maskUnreadable(text: string): string {
  return text.replace(UNREADABLE, (match) => ' '.repeat(match.length));
}

/** One line of readable words: no controls, white space folded. */
export function cleanText(text: string): string {
  return text.replace(UNREADABLE, '').replace(/\s+/g, ' ').trim();
}

const COLON_LABEL = /^(?:\p{Extended_Pictographic}\uFE0F?\s*)?([\p{L}\p{N}][^:.!?;]{0,59}):(?:\s|$)/u;
const MAX_LABEL_WORDS = 8;

/** The words before a colon that name what follows, e.g. "Scope" of "Scope: …". */
export function colonLabel(text: string): string | undefined {
  const label = COLON_LABEL.exec(text)?.[1]?.trim();
  return label !== undefined && label.split(' ').length <= MAX_LABEL_WORDS ? label : undefined;
}

/** Folds case, punctuation and white space away: two texts that a person would call the same become equal. */
export function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
