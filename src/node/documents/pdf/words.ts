// Lines of one block → its text: words that were cut at the end of a line are put together again.
import type { Anchor, Span } from '../../../core/prd/document.ts';
import { boldLabel, cleanText, colonLabel } from '../../../core/prd/text.ts';
import type { PlacedRun } from './lines.ts';

/** A part of a line that belongs to a block. */
export interface Piece {
  readonly page: number;
  readonly line: number;
  readonly runs: readonly PlacedRun[];
}

export interface BlockText {
  readonly text: string;
  readonly label?: string;
  readonly span: Span;
  readonly anchors: readonly Anchor[];
}

/** Knows the words of a document, to tell "real-" + "time" from "compre-" + "hensive". */
export type Vocabulary = ReadonlySet<string>;

export function vocabularyOf(lines: readonly { readonly text: string }[]): Vocabulary {
  const words = new Set<string>();
  for (const { text } of lines) {
    // The last word of a line may be half a word.
    const whole = text.replace(/\S*[-\u2010\u00AD]$/, '');
    for (const [word] of whole.toLowerCase().matchAll(/\p{L}+(?:[-\u2010]\p{L}+)*/gu))
      words.add(word.replaceAll('\u2010', '-'));
  }
  return words;
}

/** Undefined for pieces without a readable word. */
export function blockText(pieces: readonly Piece[], vocabulary: Vocabulary): BlockText | undefined {
  let text = '';
  const anchors: Anchor[] = [];
  for (const { page, line, runs } of pieces) {
    const words = cleanText(joinRuns(runs));
    if (words === '') continue;
    text = text === '' ? '' : openFor(text, words, vocabulary);
    anchors.push({ at: text.length, line, column: runs[0]?.column ?? 1, page });
    text += words;
  }
  const [first] = anchors;
  const last = pieces.findLast(({ runs }) => runs.some((run) => run.text.trim() !== ''));
  if (!first || !last) return undefined;
  const end = last.runs.at(-1);
  const span: Span = {
    line: first.line,
    column: first.column,
    endLine: last.line,
    endColumn: end ? end.column + end.text.trimEnd().length : 1,
    page: first.page ?? last.page,
  };
  const label = labelOf(pieces, text);
  return { text, ...(label === undefined ? {} : { label }), span, anchors };
}

function joinRuns(runs: readonly PlacedRun[]): string {
  let text = '';
  let start = runs[0]?.column ?? 1;
  for (const { text: words, column } of runs) {
    // The gap that the line left between two runs.
    if (column - start > text.length) text += ' ';
    text += words;
    start = column - text.length + words.length;
  }
  return text;
}

/** What stands before the next line: with a blank, or with its hyphen resolved. */
function openFor(text: string, next: string, vocabulary: Vocabulary): string {
  const cut = /(\p{L}+)([-\u2010\u00AD])$/u.exec(text);
  const tail = /^\p{Ll}+/u.exec(next)?.[0];
  if (!cut || tail === undefined) return /[-\u2010]$/.test(text) && /\w[-\u2010]$/.test(text) ? text : `${text} `;
  const [, head = '', hyphen = ''] = cut;
  return keepsHyphen(head, tail, hyphen, vocabulary) ? `${text.slice(0, -1)}-` : text.slice(0, -1);
}

function keepsHyphen(head: string, tail: string, hyphen: string, vocabulary: Vocabulary): boolean {
  const [first, second] = [head.toLowerCase(), tail.toLowerCase()];
  if (vocabulary.has(`${first}-${second}`)) return true;
  if (vocabulary.has(first + second)) return false;
  // U+2010 and the soft hyphen are set by the typesetter, "-" mostly by the author.
  return hyphen === '-' && (vocabulary.has(first) || vocabulary.has(second));
}

/** The bold words that a block opens with; a status mark may stand before them. */
function labelOf(pieces: readonly Piece[], text: string): string | undefined {
  const runs = pieces.flatMap((piece) => piece.runs).filter((run) => /[\p{L}\p{N}]/u.test(run.text));
  const end = runs.findIndex(({ isBold }) => !isBold);
  const bold = (end === -1 ? runs : runs.slice(0, end)).map((run) => run.text).join(' ');
  return boldLabel(cleanText(bold), text) ?? colonLabel(text);
}
