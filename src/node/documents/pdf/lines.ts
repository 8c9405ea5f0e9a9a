// Runs of a page → its text lines from top to bottom, column by column, each run knowing its line and column.
import { bulletOf } from '../../../core/prd/lineShapes.ts';
import { inColumns } from './columns.ts';
import type { Mark } from './marks.ts';
import type { Page, Run } from './page.ts';

export interface PlacedRun extends Run {
  /** 1-based offset in the line's text, in UTF-16 units. */
  readonly column: number;
}

export interface Line {
  readonly page: number;
  /** 1-based, counted over all lines of the page. */
  readonly number: number;
  readonly text: string;
  readonly runs: readonly PlacedRun[];
  readonly x: number;
  readonly y: number;
  /** The size of most of its characters. */
  readonly size: number;
  readonly isBold: boolean;
  readonly isMono: boolean;
}

export function linesOf({ number: page, runs, marks }: Page): Line[] {
  const rows: Run[][] = [];
  for (const run of [...runs].sort((a, b) => b.y - a.y)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && first.y - run.y < Math.min(first.size, run.size) * 0.5) row.push(run);
    else rows.push([run]);
  }
  const readable = rows
    .map((row) => row.sort((a, b) => a.x - b.x))
    .filter((row) => row.some(({ text }) => text.trim() !== ''));
  return inColumns(readable.map((row) => withBullets(row, marks))).map((row, index) => lineOf(page, index + 1, row));
}

/** How far a drawn bullet stands from its words at most, in points. */
const BULLET_DISTANCE = 30;

/** Writes the bullets that are drawn before words of a row into the row: one at its left, one in a second column. */
function withBullets(row: readonly Run[], marks: readonly Mark[]): readonly Run[] {
  let end = -Infinity;
  return row.flatMap((run) => {
    if (run.text.trim() === '') return [run];
    const mark = run.x - end > FAR ? bulletBefore(run, marks) : undefined;
    end = run.x + run.width;
    return mark ? [mark, run] : [run];
  });
}

/** Words that far from those before may open a column, in points. */
const FAR = 8;

function bulletBefore({ text, x, y, size }: Run, marks: readonly Mark[]): Run | undefined {
  if (text.trim() === '' || bulletOf(`${text} -`)) return undefined;
  const mark = marks.find(
    (other) => other.x < x && x - other.x < BULLET_DISTANCE && other.y > y - size * 0.1 && other.y < y + size * 0.8,
  );
  return mark && { text: '•', x: mark.x, y, width: 1, size, isBold: false, isMono: false };
}

function lineOf(page: number, number: number, row: readonly Run[]): Line {
  let text = '';
  const placed: PlacedRun[] = [];
  let end = 0;
  for (const run of row) {
    const words = text === '' || text.endsWith(' ') ? run.text.trimStart() : run.text;
    if (words !== '') {
      // Runs that touch are one word, e.g. around a ligature.
      const isApart = text !== '' && run.x - end > run.size * 0.15 && !text.endsWith(' ') && !words.startsWith(' ');
      if (isApart) text += ' ';
      placed.push({ ...run, text: words, column: text.length + 1 });
      text += words;
    }
    end = Math.max(end, run.x + run.width);
  }
  const visible = placed.filter((run) => run.text.trim() !== '');
  return {
    page,
    number,
    text: text.trimEnd(),
    runs: placed,
    x: visible[0]?.x ?? 0,
    y: visible[0]?.y ?? 0,
    size: mainSize(visible),
    isBold: visible.every(({ isBold }) => isBold),
    isMono: visible.every(({ isMono }) => isMono),
  };
}

/** The size that most characters have, to a tenth of a point. */
export function mainSize(runs: readonly { readonly text: string; readonly size: number }[]): number {
  const counts = new Map<number, number>();
  for (const { text, size } of runs) {
    const rounded = Math.round(size * 10) / 10;
    counts.set(rounded, (counts.get(rounded) ?? 0) + text.length);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
