// How many terminal cells a text takes, and cutting it to fit.

/** Characters of one cell each that never join others: ASCII, Latin, dashes and quotes, arrows, the lines of tables and trees. */
const plain = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** East Asian wide and full-width blocks (Unicode TR 11). */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f\u20e3/u;
const invisible = /^[\p{Mark}\p{Format}\p{Control}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) || emoji.test(grapheme) ? 2 : 1;
}

/** Cells that one line of text without styles takes. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text when it fits, else its beginning with "…" at the end; never more than `width` cells. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let used = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return width < 1 ? '' : `${kept.trimEnd()}…`;
}

export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + space : space + text;
}

/**
 * Lines of at most `width` cells, broken at white space. Line breaks and indentation of the text stay, and what belongs
 * to a list item stands under it. A word that is too long stands alone.
 */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): readonly string[] {
  const [, indent = '', bullet = ''] = /^(\s*)((?:[-*+•]|\d+[.)])\s+)?/.exec(line) ?? [];
  const hanging = indent + ' '.repeat(bullet.length);
  const lines: string[] = [];
  let current = indent + bullet;
  let isEmpty = true;
  for (const word of line.slice(current.length).split(/\s+/).filter(Boolean)) {
    const longer = isEmpty ? current + word : `${current} ${word}`;
    if (!isEmpty && textWidth(longer) > width) {
      lines.push(current);
      current = hanging + word;
    } else current = longer;
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
}
