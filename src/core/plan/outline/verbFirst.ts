// Wordings that open with a verb, in whatever form: "export X", "exports X", "exporting X", "exported as X".
import { isNounPhrase } from './nounTitle.ts';
import { isAdjective, isTwoFaced, isVerb, baseForm, participleOf, thirdPerson } from './verbs.ts';
import { isFiller } from './words.ts';

/** Already imperative, or a verb in another form: "exports X", "exporting X". */
export function verbFirst(text: string): string | null {
  if (/^do not\s/iu.test(text)) return text;
  const [first = '', second = ''] = text.split(' ', 2);
  const word = first.replace(/,$/u, '');
  return inBaseForm(text, word, second) ?? inOtherForm(text, word, second);
}

const ADJECTIVE_LY = /^(?:(?:dai|week|month|quarter|year|hour|night|friend|ear)ly|family|reply|\w+-friendly)$/iu;

/** "log book", "release plan", "support tools v2": the name of a thing, though its first word is a verb as well. */
const NAME_OF_TWO =
  /^(?:batch|log|request|release|launch|cut|invite|push|support|test|order|audit|research|report|score|rate|reward|bid|care)\s(?:book|books|fields?|plans?|checklists?|list|links?|service|services|tools?|codes?|calendar|notes?|train|window|party|event|team|desk|staff|hours|cent(?:re|er)|portal|numbers?|keys?|tokens?|tables?|trail|queue|server|gateway|certificates?|files?|viewer|levels?|formats?|headers?|body|parameters?|payload|status|dates?|buttons?|flow|page|history|cards?|scale|card)(?:\s(?:v\d\S*|\d\S*|\(.*\)))*$/iu;

/** "edit opens a panel", "write path", "batch (v1.1)", "support trained": the first word names a thing. */
function isSubject(text: string, word: string, second: string): boolean {
  if (NAME_OF_TWO.test(text)) return true;
  if (/^\S+\s\([^()]*\)$/u.test(text)) return isTwoFaced(word) || baseForm(word) !== null;
  if (/^(?:support|staff|legal)$/iu.test(word) && /^\w+ed$/u.test(second) && text.endsWith(second)) return true;
  if (/^(?:read|write) (?:path|model|side|access|replica|lock)s?$/iu.test(text)) return true;
  if (!isTwoFaced(word) || !/^[a-z]+s$/u.test(second) || baseForm(second) === null) return false;
  return /^\S+\s\S+\s(?:an?|the|all|its)\s/u.test(text);
}

/** "secure signup", "open orders"; not "open for everybody". */
function isQuality(word: string, second: string): boolean {
  if (!isAdjective(word) || (/^open$/iu.test(word) && second === 'for')) return false;
  return !/^(?:an?|the|all|each|every|up|any|our|your|their)$/iu.test(second);
}

function inBaseForm(text: string, word: string, second: string): string | null {
  if (isSubject(text, word, second) || isQuality(word, second)) return null;
  if (/^support$/iu.test(word) && /^(?:for|of)$/iu.test(second)) return null;
  if (isOrderOf(text)) return text;
  if (word.split('/').every(isVerb)) return isTwoFaced(word.split('/')[0] ?? '') && isNounPhrase(text) ? null : text;
  if (
    ((word.endsWith('ly') && !ADJECTIVE_LY.test(word)) ||
      /^(?:batch|bulk|auto|re|pre|not|always|never|only)$/u.test(word)) &&
    isVerb(second)
  )
    return text;
  return null;
}

/** "backfill the gaps": a word before a determiner that is none of the small words can only be a verb. */
export function isOrderOf(text: string): boolean {
  const [first = '', second = ''] = text.split(' ', 2);
  const word = first.replace(/,$/u, '');
  return !isKnownWord(word) && /^(?:an?|the|all|each|every|their|its|your|any|multiple|it|them)$/u.test(second);
}

/** Articles, prepositions and the like open no order. */
function isKnownWord(word: string): boolean {
  return (
    isFiller(word) ||
    !/^[A-Za-z]{3,}$/u.test(word) ||
    /(?:ing|ed|ly|s)$/u.test(word) ||
    /^(?:after|before|during|under|over|across|between|through|against|among|toward|per|like|half|both|only)$/iu.test(
      word,
    )
  );
}

const PAST = /^(?:fixed|added|removed|resolved|implemented|introduced|refactored|migrated)$/u;
/** "opening hours", "shopping list", "billing address" */
const NOUN_LIKE =
  /^(?:opening|shopping|landing|parking|booking|pricing|billing|shipping|meeting|training|working|operating|closing|waiting|mailing|rating|seating|staging|trading|voting|reading|running|tracking|loading|learning|lending)$/iu;
const OF_NOUN_LIKE =
  /^(?:hours|lists?|cart|basket|accounts?|address(?:es)?|costs?|options?|plans?|data|notes|rooms?|calendar|days|dates?|rates?|fees?|methods?|materials?|spots?|lots?|numbers?|codes?|conditions|environment|screens?|bar|labels?|slots?|rules?|scale|scores?)$/iu;
const THING = /^(?:system|engine|page|form|flow|tool|service|process|experience)s?$/iu;

/** "opening hours", and "deleting needs a confirmation": a word in -ing that names something. */
function isNoun(word: string, second: string): boolean {
  if (THING.test(second) || (NOUN_LIKE.test(word) && OF_NOUN_LIKE.test(second))) return true;
  return /^(?:needs?|has|must|can|may|should|takes?|costs?|requires?)$/iu.test(second);
}

function inOtherForm(text: string, word: string, second: string): string | null {
  if (NAME_OF_TWO.test(text) || second.startsWith('(')) return null;
  const base = baseForm(word);
  const bare = /^(?:at|in|with|on|for|as|to|from|by)$/u.test(second) && /(?:ed|en|lt)$/u.test(word);
  const participle = bare ? participleOf(word) : null;
  if (participle !== null) return `${participle}${text.slice(word.length)}`;
  if (base === null || /^(?:and|or|of|for|in|is|are)$/iu.test(second) || !second) return null;
  if (word.endsWith('ed') && !PAST.test(word)) return null;
  if (word.endsWith('ing') && isNoun(word, second)) return null;
  if (word.endsWith('s')) return ofMany(text, word, second);
  if (/^\w+ing\s(?:an?|the)\s[\w-]+\s[a-z]+[^s]s\s(?:an?|the|all|its|no)\s/u.test(text)) return `Ensure that ${text}`;
  return `${base}${text.slice(word.length)}`;
}

const BEHIND_NOUN = /^(?:above|below|from|with|without|over|under|to|kept|needs?)$/iu;

/** "uploads resume": several of a kind; "exports reports": what the product does. */
function ofMany(text: string, word: string, second: string): string | null {
  const base = baseForm(word) ?? word;
  const isFaced = isTwoFaced(base);
  if (!isFaced && /^(?:by|only|after|within|until|when|before)$/iu.test(second) && thirdPerson(base) === word)
    return `${base}${text.slice(word.length)}`;
  if (isFaced && isVerb(second) && !isTwoFaced(second) && !isAdjective(second) && text.split(' ').length < 6)
    return `Make ${text}`;
  if ((isFaced && BEHIND_NOUN.test(second)) || isNounPhrase(text)) return null;
  return `${base}${text.slice(word.length)}`;
}
