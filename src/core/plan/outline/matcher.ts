// Finds what a few words speak of: similarity by shared word stems, rare words weighing more.
import { stems } from './words.ts';

/** Words that stand in more entries than this lead to no candidate, which keeps a search short in any document. */
const COMMON = 40;
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
  readonly #byStem = new Map<string, number[]>();
  /** Squares, as they are summed up. */
  readonly #weights = new Map<string, number>();
  readonly #strange: number;

  constructor(texts: Iterable<readonly [T, string]>) {
    const read = Array.from(texts, ([target, text]) => ({ target, stems: stems(text) }));
    for (const [index, entry] of read.entries()) {
      for (const stem of entry.stems) {
        const places = this.#byStem.get(stem);
        if (places) places.push(index);
        else this.#byStem.set(stem, [index]);
      }
    }
    for (const [stem, places] of this.#byStem) this.#weights.set(stem, Math.log(1 + read.length / places.length) ** 2);
    this.#strange = Math.log(1 + Math.max(1, read.length)) ** 2;
    this.#entries = read.map((entry) => ({ ...entry, length: this.#lengthOf(entry.stems) }));
  }

  /** The closest entry that `accept` takes, at or above `atLeast`; the earlier one of equals. */
  best(text: string, atLeast: number, accept: (target: T) => boolean = () => true): Match<T> | null {
    const asked = stems(text);
    const length = this.#lengthOf(asked);
    let best: Match<T> | null = null;
    for (const entry of this.#candidates(asked, length, atLeast)) {
      const score = this.#score(asked, length, entry);
      if (score < atLeast || score <= (best?.score ?? 0)) continue;
      if (accept(entry.target)) best = { target: entry.target, score };
    }
    return best;
  }

  /** Entries that share a word which is not common; where likeness alone can reach the mark, those that can. */
  #candidates(asked: ReadonlySet<string>, length: number, atLeast: number): readonly Entry<T>[] {
    const shared = new Map<number, number>();
    let common = 0;
    for (const stem of asked) {
      const weight = this.#weights.get(stem) ?? 0;
      const places = this.#byStem.get(stem) ?? [];
      if (places.length > COMMON) common += weight;
      else for (const index of places) shared.set(index, (shared.get(index) ?? 0) + weight);
    }
    const isByLikeness = atLeast > NAMED_IN_FULL;
    return Array.from(shared).flatMap(([index, weight]) => {
      const entry = this.#entries[index];
      if (!entry) return [];
      return isByLikeness && weight + common < atLeast * length * entry.length ? [] : [entry];
    });
  }

  #score(asked: ReadonlySet<string>, length: number, entry: Entry<T>): number {
    let shared = 0;
    let count = 0;
    for (const stem of entry.stems) {
      if (!asked.has(stem)) continue;
      shared += this.#weights.get(stem) ?? 0;
      count += 1;
    }
    const likeness = shared / (length * entry.length || 1);
    if (count >= 2 && count === entry.stems.size) return Math.max(likeness, NAMED_IN_FULL);
    if (count < asked.size) return likeness;
    const isTelling = count >= 2 || [...asked].some((stem) => stem.includes('_'));
    return isTelling ? Math.max(likeness, HOLDS_ALL + likeness / 10) : likeness;
  }

  #lengthOf(found: ReadonlySet<string>): number {
    let sum = 0;
    for (const stem of found) sum += this.#weights.get(stem) ?? this.#strange;
    return Math.sqrt(sum);
  }
}
