// Wordings that tell how things are: "passwords stored as hashes", "context menu disabled", "each user has one role".
import { plural } from './plural.ts';
import { activeOf } from './statements.ts';
import { isVerb, participleOf } from './verbs.ts';

const STATE =
  /^(?<what>(?:[\w'/-]+\s){1,6}?)(?:(?<be>is|are)\s+)?(?<state>\w+[^e]ed|hidden|shown|broken|written|given|chosen|driven|working|functioning|available|visible|supported)(?<rest>(?:\s+(?:in|on|by|for|with|from|at|to|via|before|after|without)\s.+)?)$/iu;

/** "passwords stored as salted hashes" → "store passwords as salted hashes". */
export function done(text: string): string | null {
  const { what, state, rest } =
    /^(?<what>(?:[\w'/-]+\s){0,3}[\w'/-]+)\s(?<state>[a-z]+(?:ed|pt|wn|nt|en|lt))(?<rest>\s(?:as|for|in|at|to|with|including|on|from|via|within|before|after)\s.+)$/iu.exec(
      text,
    )?.groups ?? {};
  if (
    !what ||
    !state ||
    !rest ||
    /\b(?:of|for|with|to|per|from|by|that|which|is|are|be|not|never|and|or|must|shall|should|will|can|gets?|ha(?:s|ve))\b/iu.test(
      what,
    )
  )
    return null;
  return isVerb(what.split(' ')[0] ?? '') || participleOf(state) === null ? null : activeOf(what, state, rest);
}

/** "context menu disabled" → "Ensure that context menu is disabled". */
export function stateOf(text: string): string | null {
  const { what, be, state, rest } = STATE.exec(text)?.groups ?? {};
  if (
    !what ||
    !state ||
    /\b(?:of|for|with|to|per|from|by|that|which|is|are|not|never|has|have|had|cannot|can|must|may|be)\s/iu.test(what)
  )
    return null;
  if (/^(?:based|related|focused|oriented|driven|needed|required|given)$/iu.test(state)) return null;
  const subject = what.trim();
  return `Ensure that ${subject} ${be ?? (plural(subject) ? 'are' : 'is')} ${state}${rest ?? ''}`;
}

/** Any other sentence that says how things are: "customers don't need an account". */
export function told(text: string): string | null {
  const isTold =
    /^(?:(?!that\b|which\b|who\b)[\w'’./-]+\s){1,6}?(?:is|are|has|have|needs?|(?:do|does|is|are)(?:n['’]t|\snot)|cannot|can['’]t)\s/iu.test(
      text,
    );
  return isTold ? `Ensure that ${text}` : null;
}

const FINITE = /\b(?:is|are|gets?|has|have|must|can|may|receives?|becomes?|shows?|sees?)\b/giu;

/** A whole sentence about one thing, however long its subject: "a shift that has few places filled is shown in red". */
export function sentenceOf(text: string): string | null {
  if (!/^(?:an?|the|each|every|all)\s/iu.test(text)) return null;
  const relative = text.match(/\b(?:that|which|who|whose)\b/giu)?.length ?? 0;
  return (text.match(FINITE)?.length ?? 0) > relative ? `Ensure that ${text}` : null;
}

/** "old permits stay valid", "everything runs in the background". */
const MANY_STAY =
  /^(?:(?:[\w-]+\s){0,3}[\w-]+[^su\W]s\s(?:stay|remain|appear|expire|arrive|survive|have|contain|include|come|get|receive|look|behave|cost|pay|need)|(?:everything|nothing|everyone|nobody)\s\w+s)\b/iu;

export function stays(text: string): string | null {
  const [first = ''] = text.split(' ', 1);
  return MANY_STAY.test(text) && !isVerb(first) ? `Ensure that ${text}` : null;
}

/** "an agent never sees a source that they may not read". */
export function never(text: string): string | null {
  return /^(?:an?|the|each|every|no)\s[\w\s'’-]{2,40}?\snever\s\w+s\b/iu.test(text) ? `Ensure that ${text}` : null;
}
