// Sentences that tell what is so, turned into orders: "links are counted" → "count links", "the page shows X" → "make the page show X".
import { othersInBaseForm } from './clauses.ts';
import { isPerson, manyAct } from './people.ts';
import { plural } from './plural.ts';
import { baseForm, isTwoFaced, isVerb, participleOf } from './verbs.ts';

const LONGEST_SUBJECT = 70;
const NO_SUBJECT = /^(?:that|when|if|whether|which|there|what|how|it)\b|\b(?:that|if|when|whether)\s\S+$/iu;
const PASSIVE = /^(?<subject>[^,;:]{1,70}?)\s+(?:is|are|gets?)\s+(?:always\s+)?(?<state>[a-z]+)(?<rest>\s.+)?$/iu;
const DETERMINER = /^(?:an?|the|each|every|this|its|their|your|one|all|no|\d[\d.,]*)$/iu;
/** After these stands a noun or the verb of another clause. */
const NOT_BEFORE_VERB = new RegExp(`${DETERMINER.source}|^(?:that|which|who|to|of|and|or|for|with)$`, 'iu');
const LEADER = new RegExp(`${DETERMINER.source}|^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$`, 'iu');
const PREPOSITION =
  /^(?:offline|online|everywhere|automatically|correctly|again|faster?|and|or|of|for|in|to|from|with|per|by|on|at|within|under|over|after|as|without)$/iu;
const INTRANSITIVE =
  /^(?:consist|work|run|start|stop|stay|appear|live|end|open|close|listen|wait|scale|fit|respond|answer|refresh|reload|expire|fail|recover|sync|remain|react|finish|load|retry|link|reply|point|vanish|disappear|belong|comply|arrive)$/u;
const MOST_WORDS_BEFORE = 9;
/** "a volunteer signs up" */
const PARTICLE = /^(?:up|out|off|back|down|away)$/iu;

/** "X is stored in Y" → "Store X in Y"; null where the participle tells a state, or someone else does it. */
export function passive(text: string): string | null {
  const { subject, state, rest = '' } = PASSIVE.exec(text)?.groups ?? {};
  if (!subject || !state || startsLikeOrder(text) || NO_SUBJECT.test(subject)) return null;
  return activeOf(subject, state, rest);
}

/** `rest` opens with a blank, or is empty. */
export function activeOf(subject: string, participle: string, rest: string): string | null {
  const verb = participleOf(participle);
  if (verb === null || subject.length > LONGEST_SUBJECT || /^\s(?:by\s(?!default|e-?mail|hand)|not\b)/iu.test(rest))
    return null;
  const {
    joint,
    second = '',
    more = '',
  } = /^\s(?<joint>and|or)\s(?<second>\w+)(?<more>.*)$/iu.exec(rest)?.groups ?? {};
  if (!joint) return `${verb} ${subject}${alsoActive(subject, rest)}`;
  const other = participleOf(second);
  return other === null ? null : `${verb} ${joint} ${other} ${subject}${more}`;
}

/** "… to the error list and shown on the dashboard" → "… to the error list and show it on the dashboard". */
function alsoActive(subject: string, rest: string): string {
  return rest.replace(/\sand\s(\w+)(?=\s(?:on|in|to|at|as|with|for)\s)/u, (whole, word: string) => {
    const verb = participleOf(word);
    return verb === null
      ? whole
      : ` and ${verb} ${plural(subject.split(/\s(?:that|which|who|of|with)\s/u, 1)[0] ?? '') ? 'them' : 'it'}`;
  });
}

/** "couriers scan a parcel", "the extension copies the link", "POST /links creates a link". */
export function statement(text: string): string | null {
  const both = twoActs(text);
  if (both) return both;
  const many = manyAct(text);
  if (many && isVerb(many.act)) return `Let ${text}`;
  const words = text.split(' ');
  for (let index = 1; index < Math.min(words.length, MOST_WORDS_BEFORE); index += 1) {
    if (/[,;:]$/u.test(words[index - 1] ?? '')) return null;
    const verb = verbAt(words, index);
    if (verb === null) continue;
    const subject = words.slice(0, index).join(' ');
    const rest = words.slice(index + 1).join(' ');
    const also = othersInBaseForm(rest).replace(
      /\band (?:has|gets|is)\b/u,
      (more) => `and ${more.endsWith('is') ? 'be' : more.endsWith('has') ? 'have' : 'get'}`,
    );
    return `${isPerson(subject) ? 'Let' : 'Make'} ${withDeterminer(subject)} ${verb} ${also}`.trim();
  }
  return null;
}

/** "the inspector scans or types a plate" → "let the inspector scan or type a plate". */
function twoActs(text: string): string | null {
  const {
    who,
    one,
    joint,
    two,
    rest = '',
  } = /^(?<who>(?:the|an?|each|every)\s[\w-]+(?:\s[\w-]+)?)\s(?<one>[a-z]+s)\s(?<joint>or|and)\s(?<two>[a-z]+s)\b(?<rest>.*)$/iu.exec(
    text,
  )?.groups ?? {};
  const [first, second] = [one, two].map((word) => (word ? baseForm(word) : null));
  if (!who || !first || !second) return null;
  return `${isPerson(who) ? 'Let' : 'Make'} ${who} ${first} ${joint ?? 'and'} ${second}${rest}`;
}

/** The base form of the word, where it is what the words before it do. */
function verbAt(words: readonly string[], index: number): string | null {
  const [before = '', word = '', next] = words.slice(index - 1, index + 2);
  const base = /^[a-z]+s$/u.test(word) && !NOT_BEFORE_VERB.test(before) ? baseForm(word) : null;
  if (base === null) return null;
  if (next === undefined || PREPOSITION.test(next)) return endsWithVerb(words, index, base) ? base : null;
  return !isTwoFaced(base) || DETERMINER.test(next) || PARTICLE.test(next) ? base : null;
}

/** "the window opens", "the page opens in a tab", "the resident pays". */
function endsWithVerb(words: readonly string[], index: number, base: string): boolean {
  if (!LEADER.test(words[0] ?? '')) return false;
  return INTRANSITIVE.test(base) || (index === words.length - 1 && isPerson(words.slice(0, index).join(' ')));
}

/** "save_draft command" → "the save_draft command". */
function withDeterminer(subject: string): string {
  const [first = ''] = subject.split(' ', 1);
  const isNamed =
    /^\w+_\w+ [a-z]+[^s\s]$|^[a-z].*\s(?:API|CLI|SDK|UI|service|server|page|screen|app|command|editor|tool|system|module)$/u;
  if (!DETERMINER.test(first) && isNamed.test(subject)) return `the ${subject}`;
  return /^[a-z][\w-]*$/u.test(subject) && isPerson(subject) && !plural(subject) ? `the ${subject}` : subject;
}

/** "Report that a payment is refused" is an order already. */
function startsLikeOrder(text: string): boolean {
  const [first = '', second = ''] = text.split(' ', 2);
  return isVerb(first) && (!isTwoFaced(first) || DETERMINER.test(second) || /^(?:that|when|if|which)$/iu.test(second));
}

const ENDPOINT = /^(?<call>(?:GET|POST|PUT|PATCH|DELETE|HEAD) \/(?:\S*[^\s:])?)(?:\s*[-–—:]\s*|\s+)?(?<rest>.*)$/u;

/** "POST /links: create a link" → "create a link (POST /links)". */
export function endpoint(text: string): string | null {
  const { call, rest = '' } = ENDPOINT.exec(text)?.groups ?? {};
  if (!call) return null;
  const [first = ''] = rest.split(' ', 1);
  if (isVerb(first)) return `${rest} (${call})`;
  return statement(text) ?? `Provide ${text}`;
}
