// Keys of tasks: a few words of the title, unique, and the same when something elsewhere in the document changes.
import type { TaskKey } from '../model.ts';
import { baseForm, isVerb } from './verbs.ts';
import { isFiller } from './words.ts';

const LONGEST = 40;
/** Verbs that the planner puts in front of a name; they say nothing about the thing. */
const GIVEN =
  /^(?:Build|Implement|Add|Provide|Create|Set up|Write|Generate|Ensure that|Ensure|Make|Let|Give|Meet)\s+(?:an?\s+|the\s+)?/u;

export class KeyMaker {
  readonly #taken = new Set<string>();
  /** The highest number behind each name: the lower ones are taken. */
  readonly #numbers = new Map<string, number>();

  /** `parent` disambiguates: the same name below two parents gets their keys in front. */
  keyFor(title: string, parent: TaskKey | null): TaskKey {
    const slug = slugOf(title) || 'task';
    const candidates = parent === null ? [slug] : [slug, fit(`${parent}-${slug}`)];
    const free = candidates.find((candidate) => !this.#taken.has(candidate)) ?? this.#numbered(slug);
    this.#taken.add(free);
    return free as TaskKey;
  }

  #numbered(slug: string): string {
    for (let number = (this.#numbers.get(slug) ?? 1) + 1; ; number += 1) {
      const candidate = `${fit(slug, LONGEST - 1 - String(number).length)}-${number}`;
      if (this.#taken.has(candidate)) continue;
      this.#numbers.set(slug, number);
      return candidate;
    }
  }
}

/** Lower-case words joined by hyphens, without the verb that the planner chose, at most 40 characters. */
export function slugOf(title: string): string {
  const rest = title.replace(GIVEN, '');
  const words = (rest || title)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{Ll}\p{Lo}\p{Lm}\p{N}]+/gu);
  if (!words) return '';
  const telling = words.filter((word) => !isFiller(word) || isVerb(word) || baseForm(word) !== null);
  return fit((telling.length > 0 ? telling : words).join('-'));
}

function fit(slug: string, limit = LONGEST): string {
  if (slug.length <= limit) return slug;
  const cut = slug.lastIndexOf('-', limit);
  return slug.slice(0, cut > limit / 3 ? cut : limit).replace(/-+$/, '');
}
