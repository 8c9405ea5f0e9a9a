// Spans of the core (from 1, end exclusive) ↔ ranges of the protocol (from 0), and words at a place.
import type { Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../core/prd/document.ts';

export function rangeOf({ line, column, endLine, endColumn }: Span): Range {
  return {
    start: { line: Math.max(0, line - 1), character: Math.max(0, column - 1) },
    end: { line: Math.max(0, endLine - 1), character: Math.max(0, endColumn - 1) },
  };
}

/** The line's text without its break. */
export function lineAt(text: TextDocument, line: number): string {
  return text.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }).replace(/[\r\n]+$/, '');
}

export const contains = ({ start, end }: Range, { line, character }: Position): boolean =>
  (line > start.line || (line === start.line && character >= start.character)) &&
  (line < end.line || (line === end.line && character <= end.character));

export interface Word {
  readonly word: string;
  readonly range: Range;
}

/** The match of a global pattern that the position touches. */
export function wordAt(text: TextDocument, { line, character }: Position, pattern: RegExp): Word | null {
  return wordsIn(lineAt(text, line), line, pattern).find(({ range }) => contains(range, { line, character })) ?? null;
}

/** All matches of a global pattern in one line. */
export function wordsIn(content: string, line: number, pattern: RegExp): Word[] {
  return Array.from(content.matchAll(pattern), ({ 0: word, index }) => ({
    word,
    range: { start: { line, character: index }, end: { line, character: index + word.length } },
  }));
}
