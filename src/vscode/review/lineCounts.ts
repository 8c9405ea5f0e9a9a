// How many lines a file change adds and takes away, as Git counts them.

export interface LineCounts {
  readonly added: number;
  readonly removed: number;
}

/** Above this many differing lines the exact number costs more than it tells. */
const mostEdits = 2000;

/** Null stands for no file. */
export function countLines(original: string | null, proposed: string | null): LineCounts {
  const [before, after] = withoutCommonEnds(linesOf(original), linesOf(proposed));
  const edits = editDistance(before, after);
  if (edits === null) return { added: after.length, removed: before.length };
  const growth = after.length - before.length;
  return { added: (edits + growth) / 2, removed: (edits - growth) / 2 };
}

/** A line break at the end opens no further line; a missing one makes the last line another. */
function linesOf(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
}

function withoutCommonEnds(
  before: readonly string[],
  after: readonly string[],
): readonly [readonly string[], readonly string[]] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}

/** Myers' greedy walk: the fewest lines added and removed; null above the limit. */
function editDistance(before: readonly string[], after: readonly string[]): number | null {
  const furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= mostEdits; edits++) {
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const above = furthest.get(diagonal + 1) ?? -1;
      const left = furthest.get(diagonal - 1) ?? -1;
      let x = diagonal === -edits || (diagonal !== edits && left < above) ? above : left + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      if (x >= before.length && x - diagonal >= after.length) return edits;
      furthest.set(diagonal, x);
    }
  }
  return null;
}
