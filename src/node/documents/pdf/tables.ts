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
  const [header] = lines.slice(at, at + 1);
  const columns = header ? segmentsOf(header) : [];
  if (columns.length < 2) return undefined;
  const rows = new TableRows(columns);
  let end = at;
  for (let line = header; line && (end === at || !isHeading(line)) && rows.take(line); line = lines[end]) end++;
  if (rows.pieces.length < MIN_ROWS) return undefined;
  return { block: blockOf(rows.pieces, lines.slice(at, end), vocabulary), lines: end - at };
}

/** Sorts the words of line after line into rows and columns. */
class TableRows {
  readonly pieces: Piece[][][] = [];
  readonly #columns: readonly Segment[];
  #previous: Line | undefined;

  constructor(columns: readonly Segment[]) {
    this.#columns = columns;
  }

  /** False when the line belongs to the table no more. */
  take(line: Line): boolean {
    const cells = cellsOf(line, this.#columns);
    if (!cells) return false;
    if (this.#startsRow(line, cells)) this.pieces.push(this.#columns.map(() => []));
    else if (this.#gap(line) > line.size * 2.2) return false;
    const row = this.pieces.at(-1);
    for (const [index, runs] of cells.entries()) {
      if (runs.length > 0) row?.[index]?.push({ page: line.page, line: line.number, runs });
    }
    this.#previous = line;
    return true;
  }

  /** A line that fills the first column begins a row, unless it only goes on with one word of a narrow cell. */
  #startsRow(line: Line, cells: readonly (readonly PlacedRun[])[]): boolean {
    if (this.#previous === undefined) return true;
    const filled = cells.filter((runs) => runs.length > 0).length;
    const isFirstFilled = (cells[0]?.length ?? 0) > 0;
    return isFirstFilled && (filled > 1 || this.#previous.page !== line.page || this.#gap(line) > line.size * 1.55);
  }

  #gap(line: Line): number {
    return this.#previous?.page === line.page ? this.#previous.y - line.y : 0;
  }
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
  const [first] = lines;
  const last = lines.at(-1);
  const span = {
    line: first?.number ?? 1,
    column: 1,
    endLine: last?.number ?? 1,
    endColumn: (last?.text.length ?? 0) + 1,
    page: first?.page ?? 1,
  };
  return { type: 'table', header, rows: body, span };
}

function cellOf(pieces: readonly Piece[], [first]: readonly Line[], vocabulary: Vocabulary): Cell {
  const words = blockText(pieces, vocabulary);
  if (words) return { text: words.text, span: words.span };
  return {
    text: '',
    span: { line: first?.number ?? 1, column: 1, endLine: first?.number ?? 1, endColumn: 1, page: first?.page ?? 1 },
  };
}
