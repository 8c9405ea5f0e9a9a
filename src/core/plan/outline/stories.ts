// User stories, and the people in them: "as a clerk, I want to X" → "let a clerk X".
import { isPerson } from './people.ts';
import { isSpokenVowel, plural } from './plural.ts';
import { activeOf } from './statements.ts';
import { isVerb } from './verbs.ts';

const STORY =
  /^as (?<article>an?|the) (?<who>[^,]{1,60}?),?\s+(?:i|we)(?:['’]d)?\s+(?:(?:want|need|(?:would )?like|wish)\s+(?<to>to\s+(?:be able to\s+)?)?|(?<may>can|must|should)\s+)(?<what>.+?)(?:,?\s+so (?:that|i|we)\b.*)?$/iu;

const LABEL = /^[^:]{1,60}:\s+(?=as (?:an?|the)\s)/iu;

/** "Exception queue: As a clerk, I want …": the story says all that its label does. */
export function withoutStoryLabel(text: string): string {
  const rest = text.replace(LABEL, '');
  return STORY.test(rest) ? rest : text;
}

/** A user story as an order; null for any other text. */
export function story(text: string): string | null {
  const { article = '', who, to, may, what: wanted } = STORY.exec(text)?.groups ?? {};
  if (!who || !wanted) return null;
  const what = ofOthers(wanted);
  const done = doneTo(what);
  if (done) return done;
  const [first = ''] = what.split(' ', 1);
  const isDone = isVerb(first) || to !== undefined || may !== undefined;
  const person = /^the$/iu.test(article) ? `the ${who.trim()}` : withArticle(who.trim());
  return `${isDone ? 'Let' : 'Give'} ${person} ${what}`;
}

/** A user story as what can be checked: "a clerk can X", "a clerk gets X". */
export function toldStory(text: string): string | null {
  const { article = '', who, to, may, what } = STORY.exec(text)?.groups ?? {};
  if (!who || !what) return null;
  const isAct = to !== undefined || may !== undefined;
  const state = isAct ? null : stateOfThing(what);
  if (state) return state;
  const person = /^the$/iu.test(article) ? `the ${who.trim()}` : withArticle(who.trim());
  return `${person} ${isAct ? 'can' : 'gets'} ${ofOthers(what)}`;
}

/** "my data to be exported" → "their data is exported". */
function stateOfThing(what: string): string | null {
  const { thing, state } = /^(?<thing>.{2,60}?) to be (?<state>.+)$/iu.exec(what)?.groups ?? {};
  return thing && state ? ofOthers(`${thing} ${plural(thing) ? 'are' : 'is'} ${state}`) : null;
}

/** "their data to be exported as CSV" → "export their data as CSV". */
function doneTo(what: string): string | null {
  const {
    thing,
    state,
    rest = '',
  } = /^(?<thing>.{2,60}?) to be (?<state>\w+)(?<rest>\s.+)?$/iu.exec(what)?.groups ?? {};
  return thing && state ? activeOf(thing, state, rest) : null;
}

/** What one says of oneself, said of another: "my door" → "their door". */
function ofOthers(words: string): string {
  return words
    .replaceAll(/\b(?:my|our)\b/giu, 'their')
    .replaceAll(/\b(?:me|us)\b/gu, 'them')
    .replaceAll(/\b(?:I|we)\b/gu, 'they');
}

function withArticle(who: string): string {
  return `${isSpokenVowel(who) ? 'an' : 'a'} ${who}`;
}

/** "user can X" → "a user can X". */
export function someone(subject: string): string {
  return /^[a-z][\w-]*$/u.test(subject) && isPerson(subject) && !plural(subject) ? withArticle(subject) : subject;
}
