// What bears which number: list items within their list, rows within their table, the rest in the whole document.
import type { Block } from './document.ts';
import { splitIdentifier } from './forms.ts';
import type { Requirement, Section } from './model.ts';
import { isNumbering, referenceKey } from './references.ts';

type Item = Extract<Block, { type: 'item' }>;

/** Ids by the numbers of one list or table; filled while it is read. */
export type LocalNumbers = Map<string, string>;
/** The lists and tables whose numbers hold at one place. */
export type Scope = readonly LocalNumbers[];

/** The numbers that hold for a statement, and how to enter its own. */
export interface NumberedPlace {
  readonly scope: Scope;
  readonly enter: (id: string) => void;
}

/** A section or requirement by its id, or by a number that is looked up when all of the document is read. */
export type Target = { readonly id?: string } | { readonly ref: string; readonly scope: Scope };

export class Numbers {
  readonly #known = new Map<string, string>();

  constructor(sections: readonly Section[], requirements: readonly Requirement[]) {
    for (const { id, label } of requirements)
      if (label !== undefined && isNumbering(label) && !/^\d+$/u.test(label)) this.#add(label, id);
    for (const { id, title } of sections) {
      const numbered = splitIdentifier(title);
      if (numbered) this.#add(numbered.identifier, id);
    }
  }

  find(target: Target): string | undefined {
    if (!('ref' in target)) return target.id;
    const key = referenceKey(target.ref);
    if (/^(?:section|chapter) /u.test(target.ref)) return undefined;
    const near = new Set(target.scope.flatMap((numbers) => numbers.get(key) ?? []));
    return near.size === 1 ? [...near][0] : this.#known.get(key);
  }

  #add(number: string, id: string): void {
    const key = referenceKey(number);
    if (!this.#known.has(key)) this.#known.set(key, id);
  }
}

interface OpenList {
  readonly depth: number;
  readonly ordered: boolean;
  readonly numbers: LocalNumbers;
  last: number;
}

/** Follows the lists of one section and tells which numbers hold for each item. */
export class ListNumbers {
  /** All outermost lists of the section, and its tables: the numbers that hold for its prose. */
  readonly all: LocalNumbers[] = [];
  #open: OpenList[] = [];
  #isBroken = false;

  /** Something else than an item stands between: only a list with a number of its own goes on. */
  interrupt(): void {
    this.#isBroken = true;
  }

  /** Where an item stands among the numbers. */
  at(item: Item): NumberedPlace {
    while ((this.#open.at(-1)?.depth ?? -1) > item.depth) this.#open.pop();
    const last = this.#open.at(-1)?.last ?? 0;
    const next = item.number ?? (this.#isBroken ? 1 : last + 1);
    this.#isBroken = false;
    const list = this.#listOf(item, next);
    list.last = item.ordered ? next : 0;
    return {
      scope: this.#open.map(({ numbers }) => numbers),
      enter: (id) => {
        if (item.ordered) list.numbers.set(String(next), id);
      },
    };
  }

  #listOf({ depth, ordered }: Item, next: number): OpenList {
    const open = this.#open.at(-1);
    if (open?.depth === depth) {
      if (open.ordered === ordered && next > open.last) return open;
      this.#open.pop();
    }
    const list: OpenList = { depth, ordered, numbers: new Map(), last: 0 };
    this.#open.push(list);
    if (depth === 0) this.all.push(list.numbers);
    return list;
  }
}
