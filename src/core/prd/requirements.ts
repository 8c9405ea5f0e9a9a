// Walks the blocks of a document and collects the requirements that they state.
import { DependencyFinder, type Place } from './dependencies.ts';
import type { Block, Span } from './document.ts';
import { estimateIn, type StatedEstimate } from './estimates.ts';
import { formOf, type Form, isStrong, splitIdentifier } from './forms.ts';
import {
  type Frame,
  frameOfLabel,
  frameOfLeadIn,
  frameOfSection,
  isAcceptance,
  isAttribute,
  isGenericLabel,
} from './frames.ts';
import { kindOf, namedKind } from './kinds.ts';
import { childrenOf, idleItems, isLabelOnly } from './listRuns.ts';
import type { Requirement, RequirementId, RequirementKind, Section } from './model.ts';
import type { Outline, Part } from './outline.ts';
import { numberedParts } from './numberedParts.ts';
import { ListNumbers, LocalNumbers, type NumberedPlace } from './numbers.ts';
import { isAboutOrder, isOrderAlone, plainForm } from './plainSentences.ts';
import { priorityIn, withoutPriorityTag } from './priorities.ts';
import { scenariosOf } from './scenarios.ts';
import { type Sentence, sentencesOf, spanWithin } from './sentences.ts';
import { splitStatus } from './status.ts';
import { orderRowsOf, statementsOfTable } from './tables.ts';
import { normalise } from './text.ts';

type Item = Extract<Block, { type: 'item' }>;
type Paragraph = Extract<Block, { type: 'paragraph' }>;
type Table = Extract<Block, { type: 'table' }>;

/** An item above the current one: what it opened and the requirement that it became. */
interface Level {
  readonly depth: number;
  readonly frame: Frame;
  readonly id: RequirementId | null;
}

interface Statement {
  readonly text: string;
  readonly form: Form;
  readonly source: Span;
  readonly frame: Frame;
  readonly kind?: RequirementKind | undefined;
  readonly label?: string | undefined;
  readonly estimate?: StatedEstimate | undefined;
  readonly parent?: RequirementId | null;
  /** Where it stands in a list or table whose numbers hold for it. */
  readonly place?: NumberedPlace;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A table of contents stands at the front: before, or right after, the first few headings. */
const CONTENTS_PARTS = 5;
const NO_TITLES: ReadonlySet<string> = new Set();

export class RequirementCollector {
  readonly dependencies: DependencyFinder;
  readonly #requirements: Requirement[] = [];
  readonly #titles: ReadonlySet<string>;
  readonly #sections: ReadonlyMap<string, Section>;
  /** Requirements that only name a group: done when all below them are. */
  readonly #groups = new Set<RequirementId>();
  #parts = 0;
  #section: Section | null = null;
  #base: Frame = { kind: 'functional' };
  #frame: Frame = this.#base;
  #levels: Level[] = [];
  #lists = new ListNumbers();
  /** The requirement that a list of acceptance criteria belongs to; null outside such a list. */
  #criteriaOf: RequirementId | null = null;
  /** The numbered paragraph that a list of attributes belongs to ("Prerequisite: A2"); null elsewhere. */
  #numberedOne: RequirementId | null = null;

  constructor({ sections }: Outline) {
    this.#titles = new Set(sections.map(({ title }) => normalise(title)));
    this.#sections = new Map(sections.map((section) => [section.id, section]));
    this.dependencies = new DependencyFinder(sections);
  }

  /** Collects from one part, block by block, so that the caller can give way in between. */
  *collect(part: Part): Generator<undefined> {
    this.#open(part);
    const first = this.#requirements.length;
    const mayBeContents = this.#parts++ < CONTENTS_PARTS && part.section?.role !== 'phase';
    const idle = idleItems(part.blocks, mayBeContents ? this.#titles : NO_TITLES);
    for (const [index, block] of part.blocks.entries()) {
      if (!idle.has(index)) yield* this.#take(block, part.blocks[index + 1]);
      yield;
    }
    if (this.#requirements.length === first) this.#headingAlone(part);
  }

  /** Everything collected so far, groups marked done where all below them is. */
  finish(): readonly Requirement[] {
    const open = new Set(this.#requirements.flatMap(({ done, parent }) => (done === true ? [] : [parent])));
    return this.#requirements.map((requirement) =>
      this.#groups.has(requirement.id) && !open.has(requirement.id) ? { ...requirement, done: true } : requirement,
    );
  }

  #open({ section, headings }: Part): void {
    this.#section = section;
    const priority = headings.findLast((heading) => heading.priority !== undefined)?.priority;
    this.#base = {
      ...frameOfSection(section),
      ...(priority === undefined ? {} : { priority }),
      ...(headings.some(({ done }) => done) ? { done: true } : {}),
    };
    this.#frame = this.#base;
    this.#levels = [];
    this.#lists = new ListNumbers();
    this.#criteriaOf = null;
    this.#numberedOne = null;
    const heading = headings.at(-1);
    if (section && heading) this.dependencies.take(heading.text, { from: section.id, source: heading.span });
  }

  *#take(block: Block, next: Block | undefined): Generator<undefined> {
    if (block.type === 'item') {
      this.#item(block, next);
      return;
    }
    this.#levels = [];
    this.#lists.interrupt();
    if (block.type === 'paragraph') yield* this.#paragraph(block, next);
    else if (block.type === 'table') this.#table(block);
    else if (block.type === 'code') this.#scenarios(block);
  }

  #item(item: Item, next: Block | undefined): void {
    const children = childrenOf(item, next);
    // A label beside its items, in a list without indentation, stands half a level above them.
    const depth = children === 'beside' ? item.depth - 0.5 : item.depth;
    const { frame: outer, id: above } = this.#levelAbove(depth);
    const own = item.label === undefined ? undefined : frameOfLabel(item.label, outer);
    const frame = marked(own ?? outer, item);
    const parent = above ?? this.#ownerOf(item);
    const place = this.#lists.at(item);
    if (frame.kind === 'functional' && isOrderAlone(item.text, this.#titles)) {
      this.#prose(item.text, item.span, { from: parent, scope: place.scope });
      return;
    }
    if (children === undefined || !isLabelOnly(item)) {
      const id = this.#add({ ...wordsOf(item), source: item.span, frame, parent, place });
      if (children !== undefined) this.#levels.push({ depth, frame, id });
      return;
    }
    // "Must have:" tells how to read the items below; any other label names a group of them.
    const id = own ? parent : this.#add({ ...wordsOf(item), source: item.span, frame, parent, place });
    if (id !== null && !own) this.#groups.add(id);
    this.#levels.push({ depth, frame: withDone(frame, outer.done), id });
  }

  #levelAbove(depth: number): Pick<Level, 'frame' | 'id'> {
    while ((this.#levels.at(-1)?.depth ?? -1) >= depth) this.#levels.pop();
    return this.#levels.at(-1) ?? { frame: this.#frame, id: null };
  }

  /** What an outermost item belongs to: its criteria list's requirement, or the numbered one that its attributes follow. */
  #ownerOf({ label, text }: Item): RequirementId | null {
    return this.#criteriaOf ?? (isAttribute(label, text) ? this.#numberedOne : null);
  }

  *#paragraph(paragraph: Paragraph, next: Block | undefined): Generator<undefined> {
    const { text, label, span } = paragraph;
    const introduces = next?.type === 'item' || next?.type === 'table';
    if (introduces && (text.endsWith(':') || isLabelOnly(paragraph))) {
      this.#leadIn(paragraph);
      return;
    }
    this.#frame = this.#base;
    this.#criteriaOf = null;
    this.#numberedOne = null;
    if (this.#numbered(paragraph) || this.#priority(paragraph)) return;
    const frame = label === undefined ? undefined : frameOfLabel(label, this.#base);
    if (frame === undefined || label === undefined) {
      yield* this.#sentences(paragraph);
      return;
    }
    if (frame.kind !== null && !isLabelOnly(paragraph)) {
      const words = withoutLabel(text, label);
      this.#add({ text: words, form: formOf(words) ?? 'sentence', source: span, frame });
    }
  }

  /** Each scenario is a requirement of the feature that it stands under; false where there is none. */
  #scenarios(block: Parameters<typeof scenariosOf>[0]): boolean {
    const scenarios = scenariosOf(block);
    for (const { text, name, priority, source } of scenarios) {
      const frame = priority === undefined ? this.#base : { ...this.#base, priority };
      this.#add({ text, label: name, form: formOf(text) ?? 'sentence', source, frame });
    }
    return scenarios.length > 0;
  }

  /** "FR-1: … FR-2: …", "Scenario: …"; false for a paragraph of anything else. */
  #numbered(paragraph: Paragraph): boolean {
    if (this.#scenarios(paragraph)) return true;
    const parts = numberedParts(paragraph);
    if (parts.length > 0 && this.#isOrderAlone(paragraph)) return false;
    for (const { identifier, rest, source } of parts) {
      const form = formOf(rest) ?? 'numbered';
      const words = { text: rest, form, kind: namedKind(identifier), label: identifier };
      this.#numberedOne = this.#add({ ...words, source, frame: this.#base });
    }
    return parts.length > 0;
  }

  #isOrderAlone({ text }: Paragraph): boolean {
    return Array.from(sentencesOf(text)).every((sentence) => isOrderAlone(sentence.text, this.#titles));
  }

  /** A line before a list or table: it tells how to read what follows. */
  #leadIn({ text, label, span }: Paragraph): void {
    const parentRole = this.#section?.parent == null ? undefined : this.#sections.get(this.#section.parent)?.role;
    this.#frame = frameOfLeadIn(text, label, this.#base, parentRole === 'feature');
    this.#criteriaOf = isAcceptance(text) ? this.#lastAlone() : null;
    this.#prose(text, span);
  }

  /** What acceptance criteria check: the requirement above them; of several, none before the others. */
  #lastAlone(): RequirementId | null {
    const [last, before] = this.#requirements.slice(-2).reverse();
    if (last?.section !== (this.#section?.id ?? null)) return null;
    return before?.section === last.section && before.criterion !== true && before.form === last.form ? null : last.id;
  }

  /** "Priority: P0" holds for all that follows under the same heading; false for any other paragraph. */
  #priority({ text, label }: Paragraph): boolean {
    if (!/^priority$/i.test(label?.trim() ?? '') && !/^priority\s*=/i.test(text)) return false;
    const priority = priorityIn(text);
    if (priority) this.#base = { ...this.#base, priority };
    this.#frame = this.#base;
    return true;
  }

  *#sentences(paragraph: Paragraph): Generator<undefined> {
    const { span, anchors } = paragraph;
    for (const sentence of sentencesBehindLabel(paragraph)) {
      const source = spanWithin(span, anchors, sentence.at, sentence.at + sentence.text.length);
      const form = formOf(sentence.text) ?? plainForm(sentence.text, this.#section, this.#base);
      const frame = this.#sentenceFrame(sentence.text, form);
      const isOrder = isAboutOrder(sentence.text, this.#section) || isOrderAlone(sentence.text, this.#titles);
      const isStated = form !== undefined && frame.kind !== null && !isOrder;
      if (isStated) this.#add({ text: sentence.text, form, source, frame });
      else this.#prose(sentence.text, source);
      yield;
    }
  }

  /** Context yields only what is said with "shall" or "must", or as a user story; rejected options yield nothing. */
  #sentenceFrame(sentence: string, form: Form | undefined): Frame {
    const isContext = this.#section?.role === 'context' && form !== undefined && isStrong(sentence, form);
    return isContext ? { ...this.#base, kind: 'functional' } : this.#base;
  }

  #table(table: Table): void {
    if (this.#orderRows(table)) return;
    const numbers = new LocalNumbers();
    const scope = [numbers];
    this.#lists.all.push(numbers);
    for (const row of statementsOfTable(table, this.#frame, isWork(this.#section))) {
      const enter = (id: string): void =>
        row.numbers.forEach((number) => {
          numbers.note(number, id);
        });
      const from = this.#add({ ...row, form: 'table', place: { scope, enter } });
      for (const { text, source } of row.dependsOn) this.dependencies.takeNames(text, { from, source, scope });
      for (const { text, source } of row.remarks) this.dependencies.take(text, { from, source, scope });
    }
    this.#frame = this.#base;
  }

  /** Rows that put features in order which headings name; false for a table of anything else. */
  #orderRows(table: Table): boolean {
    const rows = orderRowsOf(table);
    const known = rows.filter(({ name }) => this.#titles.has(normalise(name)));
    if (known.length === 0 || known.length * 2 < rows.length) return false;
    const from = this.#section?.id ?? null;
    for (const { name, text, source } of known) this.dependencies.takeNames(text, { from, source }, name);
    this.#frame = this.#base;
    return true;
  }

  /** "1. API Mode" over nothing but an example: the heading itself is the requirement. */
  #headingAlone({ section, headings, blocks }: Part): void {
    const heading = headings.at(-1);
    if (
      blocks.some(({ type }) => type === 'table') ||
      (section?.role !== 'feature' && section?.role !== 'future') ||
      section.number === undefined ||
      !heading ||
      heading.hasChildren
    )
      return;
    this.#add({ text: section.title, form: 'numbered', source: heading.span, frame: this.#base });
  }

  /** Words that state nothing to build, of the section or of one of its requirements. */
  #prose(text: string, source: Span, { from, scope }: Partial<Place> = {}): void {
    this.dependencies.take(text, {
      from: from ?? this.#section?.id ?? null,
      source,
      scope: scope ?? this.#lists.all,
    });
  }

  #add(statement: Statement): RequirementId | null {
    const { text, form, source, frame, kind, parent = null, place } = statement;
    const words = withoutPriorityTag(text);
    if (frame.kind === null || !/[\p{L}\p{N}]{2}/u.test(words)) return null;
    const id = `R-${String(this.#requirements.length + 1).padStart(3, '0')}` as RequirementId;
    const priority = priorityIn(text) ?? frame.priority;
    // "When …, the portal shall …" says what the product does, whatever list it stands in.
    const isTold = frame.isCriterion === true && (form === 'ears' || form === 'modal');
    const requirement: Writable<Requirement> = {
      id,
      text: words,
      form,
      source,
      parent,
      kind: kindOf(text, kind ?? (isTold ? 'functional' : frame.kind)),
      section: this.#section?.id ?? null,
    };
    if (priority) requirement.priority = priority;
    mark(requirement, statement);
    this.#requirements.push(requirement);
    place?.enter(id);
    // In no list or table those of the section hold.
    this.dependencies.take(text, { from: id, source, scope: place?.scope ?? this.#lists.all });
    return id;
  }
}

/** A table in such a section states something, whatever its header calls it. */
function isWork(section: Section | null): boolean {
  return section?.role === 'feature' || section?.role === 'non-functional';
}

/** What is there of what most requirements do not have. */
function mark(
  requirement: Writable<Requirement>,
  { text, label, frame: { done, isCriterion }, estimate = estimateIn(text) }: Statement,
): void {
  if (label !== undefined) requirement.label = label;
  if (done) requirement.done = true;
  if (isCriterion) requirement.criterion = true;
  if (estimate) requirement.estimate = estimate;
}

/** What the item's own mark, checkbox or tag says on top of its list. */
function marked(frame: Frame, { text, checked }: Item): Frame {
  const done = checked ?? splitStatus(text).done ?? frame.done ?? false;
  const priority = priorityIn(text) ?? frame.priority;
  const { kind, isCriterion } = frame;
  return { kind, ...(priority && { priority }), ...(done ? { done } : {}), ...(isCriterion && { isCriterion }) };
}

/** The items of a group carry marks of their own. */
function withDone({ done: _, ...frame }: Frame, done: boolean | undefined): Frame {
  return done === true ? { ...frame, done } : frame;
}

/** The words of an item without marks, identifier and labels that name nothing. */
function wordsOf(item: Item): Pick<Statement, 'text' | 'form' | 'label' | 'kind'> {
  const { words } = splitStatus(item.text);
  const numbered = splitIdentifier(words);
  if (numbered) {
    const { identifier, rest } = numbered;
    return { text: rest, form: formOf(rest) ?? 'numbered', label: identifier, kind: namedKind(identifier) };
  }
  const isGeneric = item.label !== undefined && isGenericLabel(item.label) && !isLabelOnly(item);
  const text = (isGeneric ? withoutLabel(words, item.label ?? '') : words).replace(/:$/, '');
  return { text, form: formOf(text) ?? 'item', ...(isGeneric ? {} : { label: item.label }) };
}

/** The sentences of a paragraph; "Description:" in front of the first says nothing. */
function* sentencesBehindLabel({ text, label }: Paragraph): Generator<Sentence> {
  const words = label !== undefined && isGenericLabel(label) ? withoutLabel(text, label) : text;
  const skipped = text.length - words.length;
  for (const sentence of sentencesOf(words)) yield { ...sentence, at: sentence.at + skipped };
}

function withoutLabel(text: string, label: string): string {
  const at = text.indexOf(label);
  return at === -1 ? text : text.slice(at + label.length).replace(/^[\s:.–—)\]-]+/u, '');
}
