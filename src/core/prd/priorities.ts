// Priority words: MoSCoW, P0–P3, critical to low. Only where the document marks them as such.
import type { Priority } from './model.ts';
import { matchesOf } from './text.ts';
import { remembered } from './remembered.ts';
import { firstMatch, rulesOf } from './rules.ts';

const LEVELS = rulesOf<Priority>(
  ['critical', /^(?:p0|critical|blocker|highest|urgent|immediate|essential|mandatory|muss|must(?:[- ]have)?)$/],
  ['high', /^(?:p1|high|important|soll|should(?:[- ]have)?)$/],
  ['medium', /^(?:p2|medium|med|moderate|normal|desirable|kann|could(?:[- ]have)?)$/],
  ['low', /^(?:p3|p4|low|lowest|minor|optional|nice[- ]to[- ]have|stretch(?: goal)?|won'?t(?:[- ]have)?)$/],
);

/** The priority that a table cell or a tag consists of, e.g. "Must", "P1", "High"; undefined for anything else. */
export const priorityOf = (words: string): Priority | undefined => levelOf(words) ?? undefined;

const levelOf = remembered((words) => {
  const word = words
    .toLowerCase()
    .replace(/^[^a-z]+|[^a-z0-9]+$/g, '')
    .replace(/^(?:priority|moscow)\s*[:=]?\s*|\s*priority$/g, '')
    .replace(/’/g, "'");
  return firstMatch(LEVELS, word) ?? null;
});

/** Letters rank only where a column or a scale says that they do. */
const LETTERS: Readonly<Record<string, Priority>> = { a: 'high', b: 'medium', c: 'low' };

/** The priority in a table's column of priorities: what `priorityOf` knows, and A, B or C. */
export function priorityOfCell(words: string): Priority | undefined {
  return priorityOf(words) ?? LETTERS[words.trim().toLowerCase()];
}

/** "(P1)", "[Must]", "(MEDIUM PRIORITY)", "Priority: High" – a tag in brackets or after the word itself. */
const TAG = /[([]\s*([^()[\]]{1,30}?)\s*[)\]]/g;
const NAMED = /\bpriority\s*[:=]\s*([\w' -]{1,20}?)(?=[,.;)\]|]|$)/i;
const HEADING =
  /^(?:\W*)((?:must|should|could|won['’]?t|nice[- ]to)[- ]haves?|p[0-3]|(?:critical|high|medium|low)[- ]priority)\b/i;

/** "@must" as it tags a scenario, and "P0." as a sentence of its own at the end. */
const MENTION = /(?:^|\s)@(must|should|could|wont|p[0-4]|critical|high|medium|low|optional|wip)(?![\w-])/gi;
const AT_END = /(?<=[.!?)])\s+\(?(p[0-4])\)?\.?$/i;

/** A cheap look before the patterns: most texts state no priority. */
const HINT = /[([@]|priority|^\W*(?:must|should|could|won|nice|p\d|critical|high|medium|low)/i;
const HINT_AT_END = /\bp\d\)?\.?$/i;
const LONGEST_END = 6;

/** The priority that a heading, an item or the line before a list states; undefined where it states none. */
export function priorityIn(text: string): Priority | undefined {
  if (!HINT.test(text) && !HINT_AT_END.test(text.slice(-LONGEST_END))) return undefined;
  for (const [, tag] of matchesOf(TAG, text)) {
    const priority = priorityOf(tag ?? '');
    if (priority) return priority;
  }
  const mentions = matchesOf(MENTION, text).map(([, tag]) => priorityOf((tag ?? '').replace('wont', "won't")));
  const mentioned = mentions.find((priority) => priority !== undefined);
  if (mentioned) return mentioned;
  const named =
    NAMED.exec(text)?.[1] ??
    AT_END.exec(text)?.[1] ??
    HEADING.exec(text)?.[1]
      ?.replace(/haves$/i, 'have')
      .replace(/-priority$/i, '');
  return named === undefined ? undefined : priorityOf(named);
}

/** Takes the priority tag out of a requirement's words, with the colon behind it: it is kept as data. */
export function withoutPriorityTag(words: string): string {
  const untagged = withoutMentions(words);
  // A look at the end first: the pattern would try every blank of a long text.
  const text = /\d\)?\.?$/.test(untagged.slice(-3)) ? untagged.replace(AT_END, '') : untagged;
  if (!/[([]/.test(text)) return text.trim();
  const bare = text.replace(/\s*[([]\s*([^()[\]]{1,30}?)\s*[)\]]/g, (whole, tag: string) =>
    priorityOf(tag) ? '' : whole,
  );
  return bare === text ? text.trim() : bare.replace(/^[\s:.–—-]+/u, '').trim();
}

/** Takes "@must" and "@wip" out of a title or a statement; "@Mara" is a person and stays. */
export function withoutMentions(text: string): string {
  return text.includes('@') ? text.replace(MENTION, '').trim() : text;
}
