// Cuts Markdown lines into pieces that can be parsed one by one, at places where no block is open.

export interface Chunk {
  /** 0-based; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** From here on a chunk ends at the next safe place … */
const GOOD_SIZE = 48 * 1024;
/** … and from here on at any line outside a code fence and a table. */
const LARGEST_SIZE = 160 * 1024;

const FENCE = /^[\s>]*(?:[-*+]\s+)?(`{3,}|~{3,})/;

export function* chunkLines(lines: readonly string[]): Generator<Chunk> {
  let start = 0;
  let size = 0;
  let fence: string | undefined;
  let previous = '';
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (
      fence === undefined &&
      size > GOOD_SIZE &&
      ((size > LARGEST_SIZE && !line.includes('|')) || isSafeStart(line, previous))
    ) {
      yield { start, end: index };
      start = index;
      size = 0;
    }
    fence = fenceAfter(line, fence);
    size += line.length + 1;
    previous = line;
  }
  yield { start, end: lines.length };
}

/** The fence that is open after this line, or undefined. */
export function fenceAfter(line: string, open: string | undefined): string | undefined {
  if (!line.includes('```') && !line.includes('~~~')) return open;
  const mark = FENCE.exec(line)?.[1];
  if (open === undefined) return mark;
  const closes = mark?.startsWith(open) === true && line.slice(line.indexOf(mark) + mark.length).trim() === '';
  return closes ? undefined : open;
}

/** An unindented line after an empty one, or a list item in the first column, continues nothing. */
function isSafeStart(line: string, previous: string): boolean {
  if (line === '' || line.startsWith(' ') || line.startsWith('\t')) return false;
  return previous.trim() === '' || /^[-*+] \S/.test(line);
}
