// Words as the planner compares them: without case, filler and endings, so that "decompose" meets "decomposition".

const FILLERS = new Set(
  (
    'a an and any are as at be been being both but by can could do does each either etc every for from has have how if in into ' +
    'is it its may might must need needs no nor not of on once one or other our own per shall should so some such than that the ' +
    'their them then there these they this those through to up using used use uses via was we were what when where which while who ' +
    'why will with within without would you your all also basic simple advanced new proper various relevant ' +
    'fix implement working missing broken'
  ).split(' '),
);

const ENDINGS = [
  [/(?:ies|y)$/, 'i'],
  [/(?:enc(?:e|i)|anc(?:e|i))$/, ''],
  [/(?:ations?|itions?|utions?|ions?)$/, ''],
  [/(?:ement|ment)$/, ''],
  [/(?:ing|edly|ed|er|or|est|able|ible|ity|iti|al|ive|ic)$/, ''],
  [/(?:e|i|at|it)$/, ''],
] as const;

/** A document says the same words over and over. */
const KNOWN_STEMS = new Map<string, string>();
const MOST_KNOWN = 20_000;

/** The part of a word that its forms share; identifiers such as `save_config` stay whole. */
export function stem(word: string): string {
  const known = KNOWN_STEMS.get(word);
  if (known !== undefined) return known;
  if (KNOWN_STEMS.size >= MOST_KNOWN) KNOWN_STEMS.clear();
  const found = stemOf(word);
  KNOWN_STEMS.set(word, found);
  return found;
}

/** What people shorten. */
const WHOLE: Readonly<Record<string, string>> = {
  ...{ auth: 'authentication', admin: 'administration', config: 'configuration', docs: 'documentation' },
  ...{ repo: 'repository', stats: 'statistics', app: 'application', apps: 'application', db: 'database' },
};

function stemOf(short: string): string {
  const word = Object.hasOwn(WHOLE, short) ? (WHOLE[short] ?? short) : short;
  if (word.length <= 3 || /[_\d]/.test(word)) return word;
  let rest = /[^su]s$/.test(word) ? word.slice(0, -1) : word;
  for (const [ending, instead] of ENDINGS) {
    const shorter = rest.replace(ending, instead);
    if (shorter.length >= 3) rest = shorter;
  }
  return /([^aeiouls])\1$/.test(rest) ? rest.slice(0, -1) : rest;
}

/** Lower-case words in reading order, fillers included. */
export function plainWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)*/gu) ?? [];
}

/** The distinct stems of the words that carry meaning. */
export function stems(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const word of plainWords(text)) if (!FILLERS.has(word)) found.add(stem(word));
  return found;
}

export function isFiller(word: string): boolean {
  return FILLERS.has(word.toLowerCase());
}
