// Blocks → sections with roles, phases, and what stands directly under each heading.
import type { Breathe } from '../breathe.ts';
import type { Block, SourceDocument, Span } from './document.ts';
import { areOrnate, type HeadingParts, parseHeading } from './headings.ts';
import type { Phase, Section, SectionRole } from './model.ts';
import { withoutRejectedOptions } from './options.ts';
import { withPhaseHeadings } from './phaseBlocks.ts';
import { roleOf } from './roles.ts';

export interface OutlineHeading extends HeadingParts {
  /** As it stands. */
  readonly text: string;
  readonly span: Span;
  readonly hasChildren: boolean;
}

/** What stands directly under one heading, or before the first. */
export interface Part {
  readonly section: Section | null;
  /** Headings from the outermost to this one: their marks and priorities hold for what is below. */
  readonly headings: readonly OutlineHeading[];
  readonly blocks: readonly Block[];
}

export interface Outline {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly phases: readonly Phase[];
  readonly parts: readonly Part[];
}

type Heading = Extract<Block, { type: 'heading' }>;

/** A section while it is being built: span and text grow with the blocks below. */
interface Draft {
  readonly heading: Heading;
  readonly words: HeadingParts;
  readonly id: string;
  readonly parent: Draft | null;
  readonly role: SectionRole;
  readonly blocks: Block[];
  children: number;
  end: Span;
}

export async function outlineOf({ blocks, title }: SourceDocument, breathe: Breathe): Promise<Outline> {
  const titles = titleHeadings(blocks);
  const { preface, drafts } = await draftSections(await withPhaseHeadings(blocks, breathe), titles, breathe);
  const found: Section[] = [];
  for (const draft of drafts) {
    found.push(sectionOf(draft));
    const pause = breathe();
    if (pause) await pause;
  }
  const sections = withoutRejectedOptions(found);
  const isOrnate = areOrnate(drafts.map(({ words }) => words));
  const headingOf = new Map(drafts.map((draft) => [draft, outlineHeading(draft, isOrnate)]));
  const parts: Part[] = drafts.map((draft, index) => ({
    section: sections[index] ?? null,
    headings: chainOf(draft).flatMap((each) => headingOf.get(each) ?? []),
    blocks: draft.blocks,
  }));
  if (preface.length > 0) parts.unshift({ section: null, headings: [], blocks: preface });
  return {
    title: title ?? bestTitle(titles, blocks) ?? sections[0]?.title ?? 'Untitled',
    sections,
    phases: phasesOf(drafts, sections),
    parts,
  };
}

/** The document's own title: the headings at its top whose level never comes again, unless they are all there is. */
function titleHeadings(blocks: readonly Block[]): readonly Block[] {
  const headings = blocks.filter((block) => block.type === 'heading');
  const [first] = headings;
  if (!first || blocks[0] !== first) return [];
  const rest = headings.findIndex(({ level }) => level !== first.level);
  const top = headings.slice(0, rest === -1 ? 1 : rest);
  const isLeading = top.every(
    (heading, index) => blocks[index] === heading && (index === 0 || parseHeading(heading.text).number === undefined),
  );
  if (rest !== -1 && isLeading && !headings.slice(rest).some(({ level }) => level <= first.level)) return top;
  // "# Title" and then "# Introduction": a first heading with nothing of its own.
  const [, second] = headings;
  return second && blocks[1] === second && second.level <= first.level
    ? [first]
    : rest === 1 && isOnly(headings)
      ? [first]
      : [];
}

function isOnly([first, ...others]: readonly Heading[]): boolean {
  return first !== undefined && others.every(({ level }) => level > first.level);
}

/** "Product Requirements Document" names the kind of paper, not the product. */
function bestTitle(titles: readonly Block[], blocks: readonly Block[]): string | undefined {
  const texts = titles.flatMap((block) => (block.type === 'heading' ? [block.text] : []));
  return texts.find((text) => !PAPER.test(text)) ?? nameBelow(titles, blocks) ?? texts[0];
}

const PAPER =
  /^(?:(?:software |system |product |business |functional |technical )*requirements?(?: specification| document)?|(?:functional |technical |product |design )+(?:specification|document)|prd|srs|brd|lastenheft|pflichtenheft)\b[\s()A-Z]*$/i;

/** "# Requirements Specification", "## Pump Gateway", "## 1. Introduction": the one without a number is the name. */
function nameBelow(titles: readonly Block[], blocks: readonly Block[]): string | undefined {
  const [below, next] = blocks.filter(({ type }) => type === 'heading').slice(titles.length);
  if (below?.type !== 'heading' || next?.type !== 'heading') return undefined;
  const isName = parseHeading(below.text).number === undefined && parseHeading(next.text).number !== undefined;
  return isName && blocks[titles.length] === below ? below.text : undefined;
}

async function draftSections(
  blocks: readonly Block[],
  titles: readonly Block[],
  breathe: Breathe,
): Promise<{ preface: Block[]; drafts: Draft[] }> {
  const preface: Block[] = [];
  const drafts: Draft[] = [];
  let open: Draft | null = null;
  let roots = 0;
  for (const block of blocks) {
    if (titles.includes(block)) continue;
    if (block.type !== 'heading') {
      if (open) open.blocks.push(block);
      else preface.push(block);
    } else {
      while (open && open.heading.level >= block.level) open = open.parent;
      if (open) open.children++;
      else roots++;
      open = draftOf(block, open, open ? `${open.id}.${open.children}` : `s${roots}`);
      drafts.push(open);
      const pause = breathe();
      if (pause) await pause;
    }
    for (let up: Draft | null = open; up; up = up.parent) up.end = block.span;
  }
  return { preface, drafts };
}

function draftOf(heading: Heading, parent: Draft | null, id: string): Draft {
  const words = parseHeading(heading.text);
  const role = roleOf(heading.text, words.title, parent?.role, words.phase !== undefined);
  return { heading, words, id, parent, role, blocks: [], children: 0, end: heading.span };
}

function outlineHeading({ words, heading: { text, span }, children }: Draft, isOrnate: boolean): OutlineHeading {
  // Behind a title the mark comes with a remark and means it, whatever stands before the others.
  const done = words.done && !(isOrnate && words.mark !== undefined);
  return { ...words, done, text, span, hasChildren: children > 0 };
}

function chainOf(draft: Draft): Draft[] {
  const chain: Draft[] = [];
  for (let up: Draft | null = draft; up; up = up.parent) chain.unshift(up);
  return chain;
}

function sectionOf({ heading, words, id, parent, role, blocks, end }: Draft): Section {
  const text = blocks.flatMap((block) => (block.type === 'paragraph' ? [block.text] : [])).join('\n\n');
  const { line, column, page } = heading.span;
  return {
    id,
    title: words.title,
    ...(words.number === undefined ? {} : { number: words.number }),
    level: heading.level,
    role,
    parent: parent?.id ?? null,
    span: { line, column, endLine: end.endLine, endColumn: end.endColumn, ...(page === undefined ? {} : { page }) },
    text,
  };
}

function phasesOf(drafts: readonly Draft[], sections: readonly Section[]): Phase[] {
  return drafts.flatMap(({ words: { phase }, heading }, index) => {
    const section = sections[index];
    if (phase === undefined || !section) return [];
    return [{ order: phase, title: section.title, section: section.id, source: heading.span }];
  });
}
