// Plain text → blocks: numbered, underlined and upper-case headings, bullets, numbers, paragraphs, drawings.
import { type Breathe, createBreathe } from '../breathe.ts';
import { decodeText } from './decode.ts';
import type { Anchor, Block, DocumentReader, SourceDocument, Span } from './document.ts';
import {
  bulletOf,
  isDrawing,
  isShortHeading,
  isTitleLine,
  isTocLine,
  numberedHeading,
  upperCaseHeading,
} from './lineShapes.ts';
import { readMarkdown } from './markdown.ts';
import { cleanText, colonLabel, linesOf, maskUnreadable } from './text.ts';
import { tagHeading } from './tagHeadings.ts';

export const plainTextReader: DocumentReader = {
  format: 'text',
  extensions: ['.txt', '.text'],
  async read(bytes, signal) {
    const breathe = createBreathe(signal);
    const { text } = decodeText(bytes);
    if (isMarkdown(text)) return { ...(await readMarkdown(text, breathe)), format: 'text' };
    return readPlainText(text, breathe);
  },
};

/** Many a `.txt` is Markdown: two headings with number signs, or a fence, tell it. */
function isMarkdown(text: string): boolean {
  const sample = text.slice(0, 200_000);
  return (sample.match(/^#{1,6} +\S/gm)?.length ?? 0) >= 2 || /^```\w*\s*$/m.test(sample);
}

export async function readPlainText(text: string, breathe: Breathe): Promise<SourceDocument> {
  const lines = linesOf(maskUnreadable(text));
  const reader = new LineReader(lines);
  while (reader.next()) {
    const pause = breathe();
    if (pause) await pause;
  }
  const title = titleOf(lines, reader.blocks);
  return { format: 'text', ...(title === undefined ? {} : { title }), blocks: reader.blocks };
}

/** The first line names a document whose headings begin only below it. */
function titleOf(lines: readonly string[], blocks: readonly Block[]): string | undefined {
  const [first] = blocks;
  if (first?.type !== 'paragraph' || !blocks.some(({ type }) => type === 'heading')) return undefined;
  const [line = '', below = ''] = lines.slice(first.span.line - 1);
  return isTitleLine(line, below) ? cleanText(line) : undefined;
}

/** A paragraph or item that still grows line by line. */
interface Open {
  readonly item?: { readonly depth: number; readonly ordered: boolean; readonly checked?: boolean };
  readonly indent: number;
  readonly pieces: string[];
  /** Of the pieces, joined with blanks. */
  length: number;
  readonly anchors: Anchor[];
  readonly start: { readonly line: number; readonly column: number };
  end: { line: number; column: number };
}

const UNDERLINE = /^\s{0,3}(={3,}|-{3,}|~{3,}|\*{3,})\s*$/;

class LineReader {
  readonly blocks: Block[] = [];
  readonly #lines: readonly string[];
  #at = 0;
  #open: Open | undefined;
  #hasCapitals = false;
  /** Indents of the lists that are open, outermost first. */
  #indents: number[] = [];

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** Reads one line, or several that belong together; false at the end. */
  next(): boolean {
    const line = this.#lines[this.#at];
    if (line === undefined) {
      this.#close();
      return false;
    }
    if (line.trim() === '') this.#close();
    else if (!this.#heading(line) && !this.#drawing(line) && !isTocLine(line) && !this.#bullet(line)) this.#words(line);
    this.#at++;
    return true;
  }

  #heading(line: string): boolean {
    if (UNDERLINE.test(line)) {
      this.#close();
      return true;
    }
    const tag = tagHeading(line, this.#lines[this.#at + 1]);
    if (tag !== undefined) return this.#pushHeading(1, tag, line);
    const atx = /^(#{1,6})\s+(.*)$/.exec(line);
    if (atx) return this.#pushHeading(atx[1]?.length ?? 1, atx[2] ?? '', line);
    if (!this.#isFree()) return false;
    const underlined = this.#underlinedLevel(line);
    const level = underlined ?? numberedHeading(line, this.#neighbours()) ?? this.#capitals(line);
    if (level === undefined) return false;
    this.#pushHeading(level, line.trim(), line);
    if (underlined !== undefined) this.#at++;
    return true;
  }

  #capitals(line: string): number | undefined {
    const level = upperCaseHeading(line);
    if (level !== undefined) this.#hasCapitals = true;
    if (level !== undefined || !this.#hasCapitals) return level;
    return isShortHeading(line, this.#neighbours().below) ? 1 : undefined;
  }

  /** A line of signs about as long as the words above it makes them a heading. */
  #underlinedLevel(line: string): number | undefined {
    const underline = UNDERLINE.exec(this.#lines[this.#at + 1] ?? '')?.[1];
    const { length } = line.trim();
    if (underline === undefined || Math.abs(underline.length - length) > Math.max(3, length / 2)) return undefined;
    return underline.startsWith('=') ? 1 : 2;
  }

  /** Nothing stands right above: a heading may begin. */
  #isFree(): boolean {
    return this.#at === 0 || (this.#lines[this.#at - 1] ?? '').trim() === '' || this.#blocksEndAbove();
  }

  #blocksEndAbove(): boolean {
    return this.#open === undefined && this.blocks.at(-1)?.type === 'heading';
  }

  #neighbours(): { readonly above: string; readonly below: string } {
    return { above: this.#lines[this.#at - 1] ?? '', below: this.#lines[this.#at + 1] ?? '' };
  }

  #pushHeading(level: number, text: string, line: string): true {
    this.#close();
    this.#indents = [];
    const words = cleanText(text.replace(/[=#*:\s]+$/, '').replace(/^[=*\s]+/, ''));
    if (words !== '') this.blocks.push({ type: 'heading', level, text: words, span: this.#lineSpan(line) });
    return true;
  }

  #drawing(line: string): boolean {
    if (!isDrawing(line)) return false;
    this.#close();
    const start = this.#at;
    while (isDrawing(this.#lines[this.#at + 1] ?? '')) this.#at++;
    const text = this.#lines.slice(start, this.#at + 1).join('\n');
    const endColumn = (this.#lines[this.#at] ?? '').length + 1;
    this.blocks.push({
      type: 'code',
      language: '',
      text,
      span: { line: start + 1, column: 1, endLine: this.#at + 1, endColumn },
    });
    return true;
  }

  #bullet(line: string): boolean {
    const bullet = bulletOf(line);
    if (!bullet || (this.#open && !this.#open.item && bullet.ordered && !this.#isFree())) return false;
    this.#close();
    while ((this.#indents.at(-1) ?? -Infinity) >= bullet.indent + 2) this.#indents.pop();
    if ((this.#indents.at(-1) ?? -Infinity) < bullet.indent - 1) this.#indents.push(bullet.indent);
    const { checked, ordered } = bullet;
    const item = {
      depth: Math.max(0, this.#indents.length - 1),
      ordered,
      ...(checked === undefined ? {} : { checked }),
    };
    this.#begin(line, bullet.start, bullet.indent, item);
    return true;
  }

  #words(line: string): void {
    const indent = line.length - line.trimStart().length;
    // After an item, words that are not indented deeper than its marker start a paragraph of their own.
    if (this.#open?.item && indent < this.#open.indent + 1 && indent === 0 && this.#open.indent > 0) this.#close();
    if (this.#open) {
      this.#grow(line, indent);
      return;
    }
    if (indent === 0) this.#indents = [];
    this.#begin(line, indent, indent);
  }

  #begin(line: string, start: number, indent: number, item?: Open['item']): void {
    const place = { line: this.#at + 1, column: start + 1 };
    this.#open = { ...(item ? { item } : {}), indent, pieces: [], length: 0, anchors: [], start: place, end: place };
    this.#grow(line, start);
  }

  #grow(line: string, start: number): void {
    const open = this.#open;
    if (!open) return;
    const words = cleanText(line.slice(start));
    open.anchors.push({ at: open.length, line: this.#at + 1, column: start + 1 });
    open.pieces.push(words);
    open.length += words.length + 1;
    open.end = { line: this.#at + 1, column: line.trimEnd().length + 1 };
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const text = open.pieces.join(' ').trim();
    if (text === '') return;
    const { start, end, anchors, item } = open;
    const span = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    const label = colonLabel(text);
    const shared = { text, ...(label === undefined ? {} : { label }), span };
    this.blocks.push(item ? { type: 'item', ...item, ...shared } : { type: 'paragraph', ...shared, anchors });
  }

  #lineSpan(line: string): Span {
    const column = line.length - line.trimStart().length + 1;
    return { line: this.#at + 1, column, endLine: this.#at + 1, endColumn: line.trimEnd().length + 1 };
  }
}
