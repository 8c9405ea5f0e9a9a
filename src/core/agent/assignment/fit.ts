// Cuts a text to what a budget leaves for it, and counts what is left out.

/** A fair measure for prose and code without the tokenizer of any model. */
export const CHARACTERS_PER_TOKEN = 4;

export interface Cut {
  readonly text: string;
  /** Characters that were left out. */
  readonly left: number;
}

/** Whole lines as far as they go; the last line may be cut where there is only one. */
export function cutLines(text: string, limit: number): Cut {
  if (text.length <= limit) return { text, left: 0 };
  const end = text.lastIndexOf('\n', limit);
  const kept = text.slice(0, end > limit / 2 ? end : wholeCharacters(text, limit));
  return { text: kept, left: text.length - kept.length };
}

/** Never half of a surrogate pair. */
function wholeCharacters(text: string, limit: number): number {
  const length = Math.max(0, limit);
  return /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length;
}
