// Imperative titles from the document's own words: "Document Parser" → "Build the document parser".
import { isHeadline, lowerCapitals, type IsName } from './names.ts';
import { measure } from './measures.ts';
import { isNounPhrase, nounTitle } from './nounTitle.ts';
import { isPerson } from './people.ts';
import { activeOf, endpoint, passive, statement } from './statements.ts';
import { baseForm, isAdjective, isTwoFaced, isVerb } from './verbs.ts';
import { cleanWording, firstClause } from './wording.ts';
import { isFiller } from './words.ts';

const SYSTEM =
  '(?:the |this |our )?(?:\\w+ )?(?:systems?|applications?|apps?|products?|platforms?|tools?|services?|solutions?|software|website|site|extension|cli|api)|it|we|there';
const MODAL =
  '(?:must|shall|should|will|would|(?<may>can|could|may|might|(?:is|are) (?:able|allowed|free) to)|needs? to|ha(?:s|ve) to|(?:is|are) (?:required|expected) to)';
const AFTER_MODAL = new RegExp(
  `^(?<subject>[^,;:.]{1,80}?)\\s+${MODAL}\\s+(?<not>not\\s+|never\\s+)?(?<rest>.+)$`,
  'iu',
);
const IS_SYSTEM = new RegExp(`^(?:${SYSTEM})$`, 'iu');
const STORY =
  /^as an? (?<who>[^,]{1,60}?),?\s+(?:i|we)\s+(?:want|need|would like|can|wish)\s+(?:to\s+(?:be able to\s+)?)?(?<what>.+?)(?:,?\s+so (?:that|i|we)\b.*)?$/iu;
const EARS = /^(?<when>(?:when|while|if|where|whenever|after|once|upon)\s[^,]+),\s*(?:then\s+)?(?<then>.+)$/iu;
const ABILITY = /^(?:the )?(?:ability|capability|option|possibility)\s+(?:to|for (?<who>.+?) to)\s+(?<rest>.+)$/iu;
const STATE =
  /^(?<what>(?:[\w'/-]+\s){1,6}?)(?:(?<be>is|are)\s+)?(?<state>\w+[^e]ed|hidden|shown|broken|written|given|chosen|driven|working|functioning|available|visible|supported)(?<rest>(?:\s+(?:in|on|by|for|with|from|at|to|via|before|after|without)\s.+)?)$/iu;
/** Of an action with its condition, in UTF-16 units. */
const LONGEST_WITH_CONDITION = 110;

/** One imperative line of at most some 100 characters; `definite` for headings, which name a thing that the document describes. */
export function titleOf(wording: string, definite: boolean, isName: IsName): string {
  const text = cleanWording(wording).replace(STORY, (whole) => story(whole) ?? whole);
  return finish(ears(text, isName) ?? plainTitle(text, definite, isName));
}

function plainTitle(wording: string, definite: boolean, isName: IsName): string {
  const text = inCase(firstClause(wording), definite, isName);
  return orderOf(text) ?? nounTitle(text, definite);
}

const RULES: readonly ((text: string) => string | null)[] = [
  commandLine,
  endpoint,
  measure,
  modal,
  ability,
  passive,
  universal,
  verbFirst,
  statement,
  stateOf,
  told,
];

/** What the first rule makes of a clause; null for a mere name. */
function orderOf(text: string): string | null {
  for (const rule of RULES) {
    const title = rule(text);
    if (title) return title;
  }
  return null;
}

function inCase(text: string, definite: boolean, isName: IsName): string {
  const isSet = definite || isHeadline(text.replaceAll(/\(.*?\)/g, ''));
  return isSet ? lowerCapitals(text, isName) : lowerFirst(text, isName);
}

/** A cut text must not end where more was to come. */
const DANGLING = /(?:[\s,;:–—-]+|\s(?:of|for|with|to|from|by|at|into|the|an?|and|or|than|via|per|which))+$/iu;

function finish(title: string): string {
  const line = title.replaceAll(/\s+/g, ' ').trim().replace(DANGLING, '');
  const upper = /^[a-z][a-z’'-]*(?:[\s/,]|$)/u.test(line) ? line.charAt(0).toUpperCase() + line.slice(1) : line;
  return upper.length > 255 ? `${upper.slice(0, 254)}…` : upper;
}

function lowerFirst(text: string, isName: IsName): string {
  const [first = ''] = /^[\p{L}\p{N}’'_-]+/u.exec(text) ?? [];
  return lowerCapitals(first, isName) + text.slice(first.length);
}

function story(text: string): string | null {
  const { who, what: wanted } = STORY.exec(text)?.groups ?? {};
  if (!who || !wanted) return null;
  const what = ofOthers(wanted);
  const [first = ''] = what.split(' ', 1);
  return isVerb(first) || baseForm(first) === null
    ? `${isVerb(first) ? 'Let' : 'Give'} ${withArticle(who)} ${what}`
    : `Let ${withArticle(who)} ${what}`;
}

/** What one says of oneself, said of another: "my door" → "their door". */
function ofOthers(words: string): string {
  return words
    .replaceAll(/\b(?:my|our)\b/giu, 'their')
    .replaceAll(/\b(?:me|us)\b/gu, 'them')
    .replaceAll(/\b(?:I|we)\b/gu, 'they');
}

function withArticle(who: string): string {
  const article = /^[aeiou]/iu.test(who) ? 'an' : 'a';
  return `${article} ${who.trim()}`;
}

/** "when X, the system shall Y" → "Y when X". */
function ears(text: string, isName: IsName): string | null {
  const { when, then } = EARS.exec(text)?.groups ?? {};
  if (!when || !then) return null;
  const action = orderOf(inCase(firstClause(then), false, isName));
  return action && action.length + when.length < LONGEST_WITH_CONDITION
    ? `${action} ${when.charAt(0).toLowerCase()}${when.slice(1)}`
    : action;
}

/** "the parser must reject X" → "Make the parser reject X"; a system as subject says only what it does. */
function modal(text: string): string | null {
  const { subject, may, not, rest } = AFTER_MODAL.exec(text)?.groups ?? {};
  if (!subject || !rest) return null;
  const able = /^be able to\s+(?<what>.+)$/iu.exec(rest)?.groups?.['what'];
  if (able) return allowed(subject, able);
  if (not) return forbidden(subject, rest);
  const isAllowed = may !== undefined && !/^no\s/iu.test(subject);
  if (isAllowed) return allowed(subject, rest);
  return obliged(subject, rest);
}

function forbidden(subject: string, rest: string): string {
  const said = /^be\s/iu.test(rest) ? `is ${rest.slice(3)}` : rest;
  return `Ensure that ${subject} never ${said}`.replace(/ never is /u, plural(subject) ? ' are not ' : ' is not ');
}

function allowed(subject: string, rest: string): string {
  if (IS_SYSTEM.test(subject)) return rest;
  return /^be\s/iu.test(rest) ? `Allow ${subject} to ${rest}` : `Let ${subject} ${rest}`;
}

function obliged(subject: string, rest: string): string {
  const { state, more = '' } = /^be\s+(?:always\s+)?(?<state>\w+)(?<more>\s.+)?$/iu.exec(rest)?.groups ?? {};
  const active = state ? activeOf(subject, state, more) : null;
  if (active) return active;
  if (/^(?:be|have)\s/iu.test(rest)) return `Ensure that ${subject} ${conjugate(rest, plural(subject))}`;
  if (IS_SYSTEM.test(subject)) return rest.replace(/^(?:also|always)\s+/iu, '');
  if (!isPerson(subject)) return `Make ${subject} ${rest}`;
  return /^(?:see|receive|get|find|know|learn)\b/iu.test(rest)
    ? `Let ${subject} ${rest}`
    : `Require ${subject} to ${rest}`;
}

function plural(subject: string): boolean {
  return /[^su]s$|people|data$|\band\b/iu.test(subject);
}

function conjugate(rest: string, isPlural: boolean): string {
  if (/^be\s/iu.test(rest)) return `${isPlural ? 'are' : 'is'} ${rest.slice(3)}`;
  return isPlural ? rest : rest.replace(/^have\s/iu, 'has ');
}

function ability(text: string): string | null {
  const { who, rest } = ABILITY.exec(text)?.groups ?? {};
  if (!rest) return null;
  return who ? `Let ${who} ${rest}` : rest;
}

function commandLine(text: string): string | null {
  return /^(?:cargo|npm|npx|curl|git|docker|pip|make|yarn|pnpm|go|python3?|kubectl) [\w-]/u.test(text) &&
    (/\s--?\w|\s(?:build|test|run|install)\b/u.test(text) || text.startsWith('curl '))
    ? `Run ${text}`
    : null;
}

/** "all X …", "only X …": true of every one, so it is to be ensured. */
function universal(text: string): string | null {
  const isClause = /^(?:all|only|no|each|every|any|both|none of)\s/iu.test(text) && text.split(' ').length > 3;
  return isClause ? `Ensure that ${text}` : null;
}

/** Already imperative, or a verb in another form: "exports X", "exporting X". */
function verbFirst(text: string): string | null {
  const [first = '', second = ''] = text.split(' ', 2);
  const word = first.replace(/,$/u, '');
  return inBaseForm(text, word, second) ?? inOtherForm(text, word, second);
}

const ADJECTIVE_LY = /^(?:(?:dai|week|month|quarter|year|hour|night|friend|ear)ly|family|reply|\w+-friendly)$/iu;

function inBaseForm(text: string, word: string, second: string): string | null {
  if (/^support$/iu.test(word) && /^(?:for|of)$/iu.test(second)) return null;
  if (isAdjective(word) && !/^(?:an?|the|all|each|every|up|any|our|your|their)$/iu.test(second)) return null;
  if (!isKnownWord(word) && /^(?:an?|the|all|each|every|their|its|your|any|multiple)$/u.test(second)) return text;
  if (word.split('/').every(isVerb)) return isTwoFaced(word.split('/')[0] ?? '') && isNounPhrase(text) ? null : text;
  if (
    ((word.endsWith('ly') && !ADJECTIVE_LY.test(word)) ||
      /^(?:batch|bulk|auto|re|pre|not|always|never|only)$/u.test(word)) &&
    isVerb(second)
  )
    return text;
  return null;
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
const THING = /^(?:system|engine|page|form|flow|tool|service|process|experience)s?$/iu;

function inOtherForm(text: string, word: string, second: string): string | null {
  const base = baseForm(word);
  if (base === null || /^(?:and|or|of|for|in|is|are)$/iu.test(second) || !second) return null;
  if (word.endsWith('ed') && !PAST.test(word)) return null;
  if (word.endsWith('ing') && THING.test(second)) return null;
  if (/^\w+ing\s(?:an?|the)\s[\w-]+\s[a-z]+[^s]s\s(?:an?|the|all|its|no)\s/u.test(text)) return `Ensure that ${text}`;
  return word.endsWith('s') && isNounPhrase(text) ? null : `${base}${text.slice(word.length)}`;
}

/** "context menu disabled" → "Ensure that context menu is disabled". */
function stateOf(text: string): string | null {
  const { what, be, state, rest } = STATE.exec(text)?.groups ?? {};
  if (!what || !state || /\b(?:of|for|with|to|per|from|by|that|which|is|are|not|never)\s/iu.test(what)) return null;
  if (/^(?:based|related|focused|oriented|driven|needed|required|given)$/iu.test(state)) return null;
  const subject = what.trim();
  return `Ensure that ${subject} ${be ?? (plural(subject) ? 'are' : 'is')} ${state}${rest ?? ''}`;
}

/** Any other sentence that says how things are: "customers don't need an account". */
function told(text: string): string | null {
  const isTold =
    /^(?:(?!that\b|which\b|who\b)[\w'’/-]+\s){1,6}?(?:is|are|has|have|(?:do|does|is|are)(?:n['’]t|\snot)|cannot|can['’]t)\s/iu.test(
      text,
    );
  return isTold ? `Ensure that ${text}` : null;
}
