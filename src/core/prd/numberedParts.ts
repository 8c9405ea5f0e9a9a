// "REQ-1: … REQ-2: …": statements that each open with a number of their own, in one paragraph.
import type { Block, Span } from './document.ts';
import { splitIdentifier } from './forms.ts';
import { spanWithin } from './sentences.ts';
import { matchesOf } from './text.ts';

type Paragraph = Extract<Block, { type: 'paragraph' }>;

export interface NumberedPart {
  readonly identifier: string;
  /** The words after it. */
  readonly rest: string;
  readonly source: Span;
}

/** Where a number might stand. */
const CANDIDATE = /\s(?=[[(]?(?:[A-Z]{1,6}[-_ ]?)?\d)/gu;
/** "REQ-7: …", not "(see REQ-5)". */
const NAMED = /^[[(]?[A-Z][\w.-]*\d[\])]?\s*[:.)–—-]/u;

/** The statements of a paragraph that opens with a number; none for any other. */
export function numberedParts({ text, span, anchors }: Paragraph): readonly NumberedPart[] {
  if (splitIdentifier(text) === undefined) return [];
  const lines = new Set(
    anchors?.flatMap(({ at, line }, index) => (line > (anchors[index - 1]?.line ?? 0) ? [at] : [])),
  );
  const isPart = (at: number): boolean => {
    const words = text.slice(at);
    if (splitIdentifier(words) === undefined) return false;
    return lines.has(at) || (NAMED.test(words) && /[.;!?)]\s*$/u.test(text.slice(Math.max(0, at - 3), at)));
  };
  const starts = [
    0,
    ...matchesOf(CANDIDATE, text)
      .map(({ index }) => index + 1)
      .filter(isPart),
  ];
  return starts.flatMap((start, index) => {
    const words = text.slice(start, starts[index + 1]).trim();
    const numbered = splitIdentifier(words);
    if (!numbered) return [];
    const source = starts.length === 1 ? span : spanWithin(span, anchors, start, start + words.length);
    return [{ ...numbered, source }];
  });
}
