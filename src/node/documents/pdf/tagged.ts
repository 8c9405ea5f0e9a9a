// A tagged PDF → blocks, from its structure tree: headings, lists, tables and code as the author wrote them.
import type { Block, Cell } from '../../../core/prd/document.ts';
import { bulletOf } from '../../../core/prd/lineShapes.ts';
import type { Line, PlacedRun } from './lines.ts';
import type { Page, StructureNode } from './page.ts';
import { blockText, type BlockText, type Piece, type Vocabulary, vocabularyOf } from './words.ts';

/** The share of text that the tree must reach, for it to be trusted. */
const ENOUGH_TAGGED = 0.8;

export function isTagged(pages: readonly Page[]): boolean {
  let all = 0;
  let tagged = 0;
  let headings = 0;
  for (const { runs, structure } of pages) {
    const ids = new Set(contentsOf(structure));
    headings += countHeadings(structure);
    for (const { text, content } of runs) {
      all += text.length;
      if (content !== undefined && ids.has(content)) tagged += text.length;
    }
  }
  return headings > 0 && tagged >= all * ENOUGH_TAGGED;
}

export function taggedBlocks(pages: readonly Page[], lines: readonly (readonly Line[])[]): Block[] {
  const vocabulary = vocabularyOf(lines.flat());
  return pages.flatMap(({ structure, number }, index) => {
    const reader = new TreeReader(piecesByContent(number, lines[index] ?? []), vocabulary);
    if (structure) reader.walk(structure, -1);
    return reader.blocks;
  });
}

function* contentsOf(node: StructureNode | null): Generator<string> {
  if (node?.type === 'content' && node.id !== undefined) yield node.id;
  for (const child of node?.children ?? []) yield* contentsOf(child);
}

function countHeadings(node: StructureNode | null): number {
  const own = /^H\d?$/.test(node?.role ?? '') ? 1 : 0;
  return (node?.children ?? []).reduce((sum, child) => sum + countHeadings(child), own);
}

type Pieces = ReadonlyMap<string, readonly Piece[]>;

function piecesByContent(page: number, lines: readonly Line[]): Pieces {
  const pieces = new Map<string, { page: number; line: number; runs: PlacedRun[] }[]>();
  for (const line of lines) {
    for (const run of line.runs) {
      if (run.content === undefined) continue;
      const own = pieces.get(run.content) ?? [];
      pieces.set(run.content, own);
      const last = own.at(-1);
      if (last?.line === line.number) last.runs.push(run);
      else own.push({ page, line: line.number, runs: [run] });
    }
  }
  return pieces;
}

const BLOCK_ROLES =
  /^(?:H\d?|P|L|LI|LBody|Table|BlockQuote|Caption|Sect|Div|Document|Part|Art|TOC|TOCI|Figure|Formula|Note|Title|Subtitle)$/;

class TreeReader {
  readonly blocks: Block[] = [];
  readonly #pieces: Pieces;
  readonly #vocabulary: Vocabulary;

  constructor(pieces: Pieces, vocabulary: Vocabulary) {
    this.#pieces = pieces;
    this.#vocabulary = vocabulary;
  }

  /** @param depth of the list that is open; -1 outside any. */
  walk(node: StructureNode, depth: number): void {
    const role = node.role ?? '';
    const heading = role === 'Title' || role === 'H' ? ['', '1'] : /^H([1-6])$/.exec(role);
    if (heading) {
      this.#heading(node, Number(heading[1]));
      return;
    }
    switch (role) {
      case 'TOC':
      case 'TOCI':
      case 'Artifact':
        return;
      case 'L': {
        this.#children(node, depth + 1);
        return;
      }
      case 'LI': {
        this.#item(node, depth);
        return;
      }
      case 'Table': {
        this.#table(node);
        return;
      }
      default:
        if (hasBlocks(node)) this.#mixed(node, depth);
        else this.#leaf([node]);
    }
  }

  #children({ children = [] }: StructureNode, depth: number): void {
    for (const child of children) this.walk(child, depth);
  }

  /** Loose words between blocks form paragraphs of their own. */
  #mixed({ children = [] }: StructureNode, depth: number): void {
    let loose: StructureNode[] = [];
    for (const child of children) {
      if (!isBlock(child) && !hasBlocks(child)) loose.push(child);
      else {
        this.#leaf(loose);
        loose = [];
        this.walk(child, depth);
      }
    }
    this.#leaf(loose);
  }

  #heading(node: StructureNode, level: number): void {
    const words = this.#textOf([node]);
    if (words)
      this.blocks.push({ type: 'heading', level: Math.min(Math.max(level, 1), 6), text: words.text, span: words.span });
  }

  /** A paragraph; code where all of it is set in a typewriter face. */
  #leaf(nodes: readonly StructureNode[]): void {
    const pieces = this.#piecesOf(nodes);
    const words = blockText(pieces, this.#vocabulary);
    if (!words) return;
    const { text, span, label, anchors } = words;
    const isCode = pieces.every(({ runs }) => runs.every((run) => run.isMono || run.text.trim() === ''));
    if (isCode) this.blocks.push({ type: 'code', language: '', text, span });
    else this.blocks.push({ type: 'paragraph', text, span, ...(label === undefined ? {} : { label }), anchors });
  }

  #item({ children = [] }: StructureNode, depth: number): void {
    const own: StructureNode[] = [];
    const below: StructureNode[] = [];
    const label = children.find(({ role }) => role === 'Lbl');
    for (const child of children.flatMap((part) => (part.role === 'LBody' ? (part.children ?? []) : [part]))) {
      if (child.role === 'Lbl') continue;
      // The first words are the item; what comes after a list, a table or a second paragraph is below it.
      const isOwn = below.length === 0 && (!isBlock(child) || (child.role === 'P' && own.length === 0));
      (isOwn ? own : below).push(child);
    }
    const marker = label && this.#textOf([label])?.text;
    this.#pushItem(this.#textOf(own), Math.max(0, depth), /^\(?[\da-z]{1,4}[.)]/i.test(marker ?? ''));
    for (const child of below) this.walk(child, depth);
  }

  #pushItem(words: BlockText | undefined, depth: number, isNumbered: boolean): void {
    if (!words) return;
    const { text, span, label } = words;
    // Some writers leave the bullet within the text.
    const bullet = bulletOf(text);
    const start = bullet?.start ?? 0;
    this.blocks.push({
      type: 'item',
      depth,
      ordered: isNumbered || bullet?.ordered === true,
      ...(bullet?.checked === undefined ? {} : { checked: bullet.checked }),
      text: text.slice(start),
      ...(label === undefined ? {} : { label }),
      span: { ...span, column: span.column + start },
    });
  }

  #table(table: StructureNode): void {
    const rows = rowsOf(table).map((row) => cellsOf(row).map((cell) => this.#cell(cell)));
    const [header = [], ...body] = rows;
    const first = rows.flat().find(({ text }) => text !== '')?.span;
    const last = rows.flat().findLast(({ text }) => text !== '')?.span;
    if (!first || !last) return;
    const span = { ...first, endLine: last.endLine, endColumn: last.endColumn };
    this.blocks.push({ type: 'table', header, rows: body, span });
  }

  #cell(node: StructureNode): Cell {
    const words = this.#textOf([node]);
    return words ?? { text: '', span: { line: 1, column: 1, endLine: 1, endColumn: 1 } };
  }

  #textOf(nodes: readonly StructureNode[]): BlockText | undefined {
    return blockText(this.#piecesOf(nodes), this.#vocabulary);
  }

  #piecesOf(nodes: readonly StructureNode[]): Piece[] {
    return joined(nodes.flatMap((node) => [...contentsOf(node)]).flatMap((id) => this.#pieces.get(id) ?? []));
  }
}

/** Pieces of one line that follow one another become one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const lines: Piece[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last?.line === piece.line && last.page === piece.page)
      lines[lines.length - 1] = { ...last, runs: [...last.runs, ...piece.runs] };
    else lines.push(piece);
  }
  return lines;
}

function isBlock({ role }: StructureNode): boolean {
  return BLOCK_ROLES.test(role ?? '');
}

function hasBlocks({ children = [] }: StructureNode): boolean {
  return children.some((child) => isBlock(child) || hasBlocks(child));
}

function rowsOf({ children = [] }: StructureNode): StructureNode[] {
  return children.flatMap((child) => (child.role === 'TR' ? [child] : rowsOf(child)));
}

function cellsOf({ children = [] }: StructureNode): StructureNode[] {
  return children.flatMap((child) => (/^T[HD]$/.test(child.role ?? '') ? [child] : cellsOf(child)));
}
