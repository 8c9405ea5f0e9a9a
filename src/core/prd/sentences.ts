// Cuts a paragraph into sentences and tells where each stands in the source.
import type { Anchor, Span } from './document.ts';
import { matchesOf } from './text.ts';

export interface Sentence {
  readonly text: string;
  /** Offset in the paragraph's text. */
  readonly at: number;
}

/** The end of a sentence: not after "e.g." or an initial. */
const END =
  /(?<![\s(](?:e\.g|i\.e|etc|vs|cf|approx|incl|no|fig|dr|mr|mrs|ms|st|[a-z]))[.!?]["”’)\]]*\s+(?=["“‘([]?[\p{Lu}\p{N}])/giu;
/** "1. Open the box 2. Take the parcel": numbers that count parts end no sentence; "as in section 4. The" does. */
const COUNTED = /(?:^|[\s(])1\.\s.*\s2\.\s/su;
const COUNT = /(?:^|[\s(])\d{1,2}$/u;

export function* sentencesOf(text: string): Generator<Sentence> {
  let at = 0;
  const isCounted = COUNTED.test(text);
  for (const match of matchesOf(END, text)) {
    const end = match.index + match[0].length;
    if (COUNT.test(text.slice(at, match.index)) && (isCounted || match.index - at <= 3)) continue;
    // The flag `i`, needed for the abbreviations, must not let a lower-case word open a sentence.
    if (/\p{Ll}/u.test(/[\p{L}\p{N}]/u.exec(text.slice(end, end + 3))?.[0] ?? '')) continue;
    yield { text: text.slice(at, end).trimEnd(), at };
    at = end;
  }
  if (at < text.length) yield { text: text.slice(at), at };
}

/** The place of `text[from, to)` in the source, as fine as the anchors allow; the whole block without any. */
export function spanWithin(span: Span, anchors: readonly Anchor[] | undefined, from: number, to: number): Span {
  const start = from === 0 ? undefined : placeAt(anchors, from);
  const end = placeAt(anchors, to - 1);
  return {
    ...span,
    ...(start ?? {}),
    ...(end ? clamp({ endLine: end.line, endColumn: end.column + 1 }, span) : {}),
  };
}

function placeAt(anchors: readonly Anchor[] | undefined, offset: number): Omit<Anchor, 'at'> | undefined {
  if (anchors === undefined) return undefined;
  let low = 0;
  for (let high = anchors.length - 1; low < high;) {
    const middle = (low + high + 1) >> 1;
    if ((anchors[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const anchor = anchors[low];
  if (!anchor || anchor.at > offset) return undefined;
  const { at, line, column, page } = anchor;
  return { line, column: column + offset - at, ...(page === undefined ? {} : { page }) };
}

/** An end computed over stripped markup never lies behind the block's own. */
function clamp(end: { endLine: number; endColumn: number }, span: Span): { endLine: number; endColumn: number } {
  const isBehind = end.endLine > span.endLine || (end.endLine === span.endLine && end.endColumn > span.endColumn);
  return isBehind ? { endLine: span.endLine, endColumn: span.endColumn } : end;
}
