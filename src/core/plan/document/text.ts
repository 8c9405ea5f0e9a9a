// Text as YAML scalars that read well and come back as they were.

/** Starts with a letter and holds nothing that YAML could take for something else, in a list in brackets either. */
const PLAIN = /^\p{L}(?:[\p{L}\p{N}_./'()"&+%;!?@…–—’“”/$*=<>^~|-]| (?! |$))*$/u;
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n)$/iu;
/** Not for a block: control characters and breaks other than "\n", tabs, white space at the ends of lines. */
const UNEVEN = /[^\P{C}\n]|[\u2028\u2029\uFEFF]|\p{Zs}(?:\n|$)|^\s|\n$|\n\n\n/u;
const UNPRINTABLE = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/gu;

/** A scalar on one line: plain where that is safe, in double quotes otherwise. */
export function flowText(text: string): string {
  if (PLAIN.test(text) && !RESERVED.test(text)) return text;
  return JSON.stringify(text).replaceAll(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A scalar over as many lines as it has: what follows "key: ", then the lines below, not yet indented. */
export function textLines(text: string): readonly string[] {
  if (!text.includes('\n') || UNEVEN.test(text)) return [flowText(text)];
  return ['|-', ...text.split('\n')];
}

/** Words for a comment: one line without control characters, cut where it is long. */
export function commentText(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > 100 ? `${Array.from(line).slice(0, 99).join('')}…` : line;
}
