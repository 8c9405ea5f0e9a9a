// Imperative titles from the document's own words: "Document Parser" → "Build the document parser".
import { isHeadline, lowerCapitals, type IsName } from './names.ts';
import { isNounPhrase, nounTitle } from './nounTitle.ts';
import { baseForm, isAdjective, isTwoFaced, isVerb } from './verbs.ts';
import { cleanWording, firstClause } from './wording.ts';
import { isFiller } from './words.ts';

const SYSTEM =
  '(?:the |this |our )?(?:\\w+ )?(?:systems?|applications?|apps?|products?|platforms?|tools?|services?|solutions?|software|website|site|extension|cli|api)|it|we|there';
const MODAL =
  '(?:must|shall|should|will|would|can|could|may|needs? to|ha(?:s|ve) to|(?:is|are) (?:required|expected) to)';
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
const BOUND =
  /[<>≤≥]|\b(?:less than|more than|at (?:most|least)|under \d|within \d|no more than|up to \d|\d+(?:\.\d+)?\s*%)/iu;

type Rule = (text: string) => string | null;

/** One imperative line of at most some 100 characters; `definite` for headings, which name a thing that the document describes. */
export function titleOf(wording: string, definite: boolean, isName: IsName): string {
  const text = firstClause(cleanWording(wording).replace(STORY, (whole) => story(whole) ?? whole));
  const cased =
    definite || isHeadline(text.replaceAll(/\(.*?\)/g, '')) ? lowerCapitals(text, isName) : lowerFirst(text, isName);
  for (const rule of [
    commandLine,
    ears,
    modal,
    ability,
    universal,
    verbFirst,
    statement,
    stateOf,
    bound,
  ] satisfies Rule[]) {
    const title = rule(cased);
    if (title) return finish(title);
  }
  return finish(nounTitle(cased, definite));
}

function finish(title: string): string {
  const line = title.replaceAll(/\s+/g, ' ').trim();
  const upper = /^[a-z][a-z’'-]*(?:[\s/,]|$)/u.test(line) ? line.charAt(0).toUpperCase() + line.slice(1) : line;
  return upper.length > 255 ? `${upper.slice(0, 254)}…` : upper;
}

function lowerFirst(text: string, isName: IsName): string {
  const [first = ''] = /^[\p{L}\p{N}’'_-]+/u.exec(text) ?? [];
  return lowerCapitals(first, isName) + text.slice(first.length);
}

function story(text: string): string | null {
  const { who, what } = STORY.exec(text)?.groups ?? {};
  if (!who || !what) return null;
  const [first = ''] = what.split(' ', 1);
  return isVerb(first) || baseForm(first) === null
    ? `${isVerb(first) ? 'Let' : 'Give'} ${withArticle(who)} ${what}`
    : `Let ${withArticle(who)} ${what}`;
}

function withArticle(who: string): string {
  const article = /^[aeiou]/iu.test(who) ? 'an' : 'a';
  return `${article} ${who.trim()}`;
}

/** "when X, the system shall Y" → "Y when X". */
function ears(text: string): string | null {
  const { when, then } = EARS.exec(text)?.groups ?? {};
  if (!when || !then) return null;
  const action = modal(then) ?? verbFirst(then);
  return action && action.length + when.length < 110
    ? `${action} ${when.charAt(0).toLowerCase()}${when.slice(1)}`
    : action;
}

/** "the parser must reject X" → "Make the parser reject X"; a system as subject says only what it does. */
function modal(text: string): string | null {
  const { subject, not, rest } = AFTER_MODAL.exec(text)?.groups ?? {};
  if (!subject || !rest) return null;
  const isSystem = IS_SYSTEM.test(subject);
  const able = /^be able to\s+(?<what>.+)$/iu.exec(rest)?.groups?.['what'];
  if (not)
    return `Ensure that ${subject} never ${/^be\s/iu.test(rest) ? `is ${rest.slice(3)}` : rest}`.replace(
      / never is /u,
      plural(subject) ? ' are not ' : ' is not ',
    );
  if (able) return isSystem ? able : `Let ${subject} ${able}`;
  if (/^(?:be|have)\s/iu.test(rest)) return `Ensure that ${subject} ${conjugate(rest, plural(subject))}`;
  return isSystem ? rest.replace(/^(?:also|always|only)\s+/iu, '') : `Make ${subject} ${rest}`;
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
    /\s--?\w|\s(?:build|test|run|install)\b/u.test(text)
    ? `Run ${text}`
    : null;
}

/** "all X …", "only X …": true of every one, so it is to be ensured. */
function universal(text: string): string | null {
  const isClause = /^(?:all|only|no|each|every|any|both|none of)\s/iu.test(text) && text.split(' ').length > 3;
  return isClause ? `Ensure that ${text}` : null;
}

/** "the command persists changes": a subject and what it does. */
function statement(text: string): string | null {
  const { verb, next } = /^(?:[\w./-]+\s){1,4}?(?<verb>[a-z]+s)\s(?<next>\w+)/u.exec(text)?.groups ?? {};
  const isVerbForm = verb !== undefined && baseForm(verb) !== null && !isTwoFaced(baseForm(verb) ?? '');
  return isVerbForm && next && !/^(?:and|or|of|for|in|to|from|with|per|by|on|at)$/u.test(next)
    ? `Ensure that ${text}`
    : null;
}

/** Already imperative, or a verb in another form: "exports X", "exporting X". */
function verbFirst(text: string): string | null {
  const [first = '', second = ''] = text.split(' ', 2);
  const word = first.replace(/,$/u, '');
  return inBaseForm(text, word, second) ?? inOtherForm(text, word, second);
}

const ADJECTIVE_LY = /^(?:(?:dai|week|month|quarter|year|hour|night|friend|ear)ly|family|reply|\w+-friendly)$/iu;

function inBaseForm(text: string, word: string, second: string): string | null {
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

/** "response time < 2 seconds" → "Keep response time < 2 seconds". */
function bound(text: string): string | null {
  if (!BOUND.test(text)) return null;
  if (/^(?:[\w-]+\s){0,4}(?:time|latency|size|memory|usage|load|cpu|startup|cost|bundle)\b/iu.test(text))
    return `Keep ${text}`;
  if (/^(?:[\w-]+\s){0,3}(?:coverage|accuracy|uptime|availability|rate|throughput|score)\b/iu.test(text))
    return `Reach ${text}`;
  return null;
}
