// Which lines of an untagged PDF are headings: by its bookmarks, by larger type, by bold numbered lines.
import { normalise } from '../../../core/prd/text.ts';
import { type Line, mainSize } from './lines.ts';

/** The level of a heading line; undefined for any other line. */
export type HeadingTest = (line: Line) => number | undefined;

const NUMBERED = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{Lu}/u;
const MAX_LENGTH = 140;

export function headingTest(
  lines: readonly Line[],
  outline: readonly (readonly [title: string, level: number])[],
): HeadingTest {
  const body = mainSize(lines);
  const titles = new Map(outline.map(([title, level]) => [normalise(title), level]));
  const sizes = [...new Set(lines.filter((line) => isLarge(line, body)).map(({ size }) => size))].sort((a, b) => b - a);
  const levels = new Map(
    distinct(sizes).flatMap((group, index) => group.map((size) => [size, Math.min(index + 1, 6)] as const)),
  );
  const deepest = Math.max(0, ...levels.values());
  return (line) => {
    if (line.text.length > MAX_LENGTH || line.isMono) return undefined;
    const named = titles.get(normalise(line.text));
    if (isLarge(line, body)) return named ?? levels.get(line.size);
    if (named !== undefined && line.isBold) return named;
    return line.isBold ? boldLevel(line.text, deepest) : undefined;
  };
}

function isLarge({ size, text }: Line, body: number): boolean {
  return size > body * 1.08 && size - body > 0.6 && /[\p{L}\p{N}]/u.test(text);
}

/** Sizes that differ by rounding alone are one. */
function distinct(sizes: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const size of sizes) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && group[0] - size < 0.5) group.push(size);
    else groups.push([size]);
  }
  return groups;
}

/** A bold line with a number like "3.1" is a heading in the size of the body; other bold lines may be labels. */
function boldLevel(text: string, deepest: number): number | undefined {
  const number = NUMBERED.exec(text)?.[1];
  if (number === undefined || /[.:;,]$/.test(text) || text.length > 90) return undefined;
  return Math.min(deepest + number.split('.').length, 6);
}
