// Markdown (CommonMark with GFM tables and task lists, YAML front matter) → blocks.
import type { MarkdownIt, Token } from 'markdown-it';
import { parse as parseYaml } from 'yaml';
import { type Breathe, createBreathe } from '../breathe.ts';
import { decodeText } from './decode.ts';
import type { Block, Cell, DocumentReader, SourceDocument, Span } from './document.ts';
import { chunkLines } from './markdownChunks.ts';
import { type InlineSource, type InlineText, readInline, readInlineText } from './markdownInline.ts';
import { maskMarkup } from './markdownMask.ts';
import { createParser, readBlocks } from './markdownParser.ts';
import { cleanText, linesOf, maskUnreadable } from './text.ts';

export const markdownReader: DocumentReader = {
  format: 'markdown',
  extensions: ['.md', '.markdown', '.mdown', '.mkd'],
  read: (bytes, signal) => readMarkdown(decodeText(bytes).text, createBreathe(signal)),
};

/** Reads Markdown text in slices, so that a document of many megabytes does not hold up the editor. */
export async function readMarkdown(text: string, breathe: Breathe): Promise<SourceDocument> {
  const parser = createParser();
  const { lines, title } = takeFrontMatter(linesOf(maskUnreadable(text)));
  await maskMarkup(lines, breathe);
  const blocks: Block[] = [];
  for (const { start, end } of chunkLines(lines)) {
    await breathe();
    const tokens = readBlocks(parser, lines.slice(start, end));
    const reader = new TokenReader(parser, lines, start, blocks);
    for (const token of tokens) {
      reader.take(token);
      const pause = token.type === 'inline' ? breathe() : undefined;
      if (pause) await pause;
    }
  }
  return { format: 'markdown', ...(title === undefined ? {} : { title }), blocks };
}

/** Blanks the front matter out, so that lines keep their numbers, and takes its title. */
function takeFrontMatter(lines: string[]): { lines: string[]; title?: string } {
  if (lines[0]?.trimEnd() !== '---') return { lines };
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (end === -1 || !/^[\w-]+\s*:/.test(lines.slice(1, end).find((line) => line.trim() !== '') ?? '')) return { lines };
  const title = titleOf(lines.slice(1, end).join('\n'));
  return { lines: lines.fill('', 0, end + 1), ...(title === undefined ? {} : { title }) };
}

function titleOf(yaml: string): string | undefined {
  try {
    const matter: unknown = parseYaml(yaml, { maxAliasCount: 10 });
    if (typeof matter !== 'object' || matter === null || !('title' in matter)) return undefined;
    return typeof matter.title === 'string' && matter.title.trim() !== '' ? cleanText(matter.title) : undefined;
  } catch {
    // Front matter is an ornament: a document whose YAML is broken is still a document.
    return undefined;
  }
}

interface OpenList {
  readonly ordered: boolean;
  /** What its first item is numbered with, where that is not 1; gone when that item is read. */
  start: number | undefined;
}

function startOf(token: Token): number | undefined {
  const start = token.attrGet('start');
  return start === null ? undefined : Number(start);
}

/** Walks the block tokens of one chunk and adds what it finds to `blocks`. */
class TokenReader {
  readonly #parser: MarkdownIt;
  readonly #lines: readonly string[];
  readonly #start: number;
  readonly #blocks: Block[];
  readonly #lists: OpenList[] = [];
  /** The marker of an item was read and its text was not yet. */
  #itemOpen = false;
  #heading = 0;
  #table: TableRows | undefined;

  constructor(parser: MarkdownIt, lines: readonly string[], start: number, blocks: Block[]) {
    this.#parser = parser;
    this.#lines = lines;
    this.#start = start;
    this.#blocks = blocks;
  }

  take(token: Token): void {
    switch (token.type) {
      case 'bullet_list_open':
      case 'ordered_list_open':
        this.#lists.push({ ordered: token.type === 'ordered_list_open', start: startOf(token) });
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        this.#lists.pop();
        break;
      case 'list_item_open':
        this.#itemOpen = true;
        break;
      case 'list_item_close':
        this.#itemOpen = false;
        break;
      case 'heading_open':
        this.#heading = Number(token.tag.slice(1));
        break;
      case 'heading_close':
        this.#heading = 0;
        break;
      case 'inline':
        if (this.#table) this.#table.addCell(this.#parser, token.content);
        else this.#inline(token);
        break;
      case 'fence':
      case 'code_block':
        this.#code(token);
        break;
      default:
        this.#tablePart(token);
    }
  }

  #inline(token: Token): void {
    if (token.content.trim() === '') return;
    const source = this.#sourceOf(token);
    if (this.#itemOpen) {
      this.#item(source);
      return;
    }
    const inline = readInline(this.#parser, source);
    if (inline.text === '') return;
    if (this.#heading === 0) {
      this.#paragraph(inline);
      return;
    }
    this.#blocks.push({ type: 'heading', level: this.#heading, text: inline.text, span: inline.span });
  }

  #item(source: InlineSource): void {
    this.#itemOpen = false;
    const box = /^\[([ xX])\]\s+/.exec(source.content);
    const inline = readInline(this.#parser, box ? withoutStart(source, box[0].length) : source);
    if (inline.text === '' || inline.struck || inline.tocEntry) return;
    const list = this.#lists.at(-1);
    const number = list?.start;
    if (list) list.start = undefined;
    this.#blocks.push({
      type: 'item',
      depth: Math.max(0, this.#lists.length - 1),
      ordered: list?.ordered ?? false,
      ...(number === undefined ? {} : { number }),
      ...(box ? { checked: box[1] !== ' ' } : {}),
      text: inline.text,
      ...labelOf(inline),
      span: inline.span,
    });
  }

  #paragraph(inline: InlineText): void {
    if (inline.struck) return;
    const { text, span, anchors } = inline;
    this.#blocks.push({ type: 'paragraph', text, span, ...labelOf(inline), anchors });
  }

  #code({ info, content, map }: Token): void {
    const line = this.#start + (map?.[0] ?? 0);
    const endLine = this.#start + (map?.[1] ?? 0);
    const span = { line: line + 1, column: 1, endLine, endColumn: (this.#lines[endLine - 1] ?? '').length + 1 };
    this.#blocks.push({ type: 'code', language: info.trim().split(/\s/)[0] ?? '', text: content, span });
  }

  #tablePart({ type, map }: Token): void {
    if (type === 'table_open') this.#table = new TableRows();
    else if (type === 'tr_open') {
      const line = this.#start + (map?.[0] ?? 0);
      this.#table?.openRow(line + 1, this.#lines[line] ?? '');
    } else if (type === 'table_close' && this.#table) {
      this.#blocks.push(this.#table.block());
      this.#table = undefined;
    }
  }

  /** Finds the column of each content line: the block parser only ever cuts lines at their ends. */
  #sourceOf({ content, map }: Token): InlineSource {
    const first = this.#start + (map?.[0] ?? 0);
    const columns = content.includes('\n')
      ? content.split('\n').map((part, index) => this.#columnOf(part, first + index))
      : [this.#columnOf(content, first)];
    return { content, line: first + 1, columns };
  }

  #columnOf(words: string, line: number): number {
    return Math.max(0, (this.#lines[line] ?? '').lastIndexOf(words.trimEnd())) + 1;
  }
}

/** Cuts a checkbox off the first line. */
function withoutStart({ content, line, columns: [first = 1, ...others] }: InlineSource, length: number): InlineSource {
  return { content: content.slice(length), line, columns: [first + length, ...others] };
}

function labelOf({ label }: InlineText): { label?: string } {
  return label === undefined ? {} : { label };
}

/** Collects the cells of one table with their places. */
class TableRows {
  readonly #rows: Cell[][] = [];
  #line = 0;
  #source = '';
  #cursor = 0;

  openRow(line: number, source: string): void {
    this.#rows.push([]);
    this.#line = line;
    this.#source = source;
    this.#cursor = 0;
  }

  addCell(parser: MarkdownIt, content: string): void {
    const found = this.#find(content);
    const at = Math.max(found.at, this.#cursor);
    this.#cursor = Math.min(at + found.length, this.#source.length);
    const text = content === '' ? '' : readInlineText(parser, content);
    const span = { line: this.#line, column: at + 1, endLine: this.#line, endColumn: this.#cursor + 1 };
    this.#rows.at(-1)?.push({ text, span });
  }

  /** A pipe within a cell is written `\|` and reaches us bare. */
  #find(content: string): { readonly at: number; readonly length: number } {
    const at = this.#source.indexOf(content, this.#cursor);
    if (at !== -1) return { at, length: content.length };
    const escaped = content.replaceAll('|', '\\|');
    return { at: this.#source.indexOf(escaped, this.#cursor), length: escaped.length };
  }

  block(): Block {
    const [header = [], ...rows] = this.#rows;
    const end = (rows.at(-1) ?? header).at(-1)?.span;
    const span: Span = {
      line: header[0]?.span.line ?? this.#line,
      column: 1,
      endLine: this.#line,
      endColumn: end?.endColumn ?? 1,
    };
    return { type: 'table', header, rows, span };
  }
}
