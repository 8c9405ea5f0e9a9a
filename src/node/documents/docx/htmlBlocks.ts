// The plain HTML that mammoth makes → blocks. A Word document has no lines: each block counts as one.
import { decodeHtmlEntities } from './entities.ts';
import type { Block, Cell, Span } from '../../../core/prd/document.ts';
import { bulletOf } from '../../../core/prd/lineShapes.ts';
import { boldLabel, cleanText, colonLabel } from '../../../core/prd/text.ts';

const TOKEN = /<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/gi;

export function htmlBlocks(html: string): Block[] {
  const reader = new HtmlReader();
  for (const [text, closing, tag] of html.matchAll(TOKEN)) {
    if (tag === undefined) reader.words(decodeHtmlEntities(text));
    else if (closing === '/') reader.close(tag.toLowerCase());
    else reader.open(tag.toLowerCase());
  }
  reader.flush();
  return reader.blocks;
}

class HtmlReader {
  readonly blocks: Block[] = [];
  readonly #lists: { readonly ordered: boolean }[] = [];
  #text = '';
  #bold = '';
  #boldState: 'before' | 'inside' | 'after' = 'before';
  #heading = 0;
  #itemOpen = false;
  #rows: Cell[][] | undefined;
  #line = 1;

  words(text: string): void {
    this.#text += text;
    if (this.#boldState === 'inside') this.#bold += text;
    else if (this.#boldState === 'before' && /[\p{L}\p{N}]/u.test(text)) this.#boldState = 'after';
  }

  open(tag: string): void {
    if (tag === 'strong' && this.#boldState === 'before') this.#boldState = 'inside';
    else if (tag === 'br') this.words(' ');
    else if (tag === 'ul' || tag === 'ol') {
      this.flush();
      this.#lists.push({ ordered: tag === 'ol' });
    } else if (tag === 'li') {
      this.flush();
      this.#itemOpen = true;
    } else if (/^h[1-6]$/.test(tag)) {
      this.flush();
      this.#heading = Number(tag.slice(1));
    } else if (tag === 'table') {
      this.flush();
      this.#rows = [];
    } else if (tag === 'tr') this.#rows?.push([]);
  }

  close(tag: string): void {
    if (tag === 'strong' && this.#boldState === 'inside') this.#boldState = 'after';
    else if (tag === 'ul' || tag === 'ol') {
      this.flush();
      this.#lists.pop();
    } else if (tag === 'td' || tag === 'th') this.#cell();
    else if (tag === 'table') this.#table();
    else if (tag === 'p' && this.#rows) this.words(' ');
    else if (/^(?:p|li|h[1-6])$/.test(tag)) this.flush();
  }

  /** Ends the block that is open. */
  flush(): void {
    if (this.#rows) return;
    const text = cleanText(this.#text);
    const label = this.#label(text);
    const span = this.#place(text);
    this.#reset();
    if (text === '') return;
    this.#line++;
    const named = label === undefined ? {} : { label };
    if (this.#heading > 0) this.blocks.push({ type: 'heading', level: this.#heading, text, span });
    else if (this.#itemOpen) this.#item(text, named, span);
    else this.#paragraph(text, named, span);
    this.#heading = 0;
    this.#itemOpen = false;
  }

  #item(text: string, named: { label?: string }, span: Span): void {
    const ordered = this.#lists.at(-1)?.ordered ?? false;
    const box = /^\[([ xX])\]\s+/.exec(text);
    const checked = box ? { checked: box[1] !== ' ' } : {};
    const words = text.slice(box?.[0].length ?? 0);
    const depth = Math.max(0, this.#lists.length - 1);
    this.blocks.push({ type: 'item', depth, ordered, ...checked, text: words, ...named, span });
  }

  /** A bullet typed by hand makes an item as well. */
  #paragraph(text: string, named: { label?: string }, span: Span): void {
    const bullet = bulletOf(text);
    if (!bullet || bullet.ordered) this.blocks.push({ type: 'paragraph', text, ...named, span });
    else {
      const checked = bullet.checked === undefined ? {} : { checked: bullet.checked };
      this.blocks.push({
        type: 'item',
        depth: 0,
        ordered: false,
        ...checked,
        text: text.slice(bullet.start),
        ...named,
        span,
      });
    }
  }

  #cell(): void {
    const text = cleanText(this.#text);
    this.#rows?.at(-1)?.push({ text, span: this.#place(text) });
    this.#reset();
  }

  #table(): void {
    const [header = [], ...rows] = (this.#rows ?? []).map((row, index) => row.map((cell) => this.#moved(cell, index)));
    const lines = rows.length + 1;
    const span = { line: this.#line, column: 1, endLine: this.#line + lines - 1, endColumn: 1 };
    this.#rows = undefined;
    this.#reset();
    if (header.length === 0) return;
    this.blocks.push({ type: 'table', header, rows, span });
    this.#line += lines;
  }

  /** Each row of a table counts as a line. */
  #moved({ text, span }: Cell, row: number): Cell {
    return { text, span: { ...span, line: this.#line + row, endLine: this.#line + row } };
  }

  #label(text: string): string | undefined {
    return boldLabel(cleanText(this.#bold), text) ?? colonLabel(text);
  }

  #place(text: string): Span {
    return { line: this.#line, column: 1, endLine: this.#line, endColumn: text.length + 1 };
  }

  #reset(): void {
    this.#text = '';
    this.#bold = '';
    this.#boldState = 'before';
  }
}
