// What bears which number: list items within their list, rows within their table, the rest in the whole document.
import type { Block } from './document.ts';
import { splitIdentifier } from './forms.ts';
import type { Requirement, Section } from './model.ts';
import { isNumbering, referenceKey } from './references.ts';

type Item = Extract<Block, { type: 'item' }>;

/** Ids by the numbers of one list or table. Filled while it is read, and looked into by few documents. */
export class LocalNumbers {
  readonly #noted: (readonly [number: string, id: string])[] = [];
  #known: ReadonlyMap<string, string> | undefined;

  note(number: string, id: string): void {
    this.#noted.push([number, id]);
    this.#known = undefined;
  }

  /** @param key as `referenceKey` makes it. */
  get(key: string): string | undefined {
    this.#known ??= new Map(
      this.#noted.flatMap(([number, id]) => (isNumbering(number) ? [[referenceKey(number), id] as const] : [])),
    );
    return this.#known.get(key);
  }
}

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
  readonly #sections: readonly Section[];
  readonly #requirements: readonly Requirement[];
  #known: ReadonlyMap<string, string> | undefined;

  constructor(sections: readonly Section[], requirements: readonly Requirement[]) {
    this.#sections = sections;
    this.#requirements = requirements;
  }

  find(target: Target): string | undefined {
    if (!('ref' in target)) return target.id;
    const key = referenceKey(target.ref);
    if (/^(?:section|chapter) /u.test(target.ref)) return undefined;
    const near = new Set(target.scope.flatMap((numbers) => numbers.get(key) ?? []));
    this.#known ??= this.#read();
    return near.size === 1 ? [...near][0] : this.#known.get(key);
  }

  /** The first that bears a number has it. */
  #read(): ReadonlyMap<string, string> {
    const known = new Map<string, string>();
    const add = (number: string, id: string): void => {
      const key = referenceKey(number);
      if (!known.has(key)) known.set(key, id);
    };
    for (const { id, label } of this.#requirements)
      if (label !== undefined && isNumbering(label) && !/^\d+$/u.test(label)) add(label, id);
    for (const { id, title } of this.#sections) {
      const numbered = splitIdentifier(title);
      if (numbered) add(numbered.identifier, id);
    }
    return known;
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
        if (item.ordered) list.numbers.note(String(next), id);
      },
    };
  }

  #listOf({ depth, ordered }: Item, next: number): OpenList {
    const open = this.#open.at(-1);
    if (open?.depth === depth) {
      if (open.ordered === ordered && next > open.last) return open;
      this.#open.pop();
    }
    const list: OpenList = { depth, ordered, numbers: new LocalNumbers(), last: 0 };
    this.#open.push(list);
    if (depth === 0) this.all.push(list.numbers);
    return list;
  }
}
