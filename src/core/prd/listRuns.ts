// Looks at whole lists: which ones are a table of contents or a legend, and which items head a group.
import type { Block } from './document.ts';
import { splitStatus } from './status.ts';
import { normalise } from './text.ts';

type Item = Extract<Block, { type: 'item' }>;

const ENOUGH = 3;

/** Positions of items that state nothing: entries of a table of contents, explanations of marks. */
export function idleItems(blocks: readonly Block[], titles: ReadonlySet<string>): ReadonlySet<number> {
  const idle = new Set<number>();
  for (let start = 0; start < blocks.length; start++) {
    if (blocks[start]?.type !== 'item') continue;
    const items: Item[] = [];
    for (let block = blocks[start]; block?.type === 'item'; block = blocks[start + items.length]) items.push(block);
    if (isContents(items, titles) || isLegend(items) || isFrontMatter(items, titles))
      items.forEach((_, index) => idle.add(start + index));
    start += items.length;
  }
  return idle;
}

function isContents(items: readonly Item[], titles: ReadonlySet<string>): boolean {
  if (titles.size === 0 || items.length < ENOUGH) return false;
  let unknown = 0;
  return items.every(({ text }) => {
    if (!titles.has(entryTitle(text))) unknown++;
    return unknown <= items.length * 0.3;
  });
}

/** "2.1 Login ........ 7" → "login" */
export function entryTitle(text: string): string {
  return normalise(text.replace(/[\s.…·]*\s\d+\s*$/u, '').replace(/^[\dA-Z]+(?:\.\d+)*[.)]?\s+/u, ''));
}

/** "✅ WORKING: …, ❌ BROKEN: …": every item explains another mark. */
function isLegend(items: readonly Item[]): boolean {
  if (items.length < ENOUGH) return false;
  const marks = new Set<string>();
  return items.every(({ text }) => {
    const { mark } = splitStatus(text);
    const isNew = mark !== undefined && !marks.has(mark);
    if (isNew) marks.add(mark);
    return isNew;
  });
}

/** "Author: …, Created: …, State: …" at the front says something about the paper. */
const ABOUT_PAPER =
  /^(?:authors?(?:\(s\))?|owner|reviewers?|approvers?|created|date|last (?:updated|edited|modified|changed)|updated|version|revision|document (?:status|owner|no|version)|target release)$/i;
const MAX_ENTRY = 90;

/** True where some entries are about the paper and all of them are short: then the others are about it, too. */
function isFrontMatter(items: readonly Item[], titles: ReadonlySet<string>): boolean {
  if (titles.size === 0) return false;
  const labels = items.map(({ label = '' }) => label.trim());
  const known = labels.filter((label) => ABOUT_PAPER.test(label)).length;
  return known >= 2 && items.every(({ text, label }) => label !== undefined && text.length <= MAX_ENTRY);
}

/** Where the children of an item that is nothing but a label stand; undefined when it has none. */
export function childrenOf(item: Item, next: Block | undefined): 'nested' | 'beside' | undefined {
  if (next?.type !== 'item') return undefined;
  if (next.depth > item.depth) return 'nested';
  return next.depth === item.depth && isLabelOnly(item) && !isLabelOnly(next) ? 'beside' : undefined;
}

/** Bold words alone, or words that end in a colon: a name for what follows. */
export function isLabelOnly({ text, label }: { readonly text: string; readonly label?: string }): boolean {
  if (label === undefined || (!text.includes('(') && text.length > label.length + 8)) return false;
  return normalise(text.replace(/\([^)]*\)/g, '')) === normalise(label.replace(/\([^)]*\)/g, ''));
}
