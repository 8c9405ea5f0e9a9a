// Aligned columns that fit the screen.
import type { Screen, Style } from './screen.ts';
import { pad, textWidth, truncate } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Gives up cells first when the table is too wide. */
  readonly isFlexible?: boolean;
}

/** Single-line text, or text with the style that it is shown in. */
export type TableCell = string | { readonly text: string; readonly style?: Style | undefined };

const gap = '  ';
const narrowest = 12;

/** Columns without any content are left out. */
export function drawTable(
  screen: Screen,
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
): readonly string[] {
  const texts = rows.map((row) => columns.map((_, index) => textOf(row[index] ?? '')));
  const shown = columns.flatMap((column, index) => {
    const widths = texts.map((row) => textWidth(row[index] ?? ''));
    const width = widths.reduce((most, each) => Math.max(most, each), 0);
    return width === 0 ? [] : [{ column, index, width: Math.max(width, textWidth(column.title)) }];
  });
  const fitted = fit(shown, screen.columns);
  const line = (cells: readonly TableCell[]) =>
    fitted
      .map(({ column, index, width }, position) => {
        const cell = cells[index] ?? '';
        const text = truncate(textOf(cell), width);
        const isLast = position === fitted.length - 1 && column.align !== 'right';
        const padded = isLast ? text : pad(text, width, column.align ?? 'left');
        return screen.paint(typeof cell === 'string' ? undefined : cell.style, padded);
      })
      .join(gap)
      .trimEnd();
  const header = line(columns.map(({ title }) => ({ text: title, style: 'dim' })));
  return [header, ...rows.map(line)];
}

function textOf(cell: TableCell): string {
  return (typeof cell === 'string' ? cell : cell.text).replace(/\s*[\n\t]\s*/g, ' ').trimEnd();
}

interface FittedColumn {
  readonly column: Column;
  readonly index: number;
  readonly width: number;
}

/** Takes what is too much from the flexible columns, always from the widest. */
function fit(columns: readonly FittedColumn[], available: number): readonly FittedColumn[] {
  const fitted = columns.map((each) => ({ ...each }));
  const flexible = fitted.filter(({ column }) => column.isFlexible);
  const total = fitted.reduce((sum, { width }) => sum + width, gap.length * (fitted.length - 1));
  for (let excess = total - available; excess > 0; excess -= 1) {
    const widest = flexible.reduce((a, b) => (b.width > a.width ? b : a), { width: narrowest });
    if (widest.width === narrowest) break;
    widest.width -= 1;
  }
  return fitted;
}
