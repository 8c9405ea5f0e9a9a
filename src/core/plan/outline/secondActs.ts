// A second modal of the same subject: "shall store X and shall send it" → "shall store X and send it".

const FIRST = /\b(?:must|shall|should|will|can)\s(?:(?<be>be)\s)?/iu;
const SECOND = /,?\sand\s(?:also\s)?(?:must|shall|should|will|can)\s(?!not\s)(?:(?<be>be)\s)?/iu;

/** What stands before the second modal and what behind it; the second is empty where there is none. */
export function twoActs(text: string): readonly [first: string, second: string] {
  const { at, end } = placeOf(text) ?? {};
  return at === undefined ? [text, ''] : [text.slice(0, at), text.slice(end)];
}

/** The sentence without its second modal. */
export function joined(text: string): string {
  const { at, end } = placeOf(text) ?? {};
  return at === undefined ? text : `${text.slice(0, at)} and ${text.slice(end)}`;
}

/** Of the words that tie the second act to the first; a "be" that both have goes as well. */
function placeOf(text: string): { readonly at: number; readonly end: number } | null {
  const first = FIRST.exec(text);
  if (!first) return null;
  const start = first.index + first[0].length;
  const second = SECOND.exec(text.slice(start));
  if (!second) return null;
  const at = start + second.index;
  const isSameBe = first.groups?.['be'] !== undefined || second.groups?.['be'] === undefined;
  return { at, end: at + second[0].length - (isSameBe ? 0 : 'be '.length) };
}
