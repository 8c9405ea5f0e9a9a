// Tables of user stories: "As a… | I want… | So that…".
import type { Cell } from './document.ts';
import { normalise } from './text.ts';

/** Positions of the columns; -1 for a reason that the table does not give. */
export interface StoryColumns {
  readonly who: number;
  readonly want: number;
  readonly why: number;
  /** The header itself says "I want to". */
  readonly isVerb: boolean;
}

const WHO = /^(?:as an?|as|role|user|actor|persona)$/;
const WANT = /^(?:i|we) (?:want|need|would like)(?: to)?$/;
const WHY = /^(?:so that|so i can|because|in order to|benefit|reason)$/;

/** Null for a table of anything else. */
export function storyColumns(header: readonly string[]): StoryColumns | null {
  const names = header.map(normalise);
  const find = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name));
  const [who, want, why] = [find(WHO), find(WANT), find(WHY)];
  return who === -1 || want === -1 ? null : { who, want, why, isVerb: names[want]?.endsWith(' to') === true };
}

/** The row as one sentence; null where a cell is empty. */
export function storyOf(row: readonly Cell[], { who, want, why, isVerb }: StoryColumns): string | null {
  const text = (index: number): string => row[index]?.text.replace(/[.…]+$/u, '').trim() ?? '';
  const [person, wish, reason] = [text(who), text(want), text(why)];
  if (person === '' || wish === '') return null;
  const named = /^(?:as )?(?:an?|the)\s/i.test(person)
    ? person.replace(/^as /i, '')
    : `${/^[aeio]/i.test(person) ? 'an' : 'a'} ${person}`;
  const wanted = isVerb && !/^to\s/i.test(wish) ? `to ${wish}` : wish;
  return `As ${named}, I want ${wanted}${reason === '' ? '' : ` so that ${reason.replace(/^so that /i, '')}`}`;
}
