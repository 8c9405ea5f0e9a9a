// The document's words as something that can be checked; figures stay as they stand.
import { verbOf } from './clauses.ts';
import { isForeign } from './foreign.ts';
import { isNounPhrase } from './nounTitle.ts';
import { toldStory, withoutStoryLabel } from './stories.ts';
import { baseForm, isAdjective, isTwoFaced, isVerb, thirdPerson } from './verbs.ts';
import { isOrderOf } from './verbFirst.ts';
import { cleanWording } from './wording.ts';

const FINITE =
  /\b(?:must|shall|should|will|can|cannot|may|is|are|was|were|has|have|does|do|gets?|appears?|works?|needs?|contains?|returns?|shows?|becomes?|remains?|stays?|don't|doesn't|isn't|aren't)\b/iu;
const ARTICLE = /^\s(?:an?|the|its|their|all|each|every)\s/iu;
const BOUND = /[<>≤≥]|\d+(?:\.\d+)?\s*%|\b(?:less than|more than|at (?:most|least)|under|within|up to)\s+\d/iu;

/** The steps of a scenario are a check as they stand. */
const STEPS = /^(?:given|when)\b.*,? then\b/iu;

/** One sentence that a reviewer can answer with yes or no. */
export function testable(wording: string): string {
  const text = withoutStoryLabel(cleanWording(wording));
  const story = toldStory(text);
  if (story) return sentence(story);
  if (STEPS.test(text) || isForeign(text)) return sentence(text);
  const imperative = asStatement(text);
  if (imperative) return sentence(imperative);
  if (isClause(text) || text.includes('?')) return sentence(text);
  if (BOUND.test(text)) return sentence(`A measurement shows: ${text}`);
  const joiner = text.length > 140 ? ': each part works' : ` ${isPlural(text) ? 'work' : 'works'}`;
  return sentence(`${text}${joiner} as described and ${isPlural(text) ? 'are' : 'is'} covered by a test`);
}

/** "A confirmation arrives within a minute" has its verb; "price plans" has none. */
function isClause(text: string): boolean {
  if (FINITE.test(text) || verbOf(text.split(' ', 12)) !== null) return true;
  const words = text.toLowerCase().match(/[a-z]+/gu) ?? [];
  return words.some((word, index) => {
    const base = index > 0 && word.endsWith('s') ? baseForm(word) : null;
    return base !== null && !isTwoFaced(base) && thirdPerson(base) === word;
  });
}

/** "Extract requirements and suggest tasks" → "Extracts requirements and suggests tasks"; null for what gives no order. */
function asStatement(text: string): string | null {
  const [first = ''] = text.split(/[\s,]/u, 1);
  const verbs = first.split('/');
  const isUnknown = isOrderOf(text);
  if (!(verbs.every(isVerb) || isUnknown) || isAdjective(first) || (isTwoFaced(verbs[0] ?? '') && isNounPhrase(text)))
    return null;
  const rest = text.slice(first.length).replaceAll(/(?<=\sand\s)\w+/gu, (word: string, at: number, whole: string) => {
    const isHere = !isTwoFaced(word) || ARTICLE.test(whole.slice(at + word.length));
    return isVerb(word) && isHere && !/\sto\s/u.test(text) ? thirdPerson(word) : word;
  });
  return `${verbs.map((verb) => (verb === verbs[0] || verbs.length > 1 ? thirdPerson(verb) : verb)).join('/')}${rest}`;
}

function isPlural(text: string): boolean {
  const head =
    text.split(
      /\s(?:of|for|with|to|per|in|on|from|by|via|using|at|within|based|across|through|that|which|who|including|during|between|under|over|without)\s|[(,:–—]/u,
      1,
    )[0] ?? text;
  return /\band\b/iu.test(head) || /[^su]s$/iu.test(head.trim());
}

function sentence(text: string): string {
  const capital = /^[a-z][a-z'’/-]*(?:[\s,]|$)/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/u.test(capital) ? capital : `${capital}.`;
}
