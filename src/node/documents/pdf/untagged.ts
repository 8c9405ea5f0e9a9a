// Lines of an untagged PDF → blocks: headings, list items, tables, code, paragraphs.
import type { Block } from '../../../core/prd/document.ts';
import { bulletOf, isDrawing, isTocLine } from '../../../core/prd/lineShapes.ts';
import type { HeadingTest } from './headings.ts';
import type { Line, PlacedRun } from './lines.ts';
import { tableAt } from './tables.ts';
import { blockText, type Piece, type Vocabulary } from './words.ts';

/** A block that still grows line by line. */
interface Open {
  readonly kind: 'heading' | 'item' | 'paragraph';
  readonly level: number;
  readonly ordered: boolean;
  readonly checked?: boolean | undefined;
  /** Where its words begin, in points. */
  readonly x: number;
  readonly pieces: Piece[];
  last: Line;
}

export function untaggedBlocks(lines: readonly Line[], levelOf: HeadingTest, vocabulary: Vocabulary): Block[] {
  const reader = new LayoutReader(lines, levelOf, vocabulary);
  return reader.read();
}

class LayoutReader {
  readonly #blocks: Block[] = [];
  readonly #lines: readonly Line[];
  readonly #levelOf: HeadingTest;
  readonly #vocabulary: Vocabulary;
  readonly #leading: number;
  #open: Open | undefined;
  /** The left edges of the lists that are open. */
  #indents: number[] = [];

  constructor(lines: readonly Line[], levelOf: HeadingTest, vocabulary: Vocabulary) {
    this.#lines = lines;
    this.#levelOf = levelOf;
    this.#vocabulary = vocabulary;
    this.#leading = usualLeading(lines);
  }

  read(): Block[] {
    for (let at = 0; at < this.#lines.length;) at += this.#take(at);
    this.#close();
    return this.#blocks;
  }

  /** Reads what begins at a line; how many lines it took. */
  #take(at: number): number {
    const line = this.#lines[at];
    if (!line) return 1;
    const level = this.#levelOf(line);
    if (level !== undefined) return this.#heading(line, level);
    const table = tableAt(this.#lines, at, this.#vocabulary, (other) => this.#levelOf(other) !== undefined);
    if (table) {
      this.#close();
      this.#blocks.push(table.block);
      return table.lines;
    }
    if (line.isMono || isDrawing(line.text)) return this.#code(at);
    if (isTocLine(line.text)) return this.#skip();
    const item = itemOf(line);
    if (item) return this.#item(line, item);
    if (this.#continues(line)) this.#grow(line, line.runs);
    else this.#paragraph(line);
    return 1;
  }

  #heading(line: Line, level: number): number {
    const open = this.#open;
    if (open?.kind === 'heading' && open.level === level && isNear(open.last, line, 1.7)) this.#grow(line, line.runs);
    else this.#begin(line, line.runs, { kind: 'heading', level, ordered: false, x: line.x });
    this.#indents = [];
    return 1;
  }

  #code(at: number): number {
    this.#close();
    let end = at + 1;
    while (this.#lines[end]?.isMono || isDrawing(this.#lines[end]?.text ?? '')) end++;
    const lines = this.#lines.slice(at, end);
    const [first] = lines;
    const last = lines.at(-1);
    if (!first || !last) return 1;
    const span = {
      line: first.number,
      column: 1,
      endLine: last.number,
      endColumn: last.text.length + 1,
      page: first.page,
    };
    this.#blocks.push({ type: 'code', language: '', text: lines.map(({ text }) => text).join('\n'), span });
    return lines.length;
  }

  #skip(): number {
    this.#close();
    return 1;
  }

  #item(line: Line, { runs, x, ordered, checked }: ItemStart): number {
    while ((this.#indents.at(-1) ?? -1) > line.x + 3) this.#indents.pop();
    if ((this.#indents.at(-1) ?? -1) < line.x - 3) this.#indents.push(line.x);
    this.#begin(line, runs, { kind: 'item', level: this.#indents.length - 1, ordered, checked, x });
    return 1;
  }

  #paragraph(line: Line): void {
    this.#begin(line, line.runs, { kind: 'paragraph', level: 0, ordered: false, x: line.x });
    if ((this.#indents[0] ?? 0) > line.x - 3) this.#indents = [];
  }

  /** Whether a line goes on with the block above it. */
  #continues(line: Line): boolean {
    const open = this.#open;
    if (!open || open.kind === 'heading' || Math.abs(line.size - open.last.size) > 1) return false;
    if (open.kind === 'item' && line.x < open.x - 4) return false;
    if (line.page !== open.last.page || isColumnBreak(open.last, line))
      return !/[.!?:]["”)]?$/.test(open.last.text) && /^[\p{Ll}\p{N}(]/u.test(line.text);
    return open.last.y - line.y <= Math.max(this.#leading, line.size * 1.2) * 1.22;
  }

  #begin(line: Line, runs: readonly PlacedRun[], start: Omit<Open, 'pieces' | 'last'>): void {
    this.#close();
    this.#open = { ...start, pieces: [], last: line };
    this.#grow(line, runs);
  }

  #grow(line: Line, runs: readonly PlacedRun[]): void {
    this.#open?.pieces.push({ page: line.page, line: line.number, runs });
    if (this.#open) this.#open.last = line;
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    const words = open && blockText(open.pieces, this.#vocabulary);
    if (!words) return;
    const { text, span, label, anchors } = words;
    const named = label === undefined ? {} : { label };
    if (open.kind === 'heading') this.#blocks.push({ type: 'heading', level: open.level, text, span });
    else if (open.kind === 'paragraph') this.#blocks.push({ type: 'paragraph', text, span, ...named, anchors });
    else {
      const box = open.checked === undefined ? {} : { checked: open.checked };
      this.#blocks.push({ type: 'item', depth: open.level, ordered: open.ordered, ...box, text, ...named, span });
    }
  }
}

interface ItemStart {
  readonly runs: readonly PlacedRun[];
  readonly x: number;
  readonly ordered: boolean;
  readonly checked: boolean | undefined;
}

/** Splits the bullet or number off a line that begins a list item. */
function itemOf(line: Line): ItemStart | undefined {
  const bullet = bulletOf(line.text);
  if (!bullet) return undefined;
  const runs = line.runs.flatMap((run) => {
    const cut = bullet.start + 1 - run.column;
    if (cut <= 0) return [run];
    const text = run.text.slice(cut);
    return text.trim() === ''
      ? []
      : [{ ...run, text, column: run.column + cut, x: run.x + (run.width * cut) / run.text.length }];
  });
  const [first] = runs;
  return first && { runs, x: first.x, ordered: bullet.ordered, checked: bullet.checked };
}

/** What is read next stands higher up: at the top of the next column. */
function isColumnBreak(above: Line, below: Line): boolean {
  return below.y > above.y + below.size;
}

function isNear(above: Line, below: Line, factor: number): boolean {
  return above.page === below.page && !isColumnBreak(above, below) && above.y - below.y <= above.size * factor;
}

/** The distance between lines that comes most often. */
function usualLeading(lines: readonly Line[]): number {
  const counts = new Map<number, number>();
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1];
    if (above?.page !== line.page || Math.abs(above.size - line.size) > 0.5) continue;
    const gap = Math.round((above.y - line.y) * 2) / 2;
    if (gap > line.size * 0.9 && gap < line.size * 1.9) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  }
  const smallest = [...counts].filter(([, count]) => count >= 3).map(([gap]) => gap);
  return smallest.length > 0 ? Math.min(...smallest) : 0;
}
