// Inline Markdown → plain words, with the place of each piece in the source.
import type { MarkdownIt, Token } from 'markdown-it';
import type { Anchor, Span } from './document.ts';
import { readInlineTokens } from './markdownParser.ts';
import { boldLabel, cleanText, colonLabel, foldSpace, maskUnreadable } from './text.ts';

/** The inline content of one block: its raw text and where each of its lines stands in the source. */
export interface InlineSource {
  readonly content: string;
  /** 1-based. */
  readonly line: number;
  /** The 1-based column of the first character of each line of `content`. */
  readonly columns: readonly number[];
}

export interface InlineText {
  readonly text: string;
  readonly anchors: readonly Anchor[];
  readonly span: Span;
  /** The leading bold words, or the words before a colon. */
  readonly label?: string;
  /** Everything is struck through: taken back by its author. */
  readonly struck: boolean;
  /** Nothing but a link into the same document: an entry of a table of contents. */
  readonly tocEntry: boolean;
}

/** Longer runs of text are left as they stand: nobody writes such a paragraph, and it must not hold up the editor. */
const MAX_INLINE_LENGTH = 64 * 1024;
/** What may be markup; `_` within a word and a lone `&` or `~` are none. */
const MARKUP = /[\\`*[<]|(?:^|[^\p{L}\p{N}])_|&[#\w]|~~/u;

export function readInline(parser: MarkdownIt, source: InlineSource): InlineText {
  const { content } = source;
  const span = spanOf(source);
  if (content.length > MAX_INLINE_LENGTH || !MARKUP.test(content)) {
    const { text, anchors } = plainText(source);
    const label = colonLabel(text);
    if (label === undefined) return { text, anchors, span, struck: false, tocEntry: false };
    return { text, anchors, span, label, struck: false, tocEntry: false };
  }
  return flatten(readInlineTokens(parser, content), source, span);
}

/** The words of one line alone, where nobody asks for the places of its pieces. */
export function readInlineText(parser: MarkdownIt, content: string): string {
  if (content.length > MAX_INLINE_LENGTH || !MARKUP.test(content)) return foldSpace(content);
  return flatten(readInlineTokens(parser, content), { content, line: 1, columns: [1] }, NOWHERE).text;
}

/** Text without markup: its lines joined. */
function plainText({ content, line, columns }: InlineSource): Pick<InlineText, 'text' | 'anchors'> {
  if (columns.length === 1) return { text: foldSpace(content), anchors: [{ at: 0, line, column: columns[0] ?? 1 }] };
  let text = '';
  const anchors: Anchor[] = [];
  for (const [index, part] of content.split('\n').entries()) {
    const words = foldSpace(part);
    if (words === '') continue;
    if (text !== '') text += ' ';
    anchors.push({ at: text.length, line: line + index, column: (columns[index] ?? 1) + part.search(/\S/) });
    text += words;
  }
  return { text, anchors };
}

type Place = (offset: number) => { readonly line: number; readonly column: number };

const NOWHERE: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Offsets in the content → places in the source. */
function placer({ content, line, columns }: InlineSource): Place {
  if (columns.length === 1) return (offset) => ({ line, column: (columns[0] ?? 1) + offset });
  const starts = [0];
  for (let at = content.indexOf('\n'); at !== -1; at = content.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    for (let high = starts.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: line + low, column: (columns[low] ?? 1) + offset - (starts[low] ?? 0) };
  };
}

function spanOf({ content, line, columns }: InlineSource): Span {
  const column = columns[0] ?? 1;
  if (columns.length === 1) return { line, column, endLine: line, endColumn: column + content.length };
  let rows = 0;
  let lastStart = 0;
  for (let at = content.indexOf('\n'); at !== -1; at = content.indexOf('\n', lastStart)) {
    lastStart = at + 1;
    rows++;
  }
  return { line, column, endLine: line + rows, endColumn: (columns[rows] ?? 1) + content.length - lastStart };
}

function flatten(tokens: readonly Token[], source: InlineSource, span: Span): InlineText {
  const words = new WordRun(source.content, placer(source));
  const strong = new LeadingBold();
  let struckDepth = 0;
  let plain = '';
  for (const token of tokens) {
    if (token.type === 's_open') struckDepth++;
    else if (token.type === 's_close') struckDepth--;
    const piece = pieceOf(token);
    if (struckDepth === 0) plain += piece;
    strong.take(token, piece);
    words.add(piece, token);
  }
  const text = words.text.trimEnd();
  const label = strong.labelOf(text) ?? colonLabel(text);
  const struck = text !== '' && !/[\p{L}\p{N}]/u.test(plain);
  const inline = { text, anchors: words.anchors, span, struck, tocEntry: isTocEntry(tokens) };
  return label === undefined ? inline : { ...inline, label };
}

function pieceOf(token: Token): string {
  switch (token.type) {
    case 'text':
    case 'code_inline':
    case 'text_special':
      return token.content;
    case 'image':
      return token.content;
    case 'softbreak':
    case 'hardbreak':
    case 'html_inline':
      return ' ';
    default:
      return '';
  }
}

function isTocEntry(tokens: readonly Token[]): boolean {
  const isVisible = ({ type, content }: Token): boolean => type !== 'text' || content.trim() !== '';
  const first = tokens.find(isVisible);
  if (first?.type !== 'link_open') return false;
  const visible = tokens.filter(isVisible);
  return (
    (first.attrGet('href')?.toString() ?? '').startsWith('#') &&
    visible.findIndex(({ type }) => type === 'link_close') === visible.length - 1
  );
}

/** Collects words, folds white space, and remembers where each piece stands. */
class WordRun {
  text = '';
  readonly anchors: Anchor[] = [];
  readonly #content: string;
  readonly #place: Place;
  #cursor = 0;

  constructor(content: string, place: Place) {
    this.#content = content;
    this.#place = place;
  }

  add(piece: string, token: Token): void {
    if (piece === '') return;
    const raw = rawOf(token);
    const found = this.#content.indexOf(raw, this.#cursor);
    if (found !== -1) this.#cursor = found + raw.length;
    // An entity may stand for a control character.
    const words = raw === piece ? piece : maskUnreadable(piece);
    const folded = /\s\s|[^\S ]/.test(words) ? words.replace(/\s+/g, ' ') : words;
    const kept = this.text === '' || this.text.endsWith(' ') ? folded.trimStart() : folded;
    const lead = kept.startsWith(' ') ? 1 : 0;
    if (found !== -1 && kept.length > lead) {
      const at = found + (raw === piece ? piece.length - piece.trimStart().length : 0);
      this.anchors.push({ at: this.text.length + lead, ...this.#place(at) });
    }
    this.text += kept;
  }
}

/** How a piece is written in the source. */
function rawOf({ type, content, markup }: Token): string {
  if (type === 'text_special') return markup;
  return type === 'softbreak' || type === 'hardbreak' ? '\n' : content;
}

/** Finds the bold words that a text opens with; a status mark may stand before them. */
class LeadingBold {
  #state: 'before' | 'inside' | 'done' = 'before';
  #words = '';

  take({ type }: Token, piece: string): void {
    if (this.#state === 'done') return;
    if (type === 'strong_open') this.#state = 'inside';
    else if (type === 'strong_close' && this.#state === 'inside') this.#state = 'done';
    else if (this.#state === 'inside') this.#words += piece;
    else if (/[\p{L}\p{N}]/u.test(piece)) this.#state = 'done';
  }

  /** The bold words, where they name what follows. */
  labelOf(text: string): string | undefined {
    return this.#state === 'done' ? boldLabel(cleanText(this.#words), text) : undefined;
  }
}
