// Hours and complexity, by a rule that a person can follow and correct.
import { estimateIn, isMereEstimate, type StatedEstimate } from '../../prd/estimates.ts';
import type { Estimate } from '../model.ts';
import { RATES, type Category } from './category.ts';
import type { Draft } from './draft.ts';

const HARD: readonly (readonly [string, RegExp])[] = [
  ['AI', /\b(?:llms?|ai|ml|machine learning|model-driven|embeddings?|prompts?|nlp|neural)\b/iu],
  ['real-time', /\b(?:real-?time|live|streaming|websockets?|collaborat\w+)\b/iu],
  [
    'concurrency',
    /\b(?:concurren\w+|parallel|multi-?(?:agent|tenant|task|thread\w*)|distributed|transactions?|locking|atomic\w*)\b/iu,
  ],
  ['security', /\b(?:encrypt\w*|authenticat\w+|authori[sz]\w+|oauth|sso|sandbox\w*|compliance|gdpr|hipaa)\b/iu],
  [
    'algorithm',
    /\b(?:algorithms?|optimi[sz]\w+|circular|recursi\w+|graph|schedul\w+|detect\w*|predict\w*|recommend\w*|scor(?:e|ing))\b/iu,
  ],
  ['parsing', /\b(?:pars\w+|pdf|ocr|compil\w+|decod\w+|file formats?|input formats?)\b/iu],
  ['migration', /\b(?:migrat\w+|rollback|backward\w*|legacy|offline|synchroni[sz]\w*|undo)\b/iu],
  ['scale', /\b(?:scal(?:e|ing|ability)|horizontal\w*|\d{2,3}(?:,\d{3}|k\b|000)\w*|high availability|99\.\d+)\b/iu],
  ['integration', /\b(?:integrat\w+|third-party|webhooks?|payment\w*)\b/iu],
];

/** Hard things that the words name, each once. */
export function difficulties(text: string): readonly string[] {
  return HARD.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}

export function leafEstimate(criteria: number, category: Category, hard: readonly string[]): Estimate {
  const count = Math.max(1, criteria);
  const factor = 1 + Math.min(3, hard.length) / 4;
  const hours = Math.max(1, Math.round((1 + count * RATES[category]) * factor));
  const checks = `${count} ${count === 1 ? 'criterion' : 'criteria'} × ${RATES[category]} h (${category})`;
  const harder = factor > 1 ? `, × ${factor} for ${hard.slice(0, 3).join(', ')}` : '';
  return { hours, rule: `1 h to start + ${checks}${harder}` };
}

/** What the document itself says of the work; null where it says nothing. */
export function statedEstimate(draft: Draft): Estimate | null {
  const own = draft.core.filter(({ text }) => !isMereEstimate(text));
  const ids = new Set<string | null>(draft.covers.map(({ id }) => id));
  const beside = draft.covers.filter(({ text, parent }) => (draft.isNamed || ids.has(parent)) && isMereEstimate(text));
  const told = [...own, ...beside].flatMap(({ estimate }) => estimate ?? []);
  const estimates = told.length > 0 ? told : sectionEstimate(draft);
  if (estimates.length === 0) return null;
  const byWords = new Map(estimates.map(({ words, hours }) => [words, hours]));
  const hours = [...byWords.values()].reduce((sum, one) => sum + one, 0);
  return { hours, rule: `stated in the document: ${[...byWords.keys()].join(' + ')}${lengths([...byWords.keys()])}` };
}

/** "**Effort:** 3 days" in the text under a heading. */
function sectionEstimate({ isNamed, details }: Draft): StatedEstimate[] {
  if (!isNamed) return [];
  const mere = details.split('\n\n').filter(isMereEstimate);
  return mere.flatMap((paragraph) => estimateIn(paragraph) ?? []);
}

/** How many hours a day and a week have here, where the document counts in them. */
function lengths(words: readonly string[]): string {
  const all = words.join(' ');
  const day = /d(?:ays?)?\b/iu.test(all) ? ['1 day = 8 h'] : [];
  const week = /w(?:ee)?k?s?\b/iu.test(all) ? ['1 week = 40 h'] : [];
  const known = [...day, ...week];
  return known.length > 0 ? ` (${known.join(', ')})` : '';
}

export function parentEstimate(hours: readonly number[]): Estimate {
  const total = hours.reduce((sum, one) => sum + one, 0);
  return { hours: total, rule: `sum of ${hours.length} ${hours.length === 1 ? 'subtask' : 'subtasks'}` };
}

/** 1 to 10: what there is to check, and what is hard about it. */
export function leafComplexity(criteria: number, hard: readonly string[]): number {
  return Math.min(10, Math.round(1 + Math.min(4, Math.log2(1 + criteria)) + 1.5 * hard.length));
}

/** As hard as its hardest part, and a little more with many of them. */
export function parentComplexity(parts: readonly number[]): number {
  return Math.min(10, Math.max(1, ...parts) + (parts.length >= 4 ? 1 : 0));
}
