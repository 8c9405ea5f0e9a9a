// Sentences without a modal verb that state something all the same, because of where they stand.
import type { Form } from './forms.ts';
import type { Frame } from './frames.ts';
import { kindOf } from './kinds.ts';
import type { Section } from './model.ts';
import { isReference } from './references.ts';
import { normalise } from './text.ts';

/** "Link collections may follow next year." */
const FOLLOWS = /\b(?:may|might|could|can|is to|are to) (?:follow|come|be added|be considered|be built|join)\b/i;
/** "This section lists …" */
const ABOUT_ITSELF =
  /^(?:this|these|the following|below|see|as (?:described|listed|noted)|note\b|we (?:list|describe))/i;
const LIMITS = /\b(?:constraints?|assumptions?|limitations?)\b/i;
/** "Dunning must not start before SEPA is live" */
const ORDER =
  /\b(?:must|shall|should|can|may|will)(?:not)?\b.{0,12}\b(?:start|begin)\w*\s+(?:only\s+)?(?:before|after|once|until|when)\b/i;

/** "Must not start before …": nobody but the work itself can be meant. */
const BARE = /^(?:(?:this|it|work|they)\s+)?(?:must|can|may|should|shall)\b/i;

/** Verbs of those who build, whatever stands around them; what a product itself can do only where a part of the document is named. */
const BUILT = /^(?:built|implemented|developed|coded|programmed|deployed|rolled out)$/i;
const ORDERED =
  /^(?<subject>[^,;:()]{2,60}?)\s+(?:can|could|must|shall|should|may|will|has to|have to|is to)(?:not|n't|\s+not|\s+only|\s+never)*\s+(?:be\s+)?(?<verb>built|implemented|developed|coded|programmed|deployed|rolled out|start(?:ed)?|begin|begun|released|launch(?:ed)?|shipped|migrated|finished|done|complete[d]?|go live|come)\s+(?:only\s+)?(?:before|after|once|until|when)\s+(?<object>[^,;:]{2,80})$/i;
const RELATED =
  /^(\S+(?:\s\d+)?)\s+(?:blocks|precedes|follows|depends\s+on|requires|needs|waits\s+for|builds\s+on|is\s+blocked\s+by|comes\s+(?:before|after))\s+([^;:]{2,60})$/i;

/** Cheap looks before the patterns. */
const HINT = /before|after|once|until|when|block|\d (?:precedes|follows|depends|requires|needs|waits|builds)/i;
const LONGEST = 200;

/** "Payouts cannot be built before Recipients", "FR-1 blocks FR-2": states when something is built, and nothing to build. */
export function isOrderAlone(sentence: string, titles: ReadonlySet<string>): boolean {
  if (sentence.length > LONGEST || !HINT.test(sentence)) return false;
  const words = sentence.trim().replace(/[.!]$/, '');
  if (/^blocked by\s[^;:]{2,60}$/i.test(words)) return true;
  const [, one, other] = RELATED.exec(words) ?? [];
  if (one !== undefined && other !== undefined) return isReference(one) && isReference(other);
  return isOrdered(words, titles);
}

function isOrdered(words: string, titles: ReadonlySet<string>): boolean {
  const { subject = '', verb = '', object = '' } = ORDERED.exec(words)?.groups ?? {};
  return verb !== '' && (BUILT.test(verb) || isNamed(subject, titles) || isNamed(object, titles));
}

/** True for the number or title of a part of the document. */
function isNamed(name: string, titles: ReadonlySet<string>): boolean {
  const words = name.replace(/\s+(?:is|are|has|have|was|were|can)\s.*$/i, '');
  return isReference(words) || titles.has(normalise(words.replace(/^(?:the|an?)\s+/i, '')));
}

/** True for what is about the work rather than the product: in a plan of phases, and without a subject anywhere. */
export function isAboutOrder(sentence: string, section: Section | null): boolean {
  return ORDER.test(sentence) && (section?.role === 'phase' || BARE.test(sentence));
}

/** A plain sentence states something where the section is about limits, or says so itself. */
export function plainForm(sentence: string, section: Section | null, { kind }: Frame): Form | undefined {
  if (/[?:]\W*$/.test(sentence)) return undefined;
  if (section?.role === 'future' && FOLLOWS.test(sentence)) return 'sentence';
  if (kind === 'out-of-scope' || isLimit(sentence, section?.title ?? '', kind)) return 'sentence';
  const own = kindOf(sentence, 'functional');
  const isTold = LIMITING.has(kind) && own !== 'functional';
  return isTold || own === 'out-of-scope' ? 'sentence' : undefined;
}

const LIMITING: ReadonlySet<Frame['kind']> = new Set(['constraint', 'assumption', 'non-functional']);

/** Under "Constraints" stands one in every sentence. */
function isLimit(sentence: string, title: string, kind: Frame['kind']): boolean {
  if (kind !== 'constraint' && kind !== 'assumption') return false;
  return LIMITS.test(title) && !ABOUT_ITSELF.test(sentence);
}
