// Text made to fit the columns of Taskwerk. Lengths are UTF-16 units, as Taskwerk counts.

export const MAX_NAME = 255;
export const MAX_CATEGORY = 50;
export const MAX_DESCRIPTION = 1000;
export const MAX_CONTENT = 10_000;

/** One line without control characters, cut with an ellipsis where it is too long. */
export function fitLine(text: string, limit: number): { readonly text: string; readonly isCut: boolean } {
  const line = clean(text).replaceAll(/\s+/gu, ' ').trim();
  if (line.length <= limit) return { text: line, isCut: false };
  return { text: `${line.slice(0, cutPlace(line, limit - 2)).trimEnd()} …`, isCut: true };
}

/** The text up to the limit and what is left of it, cut between words, with ellipses at the cut. */
export function cutText(text: string, limit: number): readonly [text: string, rest: string] {
  const whole = safeMarkdown(text);
  if (whole.length <= limit) return [whole, ''];
  const place = cutPlace(whole, limit - 2);
  return [`${whole.slice(0, place).trimEnd()} …`, `… ${whole.slice(place).trimStart()}`];
}

/** The text, or as much of it as fits before a line that says how much is missing and where it is. */
export function fitText(text: string, limit: number, document: string): string {
  const whole = safeMarkdown(text);
  if (whole.length <= limit) return whole;
  const closing = (count: number): string => `\n\n… ${count} more characters: see ${document.slice(-200)}`;
  const place = cutPlace(whole, limit - closing(whole.length).length);
  return whole.slice(0, place).trimEnd() + closing(whole.length - place);
}

/** A place to cut at most `limit` in: behind white space where there is some in the second half, never inside a character. */
function cutPlace(text: string, limit: number): number {
  const space = /\s\S*$/u.exec(text.slice(0, limit))?.index ?? 0;
  if (space > limit / 2) return space;
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}

/** Taskwerk's Markdown export takes headings in a text for tasks and for its own sections, so they are escaped. */
function safeMarkdown(text: string): string {
  return clean(text)
    .replaceAll(/^(?=#{1,3}\s)/gmu, '\\')
    .trim();
}

/** Line ends as "\n", and no other control characters than those and tabs: they could steer a terminal. */
function clean(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '');
}
