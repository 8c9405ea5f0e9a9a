// Imperative titles from the document's own words: "Document Parser" → "Build the document parser".
import { clause, clauseOfLookalike, verbOf } from './clauses.ts';
import { isHeadline, lowerCapitals, type IsName } from './names.ts';
import { measure } from './measures.ts';
import { nounTitle } from './nounTitle.ts';
import { isPerson } from './people.ts';
import { activeOf, endpoint, passive, statement } from './statements.ts';
import { plural } from './plural.ts';
import { isJointOrder, simplify } from './simplify.ts';
import { done, never, sentenceOf, stateOf, stays, told } from './states.ts';
import { someone, story, withoutStoryLabel } from './stories.ts';
import { verbFirst } from './verbFirst.ts';
import { isVerb, thirdPerson } from './verbs.ts';
import { joined, twoActs } from './secondActs.ts';
import { cleanWording, firstClause, tidy } from './wording.ts';

const SYSTEM =
  '(?:the |this |our )?(?:\\w+ )?(?:systems?|applications?|apps?|products?|platforms?|tools?|services?|solutions?|software|website|site|extension|cli|api)|it|we|there';
const MODAL =
  '(?:must|shall|should|will|would|(?<may>can|could|may|might|(?:is|are) (?:able|allowed|free) to)|needs? to|ha(?:s|ve) to|(?:is|are) (?:required|expected) to)';
const AFTER_MODAL = new RegExp(
  `^(?<subject>[^,;:.]{1,80}?)\\s+${MODAL}\\s+(?<not>not\\s+|never\\s+)?(?<rest>.+)$`,
  'iu',
);
const IS_SYSTEM = new RegExp(`^(?:${SYSTEM})$`, 'iu');
const EARS =
  /^(?<when>(?:when|while|if|where|whenever|after|once|upon|unless|until|as soon as|before|during|for (?:each|every|all|any)|(?:below|above|under|over)(?= \d)|(?:on|at|in case of)(?! least| most))\s[^,]+?)(?:,\s*(?:then\s+)?|\s+then\s+)(?<then>.+)$/iu;
/** "After three attempts it must call the desk": the same without its comma. */
const EARS_WITHOUT_COMMA =
  /^(?<when>(?:when|while|if|whenever|after|once|upon|unless|until|as soon as|before)\s[^,]+?)\s(?<then>(?:it|they|we|the [\w-]+(?: [\w-]+)?)\s(?:must|shall|should|will)\s.+)$/iu;
/** An act that has a condition of its own. */
const CONDITIONED = /\s(?:when|while|if|once|until|unless|before|after|as soon as)\s/iu;
const GIVEN = /^given\s.+?,?\s(?<when>when\s.+?),?\s+then\s(?<then>.+)$/iu;
const ABILITY = /^(?:the )?(?:ability|capability|option|possibility)\s+(?:to|for (?<who>.+?) to)\s+(?<rest>.+)$/iu;
/** Of an action with its condition, in UTF-16 units. */
const LONGEST_WITH_CONDITION = 110;
const LONGEST_WITH_SECOND = 160;

/** One imperative line of at most some 100 characters; `definite` for headings, which name a thing that the document describes. */
export function titleOf(wording: string, definite: boolean, isName: IsName): string {
  const text = withoutStoryLabel(cleanWording(wording));
  const clause = (story(text) ?? text).replace(GIVEN, '$<when>, $<then>');
  return finish(refused(clause, isName) ?? ears(clause, isName) ?? plainTitle(clause, definite, isName));
}

/** "Changing shares after sending. Don't allow it." */
const REFUSED = /^(?<what>[^.!?]{3,80})\.\s+(?:don['’]t|do not|never) (?<verb>\p{L}+) (?:it|this|that|them)\b/iu;

function refused(text: string, isName: IsName): string | null {
  const { what, verb } = REFUSED.exec(text)?.groups ?? {};
  return what && verb && isVerb(verb) ? `Do not ${verb} ${lowerFirst(what, isName)}` : null;
}

function plainTitle(wording: string, definite: boolean, isName: IsName): string {
  const text = simplify(inCase(firstClause(joined(wording)), definite, isName));
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
  done,
  clauseOfLookalike,
  verbFirst,
  never,
  stays,
  statement,
  stateOf,
  told,
  sentenceOf,
  clause,
  manner,
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

/** A title must not end where more was to come. */
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

/** "when X, the system shall Y" → "Y when X"; "… shall Y and shall Z once W" → "Y when X, and Z once W". */
function ears(text: string, isName: IsName): string | null {
  const { when, then } = (EARS.exec(text) ?? EARS_WITHOUT_COMMA.exec(text))?.groups ?? {};
  if (!when || !then) return null;
  const [first, second] = twoActs(then);
  const isApart = CONDITIONED.test(second);
  const action = orderOf(simplify(inCase(firstClause(isApart ? first : joined(then)), false, isName)));
  if (action === null || action.endsWith('…')) return action;
  const condition = `${action} ${when.charAt(0).toLowerCase()}${when.slice(1)}`;
  if (condition.length >= LONGEST_WITH_CONDITION) return isApart ? `${action}…` : action;
  const whole = `${condition}, and ${tidy(second)}`;
  return isApart && whole.length <= LONGEST_WITH_SECOND ? whole : isApart ? `${condition}…` : condition;
}

/** "the parser must reject X" → "Make the parser reject X"; a system as subject says only what it does. */
function modal(text: string): string | null {
  const { subject: words, may, not, rest } = AFTER_MODAL.exec(text)?.groups ?? {};
  const subject = words?.replace(/\s[-–—]$/u, '');
  if (!subject || !rest || /\s(?:they|it|he|she|we|you|i|that|which|who|and|or)$/iu.test(subject)) return null;
  const able = /^be able to\s+(?<what>.+)$/iu.exec(rest)?.groups?.['what'];
  if (able) return not ? `Ensure that ${subject} cannot ${able}` : allowed(subject, able);
  if (not) return forbidden(subject, rest);
  const isAllowed = may !== undefined && !/^no\s/iu.test(subject);
  if (isAllowed) return allowed(subject, rest);
  return obliged(subject, rest);
}

function forbidden(subject: string, rest: string): string {
  if (/^be\s/iu.test(rest)) return `Ensure that ${subject} ${plural(subject) ? 'are' : 'is'} not ${rest.slice(3)}`;
  if (IS_SYSTEM.test(subject)) return `Never ${rest}`;
  const [verb = '', ...others] = rest.split(' ');
  return `Ensure that ${subject} never ${[plural(subject) ? verb : thirdPerson(verb), ...others].join(' ')}`;
}

function allowed(subject: string, rest: string): string {
  if (IS_SYSTEM.test(subject)) return rest;
  return /^be\s/iu.test(rest) ? `Allow ${subject} to ${rest}` : `Let ${someone(subject)} ${rest}`;
}

/** Said of the product itself: "the app must work on phones". */
const DOES_NOTHING =
  /^(?:work|run|start|load|respond|scale|survive|remain|stay|behave|look|feel|fit|operate|recover|comply|conform)\b/iu;

function obliged(subject: string, rest: string): string {
  const { state, more = '' } = /^be\s+(?:always\s+)?(?<state>\w+)(?<more>\s.+)?$/iu.exec(rest)?.groups ?? {};
  const active = state ? activeOf(subject, state, more) : null;
  if (active) return active;
  if (/^(?:be|have)\s/iu.test(rest)) return `Ensure that ${subject} ${conjugate(rest, plural(subject))}`;
  if (IS_SYSTEM.test(subject) && DOES_NOTHING.test(rest) && !/^(?:it|we|there)$/iu.test(subject))
    return `Make ${subject} ${rest}`;
  if (IS_SYSTEM.test(subject)) return rest.replace(/^(?:also|always)\s+/iu, '');
  if (!isPerson(subject)) return `Make ${subject} ${rest}`;
  return /^(?:see|receive|get|find|know|learn)\b/iu.test(rest)
    ? `Let ${subject} ${rest}`
    : `Require ${subject} to ${rest}`;
}

function conjugate(words: string, isPlural: boolean): string {
  const rest = words.replaceAll(
    /(\S+)\s(?:must|shall|should|will)\sbe\s/giu,
    (_, noun: string) => `${noun} ${plural(noun) ? 'are' : 'is'} `,
  );
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

/** "with a note in the audit log": how something above is done. */
function manner(text: string): string | null {
  return /^(?:with|without)\s/iu.test(text) && text.split(' ').length > 2 ? `Ensure that it works ${text}` : null;
}

/** "all X …", "only X …": true of every one, so it is to be ensured. */
function universal(text: string): string | null {
  if (isJointOrder(text)) return text;
  const isClause = /^(?:all|only|each|every|any|both|none of)\s/iu.test(text) && text.split(' ').length > 3;
  const { what, state } =
    /^(?<what>(?:all|each|every)\s(?:[\w-]+\s){1,3})(?<state>(?:us|avail|access|vis|edit|search|configur)[ai]ble\b.*)$/iu.exec(
      text,
    )?.groups ?? {};
  if (what && state) return `Ensure that ${what}${/^all/iu.test(what) ? 'are' : 'is'} ${state}`;
  if (isClause) return `Ensure that ${text}`;
  const words = text.split(' ', 12);
  return /^no$/iu.test(words[0] ?? '') &&
    (/\s(?:is|are|has|have|gets?|ever|may|must|can)\s/iu.test(text) || verbOf(words))
    ? `Ensure that ${text}`
    : null;
}
