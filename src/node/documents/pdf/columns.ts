// Pages set in two columns: rows of runs are put into the order in which a person reads them.
import type { Run } from './page.ts';

type Row = readonly Run[];

/** Words of a row that no gutter parts. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly runs: readonly Run[];
}

/** Fewer rows than this in a column are no column. */
const FEWEST_ROWS = 6;
/** A gutter is at least so wide, in points. */
const NARROWEST = 9;
/** Where it may stand, as parts of the width of the text. */
const LEFTMOST = 0.33;
const RIGHTMOST = 0.67;
/** Of all rows, how many may reach across it: titles, headings, wide tables. */
const MOST_ACROSS = 0.34;
/** So many lines of running text begin with a small letter; cells of a table seldom do. */
const RUNNING = 0.2;

/** Rows from top to bottom in, rows in reading order out; those of the right column moved to the left edge. */
export function inColumns(rows: readonly Row[]): readonly Row[] {
  const parted = rows.map(segmentsOf);
  const gutter = gutterOf(parted);
  if (gutter === null) return rows;
  const shift = edgeOf(parted, gutter) - edgeOf(parted, -Infinity);
  const ordered: Row[] = [];
  let right: Row[] = [];
  for (const [index, segments] of parted.entries()) {
    if (segments.some(({ from, to }) => from < gutter && to > gutter)) {
      ordered.push(...right, rows[index] ?? []);
      right = [];
      continue;
    }
    const ofLeft = segments.filter(({ to }) => to <= gutter).flatMap(({ runs }) => runs);
    const ofRight = segments.filter(({ from }) => from >= gutter).flatMap(({ runs }) => runs);
    if (ofLeft.length > 0) ordered.push(ofLeft);
    if (ofRight.length > 0) right.push(ofRight.map((run) => ({ ...run, x: run.x - shift })));
  }
  return [...ordered, ...right];
}

function segmentsOf(row: Row): readonly Segment[] {
  const segments: { from: number; to: number; runs: Run[] }[] = [];
  for (const run of row) {
    const last = segments.at(-1);
    if (run.text.trim() === '') {
      last?.runs.push(run);
      continue;
    }
    const to = run.x + run.width;
    if (last && run.x - last.to < NARROWEST) {
      last.runs.push(run);
      last.to = Math.max(last.to, to);
    } else segments.push({ from: run.x, to, runs: [run] });
  }
  return segments;
}

/** Where the gutter stands; null on a page of one column. */
function gutterOf(rows: readonly (readonly Segment[])[]): number | null {
  const all = rows.flat();
  if (all.length < FEWEST_ROWS * 2) return null;
  const left = Math.min(...all.map(({ from }) => from));
  const width = Math.max(...all.map(({ to }) => to)) - left;
  const starts = new Set(all.map(({ from }) => Math.floor(from)));
  let best: { readonly at: number; readonly across: number } | null = null;
  for (const at of starts) {
    const place = (at - left) / width;
    if (place < LEFTMOST || place > RIGHTMOST) continue;
    const across = rows.filter((row) => row.some(({ from, to }) => from < at - 1 && to > at - 1)).length;
    if (across < (best?.across ?? rows.length * MOST_ACROSS) && isGutter(rows, at - 1)) best = { at: at - 1, across };
  }
  return best?.at ?? null;
}

function isGutter(rows: readonly (readonly Segment[])[], at: number): boolean {
  const left = rows.flatMap((row) => row.filter(({ to }) => to <= at).slice(-1));
  const right = rows.flatMap((row) => row.filter(({ from }) => from >= at).slice(0, 1));
  if (left.length < FEWEST_ROWS || right.length < FEWEST_ROWS) return false;
  const beside = rows.filter((row) => row.some(({ to }) => to <= at) && row.some(({ from }) => from >= at)).length;
  // Columns that run for themselves seldom stand line by line beside each other; where they do, their text must run on.
  return beside < Math.min(left.length, right.length) * 0.5 || (isRunning(left) && isRunning(right));
}

function isRunning(segments: readonly Segment[]): boolean {
  const small = segments.filter(({ runs }) =>
    /^\p{Ll}/u.test(
      runs
        .map(({ text }) => text)
        .join('')
        .trim(),
    ),
  ).length;
  return small >= segments.length * RUNNING;
}

/** The leftmost place where text begins right of `at`. */
function edgeOf(rows: readonly (readonly Segment[])[], at: number): number {
  return Math.min(...rows.flat().flatMap(({ from }) => (from >= at ? [from] : [])));
}
