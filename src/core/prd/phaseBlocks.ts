// Phases told in a sentence, a list or a table become headings with items, so that all that follows meets one shape.
import type { Breathe } from '../breathe.ts';
import type { Block, Cell, Span } from './document.ts';
import { parseHeading } from './headings.ts';
import { roleOf } from './roles.ts';
import { sentencesOf, spanWithin } from './sentences.ts';
import { colonLabel, matchesOf, normalise } from './text.ts';

type Heading = Extract<Block, { type: 'heading' }>;
type Item = Extract<Block, { type: 'item' }>;
type Paragraph = Extract<Block, { type: 'paragraph' }>;
type Table = Extract<Block, { type: 'table' }>;

/** A piece of a text with its offset there. */
interface Piece {
  readonly text: string;
  readonly at: number;
}

const NUMBERED = /^((?:phase|milestone|stage|sprint|iteration|increment)\s+#?(?:\d+|[IVX]+|[A-D])\b)/iu;
/** "Weeks 1-3:", "Q2 2025 –", "March:": in a section about phases, a time names one. */
const TIMED =
  /^((?:(?:by |from |end of |mid-? ?|early |late )?(?:weeks?|months?|days?|quarters?|sprints?|q[1-4]|h[12]|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b)[^:;.!?]{0,30}?)(?:\s*:\s|\s+[–—-]\s)/iu;
const COVERS =
  /^(?:\s*\([^)]*\))?\s+(?:covers|includes|contains|comprises|delivers|brings|adds|consists of|is about)\s+/iu;
const TIME =
  /\b(?:weeks?|months?|days?|quarters?|years?|q[1-4]|\d{4}|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b|^\W*$/iu;
const PHASE_COLUMN = /^(?:phases?|milestones?|stages?|sprints?|iterations?|increments?|releases?)$/u;
const CONTENT_COLUMN =
  /^(?:contents?|features?|scope|deliverables?|what|what is (?:in it|built|delivered)|includes?|work|items?|tasks?|descriptions?|functionality|focus)$/u;

/** Blocks in which every phase of a section about phases has a heading; all others stay as they are. */
export async function withPhaseHeadings(all: readonly Block[], breathe: Breathe): Promise<readonly Block[]> {
  const blocks = byLines(all);
  const expanded: Block[] = [];
  let heading: Heading | undefined;
  let isAmongPhases = false;
  let from = 0;
  for (let index = 0; index <= blocks.length; index += 1) {
    const block = blocks[index];
    if (block && block.type !== 'heading') continue;
    for (const found of sectionOf(blocks.slice(from, index), heading)) {
      expanded.push(found);
      if (found === heading && isAmongPhases && isAlone(blocks, from)) expanded.push(...told(found));
    }
    if (block && block.level !== heading?.level)
      isAmongPhases = isAboutPhases(heading) && block.level > (heading?.level ?? 0);
    heading = block;
    from = index;
    const pause = breathe();
    if (pause) await pause;
  }
  return expanded;
}

function isAboutPhases(heading: Heading | undefined): boolean {
  return heading !== undefined && roleOf(heading.text, parseHeading(heading.text).title, undefined, false) === 'phase';
}

/** Nothing but prose, or nothing at all, stands below the heading. */
function isAlone(blocks: readonly Block[], heading: number): boolean {
  for (let next = blocks[heading + 1], at = heading + 1; next && next.type !== 'heading'; next = blocks[++at])
    if (next.type !== 'paragraph') return false;
  return true;
}

const FEWEST_WORDS = 3;

/** "Phase 2: Dashboard, all warehouses" over nothing: more words than a name has tell what the phase brings. */
function told({ text, span }: Heading): readonly Item[] {
  const number = NUMBERED.exec(text)?.[1];
  const words = number === undefined ? '' : text.slice(number.length).replace(/^[\s:.–—-]+/u, '');
  return words.split(/\s+/u).length < FEWEST_WORDS ? [] : piecesOf(words).map((piece) => itemOf(piece.text, span));
}

/** A section counts by its heading, or by two phases in it. */
function sectionOf(all: readonly Block[], heading: Heading | undefined): readonly Block[] {
  const blocks = withMvpAsPhase(all);
  const told = blocks.filter((block) => 'text' in block && isNumbered(block.text)).length;
  const role = heading ? roleOf(heading.text, parseHeading(heading.text).title, undefined, false) : 'feature';
  const isAbout = role === 'phase';
  if (!isAbout && (role !== 'feature' || told < 2)) return blocks;
  const timed = blocks.filter((block) => block.type === 'item' && TIMED.test(block.text)).length;
  const hasTable = blocks.some((block) => block.type === 'table' && phaseColumn(block) !== -1);
  if (told === 0 && timed < 2 && !hasTable) return blocks;
  const level = (heading?.level ?? 0) + 1;
  if (told === 0 && timed > 1) return phasesOfTimes(blocks, level);
  let depth: number | null = null;
  return blocks.flatMap((block, index) => {
    if (block.type === 'item' && depth !== null && block.depth > depth)
      return [{ ...block, depth: block.depth - depth - 1 }];
    const isNamed = block.type === 'paragraph' && blocks[index + 1]?.type === 'item';
    const phase = isNamed ? phaseNamed(block, level) : phaseOf(block, level, isAbout);
    depth = phase && block.type === 'item' ? block.depth : null;
    return phase ?? [block];
  });
}

/** "MVP: …" beside "Phase 2: …" is the phase before it. */
function withMvpAsPhase(blocks: readonly Block[]): readonly Block[] {
  const first = blocks.find((block) => 'text' in block && isNumbered(block.text));
  const number = first && 'text' in first ? Number(/\d+/u.exec(first.text)?.[0] ?? NaN) : NaN;
  if (Number.isNaN(number) || number === 0) return blocks;
  return blocks.map((block) => {
    const rest = block.type === 'item' ? /^MVP\s*[:–—-]\s+(?<rest>.+)$/u.exec(block.text)?.groups?.['rest'] : undefined;
    if (block.type !== 'item' || rest === undefined) return block;
    const { label: _, ...item } = block;
    return { ...item, text: `Phase ${number - 1} (MVP): ${rest}` };
  });
}

/** Each item that opens with a time becomes a phase, in the order of the list. */
function phasesOfTimes(blocks: readonly Block[], level: number): readonly Block[] {
  let order = 0;
  return blocks.flatMap((block) => {
    const [whole, time] = block.type === 'item' ? (TIMED.exec(block.text) ?? []) : [];
    if (block.type !== 'item' || whole === undefined || time === undefined) return [block];
    const heading: Block = { type: 'heading', level, text: `Phase ${++order}: ${time.trim()}`, span: block.span };
    return [heading, ...piecesOf(block.text.slice(whole.length)).map(({ text }) => itemOf(text, block.span))];
  });
}

const NAMED_PHASE = /\b(?:phase|milestone|stage|sprint|iteration)\s+#?(?:\d+|[IVX]+|[A-D])(?:\s*\([^()]*\))?\s*:/giu;
const POINTING = /\b(?:after|before|in|of|from|with|to|until|during|see|and)\s$/iu;

/** Where phases begin in one paragraph: line by line, or "Phase 2 (beta):" anywhere. */
function phaseStarts({ text, anchors = [] }: Paragraph): readonly number[] {
  const lines = anchors.flatMap(({ at, line }, index) => {
    const isLineStart = line > (anchors[index - 1]?.line ?? 0);
    return isLineStart && isNumbered(text.slice(at)) ? [at] : [];
  });
  const named = matchesOf(NAMED_PHASE, text)
    .map(({ index }) => index)
    .filter((at) => !POINTING.test(text.slice(Math.max(0, at - 10), at)));
  return [...new Set([...lines, ...named])].sort((a, b) => a - b);
}

function byLines(blocks: readonly Block[]): readonly Block[] {
  if (!blocks.some(isSeveral)) return blocks;
  return blocks.flatMap((block): readonly Block[] => (isSeveral(block) ? phaseLines(block) : [block]));
}

function isSeveral(block: Block): block is Paragraph {
  return block.type === 'paragraph' && isNumbered(block.text) && phaseStarts(block).length > 1;
}

/** Each phase as a paragraph of its own. */
function phaseLines(block: Paragraph): readonly Paragraph[] {
  const { text, span, anchors = [] } = block;
  const starts = phaseStarts(block);
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length;
    const words = text.slice(start, end).trimEnd();
    const label = colonLabel(words);
    return {
      type: 'paragraph',
      text: words,
      span: spanWithin(span, anchors, start, start + words.length),
      ...(label === undefined ? {} : { label }),
      anchors: anchors
        .filter(({ at }) => at >= start && at < end)
        .map((anchor) => ({ ...anchor, at: anchor.at - start })),
    };
  });
}

/** A look at the first letter spares most texts the pattern. */
function isNumbered(text: string): boolean {
  return /^[pmsi]/iu.test(text) && NUMBERED.test(text);
}

function phaseOf(block: Block, level: number, isAbout: boolean): readonly Block[] | null {
  if (block.type === 'table') return isAbout ? phasesOfTable(block, level) : null;
  if (block.type !== 'paragraph' && block.type !== 'item') return null;
  return phaseOfText(block, level);
}

/** "Phase 1 – Foundation" over a list: all its words are a name. */
function phaseNamed(block: Paragraph, level: number): readonly Block[] | null {
  const name = NUMBERED.exec(block.text)?.[1];
  if (name === undefined || /[.!?]\s|:\s/u.test(block.text)) return phaseOfText(block, level);
  return [{ type: 'heading', level, text: titleOf(name, block.text.slice(name.length)), span: block.span }];
}

/** "Phase 2, weeks 5–7: search, export. Starts after phase 1." */
function phaseOfText(block: Paragraph | Item, level: number): readonly Block[] | null {
  const name = NUMBERED.exec(block.text)?.[1];
  if (name === undefined) return null;
  const head = headOf(block, name);
  if (head === null) return null;
  const anchors = block.type === 'paragraph' ? block.anchors : undefined;
  const place = ({ text, at }: Piece): Span => spanWithin(block.span, anchors, at, at + text.length);
  const title = titleOf(name, block.text.slice(name.length, head.text.length));
  const contents = block.text.slice(head.at);
  const [list, ...rest] = sentencesOf(contents);
  const items = list ? piecesOf(list.text).map(({ text, at }) => ({ text, at: at + head.at })) : [];
  return [
    { type: 'heading', level, text: title, span: place({ text: head.text, at: 0 }) },
    ...items.map((piece) => itemOf(piece.text, place(piece))),
    ...rest.map(({ text, at }): Block => ({ type: 'paragraph', text, span: place({ text, at: at + head.at }) })),
  ];
}

/** The words that name the phase, and where its contents begin; null for a sentence that merely speaks of the phase. */
function headOf({ text, label }: Paragraph | Item, name: string): Piece | null {
  const after = text.slice(name.length);
  const covers = COVERS.exec(after)?.[0];
  if (covers !== undefined) return { text: name, at: name.length + covers.length };
  if (/^\W*$/u.test(after)) return { text: name, at: text.length };
  const named = label !== undefined && text.startsWith(label) && label.length >= name.length ? label : null;
  const own = named ?? /^[^:]{0,80}?(?=\s*:\s)|^[^:–—-]{0,80}?(?=\s*(?:\s-|[–—])\s)/u.exec(text)?.[0];
  if (own === undefined || own.length < name.length) return null;
  const gap = /^[\s:.–—)\]-]*/u.exec(text.slice(own.length))?.[0].length ?? 0;
  return { text: own, at: own.length + gap };
}

/** "Phase 1", or "Phase 1: Foundation"; when it takes place is left out. */
function titleOf(number: string, words: string): string {
  const timeless = words.replaceAll(/\([^()]*\)|(?<=^|,)[^,()]+/gu, (part) => (TIME.test(part) ? '' : part));
  const name = timeless.replace(/^[\s,:.–—-]+|[\s,:.–—-]+$/gu, '');
  const bare = name.replace(/^\(([^()]*)\)$/u, '$1');
  return bare === '' ? number : `${number}: ${bare}`;
}

/** "100 agents", "everyone": for whom, not what. */
const AUDIENCE =
  /^(?:for |to |with )?(?:everyone|everybody|(?:all|the first|\d[\d.,]*\+?)\s(?:\p{L}+\s)?(?:agents|users|customers|people|employees|testers|households|tenants|teams|warehouses|sites|stores|regions|countries|offices|schools|clinics))$/iu;
const COMMA = /(?:,|;)\s+(?:and\s+|then\s+)*|\s+and\s+(?:then\s+)?/giu;

/** The parts of an enumeration; what stands in brackets is not taken apart. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const take = (end: number): void => {
    const words = text.slice(at, end).replace(/[\s.;,]+$/u, '');
    if (/[\p{L}\p{N}]/u.test(words) && !AUDIENCE.test(words)) pieces.push({ text: words, at });
  };
  const masked = text.replaceAll(/\([^)]*\)/gu, (inner) => '_'.repeat(inner.length));
  for (const match of masked.matchAll(COMMA)) {
    take(match.index);
    at = match.index + match[0].length;
  }
  take(text.length);
  return pieces;
}

function itemOf(text: string, span: Span): Item {
  return { type: 'item', depth: 0, ordered: false, text, span };
}

function phaseColumn({ header }: Table): number {
  return header.findIndex(({ text }) => PHASE_COLUMN.test(normalise(text)));
}

/** One heading for each row of "Phase | Contents". */
function phasesOfTable(table: Table, level: number): readonly Block[] | null {
  const { header, rows } = table;
  const phase = phaseColumn(table);
  const names = header.map(({ text }) => normalise(text));
  const content = names.findIndex((name, index) => index !== phase && CONTENT_COLUMN.test(name));
  if (phase === -1 || content === -1) return null;
  return rows.flatMap((row, index) => {
    const [name, contents] = [row[phase], row[content]];
    return name && contents ? phaseOfRow(name, contents, index + 1, level) : [];
  });
}

function phaseOfRow(name: Cell, contents: Cell, order: number, level: number): readonly Block[] {
  const number = NUMBERED.exec(name.text)?.[1];
  const words = number === undefined ? name.text.replace(/^[A-Z]?\d+\b/u, '') : name.text.slice(number.length);
  return [
    {
      type: 'heading',
      level,
      text: titleOf(number ?? `Phase ${order}`, words.trim() === '' ? name.text : words),
      span: name.span,
    },
    ...piecesOf(contents.text).map(({ text }) => itemOf(text, contents.span)),
  ];
}
