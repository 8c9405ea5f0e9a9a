// Finds what a few words speak of: similarity by shared word stems, rare words weighing more.
import { stems } from './words.ts';

/** Words that stand in more entries than this lead to no candidate, which keeps a search short in any document. */
const COMMON = 64;
/** What it is worth when a name of several words is said in full. */
const NAMED_IN_FULL = 0.72;
/** What it is worth when a text holds all that was asked for. */
const HOLDS_ALL = 0.6;

export interface Match<T> {
  readonly target: T;
  /** 0 to 1. */
  readonly score: number;
}

interface Entry<T> {
  readonly target: T;
  readonly stems: ReadonlySet<string>;
  readonly length: number;
}

export class Matcher<T> {
  readonly #entries: readonly Entry<T>[];
  readonly #size: number;
  readonly #byStem = new Map<string, number[]>();

  constructor(texts: Iterable<readonly [T, string]>) {
    const read = Array.from(texts, ([target, text]) => ({ target, stems: stems(text) }));
    for (const [index, entry] of read.entries()) {
      for (const stem of entry.stems) {
        const places = this.#byStem.get(stem);
        if (places) places.push(index);
        else this.#byStem.set(stem, [index]);
      }
    }
    this.#size = Math.max(1, read.length);
    this.#entries = read.map((entry) => ({ ...entry, length: this.#lengthOf(entry.stems) }));
  }

  /** The closest entry that `accept` takes, at or above `atLeast`; the earlier one of equals. */
  best(text: string, atLeast: number, accept: (target: T) => boolean = () => true): Match<T> | null {
    const asked = stems(text);
    const length = this.#lengthOf(asked);
    let best: Match<T> | null = null;
    for (const index of this.#candidates(asked)) {
      const entry = this.#entries[index];
      if (!entry || !accept(entry.target)) continue;
      const score = this.#score(asked, length, entry);
      if (score >= atLeast && score > (best?.score ?? 0)) best = { target: entry.target, score };
    }
    return best;
  }

  #candidates(asked: ReadonlySet<string>): ReadonlySet<number> {
    const found = new Set<number>();
    for (const stem of asked) {
      const places = this.#byStem.get(stem);
      if (places && places.length <= COMMON) for (const index of places) found.add(index);
    }
    return found;
  }

  #score(asked: ReadonlySet<string>, length: number, entry: Entry<T>): number {
    let shared = 0;
    let count = 0;
    for (const stem of entry.stems) {
      if (!asked.has(stem)) continue;
      shared += this.#weight(stem) ** 2;
      count += 1;
    }
    const likeness = shared / (length * entry.length || 1);
    if (count >= 2 && count === entry.stems.size) return Math.max(likeness, NAMED_IN_FULL);
    const isTelling = count >= 2 || [...asked].some((stem) => stem.includes('_'));
    return isTelling && count === asked.size ? Math.max(likeness, HOLDS_ALL + likeness / 10) : likeness;
  }

  #weight(stem: string): number {
    return Math.log(1 + this.#size / (this.#byStem.get(stem)?.length ?? 1));
  }

  #lengthOf(found: ReadonlySet<string>): number {
    let sum = 0;
    for (const stem of found) sum += this.#weight(stem) ** 2;
    return Math.sqrt(sum);
  }
}
