// Finds the verb of a clause without a modal, "orders older than 30 days move to the archive", so that it is not read as a name.
import { baseForm, isAdjective, isTwoFaced, isVerb, thirdPerson } from './verbs.ts';

/** Verbs that tell what happens and that open no order. */
const HAPPENS = new Set(
  (
    'go dim lie fall rise fade sink crash spawn occur happen exist last depend lead differ lower raise attract leave die grow ' +
    'shrink flow become mean cause count travel vanish disappear lapse elapse decay overlap conflict persist vary ' +
    'range carry earn lose win trip bounce feed accrue mature roll total sail drift think know need'
  ).split(' '),
);
const DETERMINER =
  /^(?:an?|the|each|every|all|any|its?|their|his|her|your|our|them|this|that|these|no|one|two|only|\d[\d.,]*)$/iu;
const ADVERB = /^(?:always|never|only|also|still|automatically|usually|normally|then|now|immediately|no longer)$/iu;
/** After these a verb may stand that is a noun as often: "results update as the user types". */
const BEHIND_VERB =
  /^(?:as|when|while|if|until|once|after|before|up|out|off|down|away|back|again|over|afterwards|automatically|immediately|aground|together|apart)$/iu;
const PREPOSITION =
  /^(?:to|in|into|on|onto|from|with|without|at|by|for|of|within|under|per|through|against|via|than|between)$/iu;
/** Before a verb stands none of these. */
const NO_SUBJECT_END =
  /^(?:an?|the|each|every|all|any|its|their|your|our|this|that|which|who|whose|to|of|and|or|for|with|without|in|on|at|by|from|as|per|if|when|not|be|is|are|via|into|no|new|than|&)$/iu;
/** Plural words that open the names of things: "sales report", "settings export". */
const PLURAL_OF_ONE =
  /^(?:sales|settings|goods|news|analytics|operations|systems|savings|customs|sports|terms|results|details|logistics|metrics|statistics|rewards|returns|contents|credentials|communications|payments|status|always|process|access|progress|address|less)$/iu;
/** A clause of its own begins, whose verb says nothing of the whole. */
const SUBORDINATE =
  /^(?:as|when|while|if|until|once|that|which|who|whose|where|because|so|how|whether|what|before|after|→|->|[–—-])$/iu;
/** They move or change by themselves. */
const BY_ITSELF = /^(?:open|close|update|run|start|stop|change|load|work|turn|rank|move|refresh|end|point|appear)$/u;
const MOST_WORDS_BEFORE = 9;

/** Where the verb of the clause stands among the words; null for words without one. */
export function verbOf(words: readonly string[]): { readonly index: number; readonly isPlural: boolean } | null {
  for (let index = 1; index < Math.min(words.length, MOST_WORDS_BEFORE + 1); index += 1) {
    const before = subjectEnd(words, index);
    if (before === '' || /[,;:)–—]$/u.test(before) || SUBORDINATE.test(words[index] ?? '')) return null;
    if (NO_SUBJECT_END.test(before)) continue;
    const word = (words[index] ?? '').replace(/,$/u, '');
    const next = words[index + 1] ?? '';
    if (/^(?:cannot|can['’]t|don['’]t|doesn['’]t|isn['’]t|aren['’]t)$/iu.test(word))
      return { index, isPlural: isMany(before) };
    if (isSingularVerb(word, before, next)) return { index, isPlural: false };
    if (isPluralVerb(words, index, before)) return { index, isPlural: true };
  }
  return null;
}

/** The word that the subject ends with, past adverbs: "shares" of "shares always add up". */
function subjectEnd(words: readonly string[], index: number): string {
  const before = words[index - 1] ?? '';
  return ADVERB.test(before) ? (words[index - 2] ?? '') : before;
}

/** "asks for", "goes from": in the third person. */
function isSingularVerb(word: string, before: string, next: string): boolean {
  if (!/^[a-z]+s$/u.test(word) || isMany(before)) return false;
  const base = happening(word) ?? baseForm(word);
  if (base === null || thirdPerson(base) !== word) return false;
  if (next === '') return false;
  if (!NO_NOUN_OF_MANY.test(base) && (isTwoFaced(base) || NOUN_TOO.test(base)))
    return DETERMINER.test(next) || (BEHIND_VERB.test(next) && !PREPOSITION.test(next));
  return true;
}

/** "reads" is hardly ever a noun. */
const NO_NOUN_OF_MANY = /^(?:read|help|follow)$/u;

/** As often a noun when it ends in -s: "two needs", "all costs". */
const NOUN_TOO =
  /^(?:need|cost|limit|offer|answer|name|number|ship|charge|total|range|sale|purchase|lead|cause|count|trip|feed|roll|win|supply|store|place|point|support|pay|tap|invite|fit|measure|guide|design|refund|vote|clip|cut|fix|flag|grant|highlight|lock|mark|pick|pin|poll|post|promise|raise|rest|return|reserve|reward|rule|save|set|spread|stamp|step|swipe|tag|tick|transfer|visit|work|fall|rise|die|last|know|mean|issue|catch|control|estimate|request|use|group|share|model|move|test|play|interest|address|process|access)$/u;

function happening(word: string): string | null {
  for (const base of [word.slice(0, -1), word.slice(0, -2)])
    if (HAPPENS.has(base) && thirdPerson(base) === word) return base;
  return null;
}

/** "items go back", "results update as …": the base form behind several. */
function isPluralVerb(words: readonly string[], index: number, before: string): boolean {
  const word = words[index] ?? '';
  const next = words[index + 1] ?? '';
  const isHappening = HAPPENS.has(word);
  if (!/^[a-z]+$/u.test(word) || !(isHappening || isVerb(word))) return false;
  if (!isMany(before) && (next === '' || !isBehindMany(words, index))) return false;
  return (isHappening && !NOUN_TOO.test(word)) || isActBefore(next, word, before);
}

/** A word that may be a noun is a verb by what follows it. */
function isActBefore(next: string, word: string, before: string): boolean {
  if (DETERMINER.test(next) || BEHIND_VERB.test(next)) return true;
  if (PLURAL_OF_ONE.test(before) || next === 'of' || next === '') return false;
  if (isTwoFaced(word) || NOUN_TOO.test(word) || isAdjective(word))
    return BY_ITSELF.test(word) && PREPOSITION.test(next);
  return true;
}

function isMany(word: string): boolean {
  return /[^sui]s$|people|children$/iu.test(word) && !/^(?:\d.*|was|has|is|does)$/iu.test(word);
}

/** "payouts above EUR 50,000 need", "orders older than 30 days move": the head stands before a preposition or "older than". */
function isBehindMany(words: readonly string[], index: number): boolean {
  const at = words.findIndex(
    (word, place) =>
      place > 0 &&
      place < index &&
      /^(?:above|below|over|under|older|newer|longer|of|with|from|in|without)$/iu.test(word),
  );
  return at > 0 && isMany(words[at - 1] ?? '') && /\d|[a-z]$/iu.test(words[index - 1] ?? '');
}

/** "lamp dims over time" → "ensure that the lamp dims over time"; null for an order and for a mere name. */
export function clause(text: string): string | null {
  const words = text.split(' ', MOST_WORDS_BEFORE + 3);
  const [first = ''] = words;
  if (OPENS_NONE.test(first) || isOrderWord(first, words[1] ?? '')) return null;
  const verb = verbOf(words);
  if (verb === null || (isVerb(first) && verb.index !== 2)) return null;
  return `Ensure that ${isBareThing(words, verb) ? 'the ' : ''}${text}`;
}

/** The same, where the first word looks like a verb: "orders cannot be deleted", "leaving a habit asks for a confirmation". */
export function clauseOfLookalike(text: string): string | null {
  if (MANY_ARE.test(text)) return `Ensure that ${text}`;
  const [first = ''] = text.split(' ', 1);
  const isAlike = isVerb(first) || /^[a-z]+ing$/u.test(first) || (first.endsWith('s') && baseForm(first) !== null);
  return isAlike ? clause(text) : null;
}

/** "save files are compatible" */
const MANY_ARE =
  /^(?!(?:ensure|check|verify|make|keep|confirm|see|test|show|guarantee|assert|prove|report|warn|find)\s)[a-z]+\s[a-z]+[^su\W]s\s(?:are|cannot)\s/iu;

/** "…, trims the wick and winds the clockwork" → "…, trim the wick and wind the clockwork": what else the subject does. */
export function othersInBaseForm(rest: string): string {
  if (/\b(?:that|which|who|when|if|while|until|because)\s/iu.test(rest)) return rest;
  return rest.replaceAll(
    /(?<=(?:,|\band|\bor|\bbut)\s)([a-z]+s)(?=\s(\S+))/gu,
    (word: string, _: string, next: string) => {
      const base = happening(word) ?? baseForm(word);
      if (base === null || thirdPerson(base) !== word) return word;
      const isVerbHere = DETERMINER.test(next) || BEHIND_VERB.test(next) || !(isTwoFaced(base) || NOUN_TOO.test(base));
      return isVerbHere ? base : word;
    },
  );
}

const OPENS_NONE =
  /^(?:when|while|if|with|without|for|in|on|at|by|from|to|as|once|after|before|until|of|per|via|and|or|not|there|what|how|why|who|do|does|is|are|can|may|must|ensure|make|let|max|min)$/iu;

/** "check that", "deduplicates by": an order, in whatever form; "search results", "ships" may be the subject. */
function isOrderWord(first: string, second: string): boolean {
  if (isVerb(first))
    return !(isTwoFaced(first) || NOUN_TOO.test(first)) || DETERMINER.test(second) || PREPOSITION.test(second);
  const base = /^[a-z]+s$/u.test(first) ? baseForm(first) : null;
  return base !== null && !isTwoFaced(base) && !NOUN_TOO.test(base) && !/^(?:draft|tag|log|order|bid)$/u.test(base);
}

/** One thing that stands without its article. */
function isBareThing(words: readonly string[], verb: { readonly index: number; readonly isPlural: boolean }): boolean {
  const [first = ''] = words;
  const head = words[verb.index - 1] ?? '';
  if (
    verb.isPlural ||
    verb.index > 2 ||
    !/^[a-z]+ [a-z]+ /u.test(`${words.slice(0, 2).join(' ')} `) ||
    DETERMINER.test(first)
  )
    return false;
  return (
    !/(?:ing|tion|ity|ness|ment|ance|ence|cy|ware|age|data|health|power|work|time)$/iu.test(head) &&
    !ADVERB.test(head) &&
    !isMany(head)
  );
}
