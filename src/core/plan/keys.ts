// The names of draft tasks within their plan.
import type { TaskKey } from './model.ts';

/** Words of letters and digits, lower-case where there is a case, joined by hyphens. */
const KEY = /^[\p{Ll}\p{Lo}\p{Lm}\p{N}]+(?:-[\p{Ll}\p{Lo}\p{Lm}\p{N}]+)*$/u;
const MAX_KEY_LENGTH = 48;

export function isTaskKey(text: string): boolean {
  return text.length <= 2 * MAX_KEY_LENGTH && KEY.test(text);
}

/** A key from the first words of a title that is not taken yet: "Parse the PDF" → "parse-the-pdf", then "parse-the-pdf-2". */
export function keyFromTitle(title: string, isTaken: (key: TaskKey) => boolean): TaskKey {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{Ll}\p{Lo}\p{Lm}\p{N}]+/gu);
  const stem = firstWords(words ?? []) || 'task';
  for (let number = 1; ; number++) {
    const key = (number === 1 ? stem : `${stem}-${number}`) as TaskKey;
    if (!isTaken(key)) return key;
  }
}

function firstWords(words: readonly string[]): string {
  let stem = '';
  for (const word of words) {
    const longer =
      stem === ''
        ? Array.from(word)
            .slice(0, MAX_KEY_LENGTH / 2)
            .join('')
        : `${stem}-${word}`;
    if (longer.length > MAX_KEY_LENGTH) break;
    stem = longer;
  }
  return stem;
}
