// Tables of an untagged PDF: lines whose words stand in the same columns.
import type { Block, Cell } from '../../../core/prd/document.ts';
import type { Line, PlacedRun } from './lines.ts';
import { blockText, type Piece, type Vocabulary } from './words.ts';

interface Segment {
  readonly x: number;
  readonly runs: readonly PlacedRun[];
}

export interface FoundTable {
  readonly block: Block;
  /** How many lines it takes. */
  readonly lines: number;
}

const MIN_ROWS = 3;

/** The table that begins at a line, its first line being the header; undefined where none begins. */
export function tableAt(
  lines: readonly Line[],
  at: number,
  vocabulary: Vocabulary,
  isHeading: (line: Line) => boolean,
): FoundTable | undefined {
  const header = lines[at];
  const columns = header ? segmentsOf(header) : [];
  if (columns.length < 2) return undefined;
  const found: TableLine[] = [];
  for (let line = header; line && (found.length === 0 || !isHeading(line)); line = lines[at + found.length]) {
    const cells = cellsOf(line, columns);
    const gap = gapBetween(found.at(-1)?.line, line);
    if (!cells || (found.length > 0 && (isBelow(line, cells, gap) || isNextHeader(line, found)))) break;
    found.push({ line, cells, gap });
  }
  const rows = rowsOf(found);
  if (rows.length < MIN_ROWS) return undefined;
  return { block: blockOf(rows, lines.slice(at, at + found.length), vocabulary), lines: found.length };
}

/** A line that stands apart and fills one cell alone is no row any more. */
function isBelow(line: Line, cells: TableLine['cells'], gap: number): boolean {
  const isApart = gap === 0 || gap > line.size * 1.6;
  return isApart && cells.filter((runs) => runs.length > 0).length < 2;
}

/** A bold line below a body that is not bold is the header of another table, unless it comes again on a new page. */
function isNextHeader(line: Line, above: readonly TableLine[]): boolean {
  const header = above[0]?.line;
  return header?.isBold === true && line.isBold && line.text !== header.text && above.at(-1)?.line.isBold === false;
}

interface TableLine {
  readonly line: Line;
  readonly cells: readonly (readonly PlacedRun[])[];
  /** To the line above, in points; 0 at the top of a page. */
  readonly gap: number;
}

/** Joins the lines of each row. Where rows stand apart, the gap tells them; else every filled first cell begins one. */
function rowsOf(lines: readonly TableLine[]): Piece[][][] {
  const gaps = lines.map(({ gap }) => gap).filter((gap) => gap > 0);
  const widest = Math.max(0, ...gaps);
  const apart =
    widest > Math.min(...gaps) * 1.2 && gaps.some((gap) => gap > widest * 0.95) ? Math.min(...gaps) * 1.2 : 0;
  const rows: Piece[][][] = [];
  for (const { line, cells, gap } of lines) {
    const isFilled = (cells[0]?.length ?? 0) > 0;
    if (rows.length === 0 || (isFilled && (gap === 0 || gap > apart))) rows.push(cells.map(() => []));
    for (const [index, runs] of cells.entries()) {
      if (runs.length > 0) rows.at(-1)?.[index]?.push({ page: line.page, line: line.number, runs });
    }
  }
  return rows;
}

function gapBetween(above: Line | undefined, line: Line): number {
  return above?.page === line.page ? Math.max(0, above.y - line.y) : 0;
}

/** Words that a wide gap parts. */
function segmentsOf({ runs, size }: Line): Segment[] {
  const segments: { x: number; runs: PlacedRun[] }[] = [];
  let end = -Infinity;
  for (const run of runs) {
    if (run.text.trim() === '') continue;
    const segment = segments.at(-1);
    if (segment && run.x - end < size * 1.1) segment.runs.push(run);
    else segments.push({ x: run.x, runs: [run] });
    end = run.x + run.width;
  }
  return segments;
}

/** The runs of a line by column; undefined when some of its words begin in none. */
function cellsOf(line: Line, columns: readonly Segment[]): PlacedRun[][] | undefined {
  const cells: PlacedRun[][] = columns.map(() => []);
  for (const { x, runs } of segmentsOf(line)) {
    const index = columns.findIndex((column) => Math.abs(column.x - x) < 4);
    if (index === -1) return undefined;
    cells[index]?.push(...runs);
  }
  return cells;
}

function blockOf(
  rows: readonly (readonly (readonly Piece[])[])[],
  lines: readonly Line[],
  vocabulary: Vocabulary,
): Block {
  const [header = [], ...body] = rows.map((row) => row.map((pieces) => cellOf(pieces, lines, vocabulary)));
  // The header comes again at the top of each page.
  const isHeader = (row: readonly Cell[]): boolean => row.every(({ text }, index) => text === header[index]?.text);
  const [first] = lines;
  const last = lines.at(-1);
  const span = {
    line: first?.number ?? 1,
    column: 1,
    endLine: last?.number ?? 1,
    endColumn: (last?.text.length ?? 0) + 1,
    page: first?.page ?? 1,
  };
  return { type: 'table', header, rows: body.filter((row) => !isHeader(row)), span };
}

function cellOf(pieces: readonly Piece[], [first]: readonly Line[], vocabulary: Vocabulary): Cell {
  const words = blockText(pieces, vocabulary);
  if (words) return { text: words.text, span: words.span };
  return {
    text: '',
    span: { line: first?.number ?? 1, column: 1, endLine: first?.number ?? 1, endColumn: 1, page: first?.page ?? 1 },
  };
}
