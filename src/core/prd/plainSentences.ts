// Sentences without a modal verb that state something all the same, because of where they stand.
import type { Form } from './forms.ts';
import type { Frame } from './frames.ts';
import { kindOf } from './kinds.ts';
import type { Section } from './model.ts';

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
