// The document as the model gets it: one text that stays the same through all calls, split only where it does not fit.
import type { Requirement } from '../../prd/model.ts';
import type { TextPart } from '../../model/backend.ts';
import type { AnsweredQuestion } from '../model.ts';
import { isSame } from '../same.ts';
import { INSTRUCTIONS } from './prompts.ts';

/** A part of a document that is planned on its own; a document that fits is one part. */
export interface SourcePart {
  readonly text: string;
  readonly requirements: readonly Requirement[];
}

export type SourceParts = readonly [SourcePart, ...SourcePart[]];

/** What is looked up in a part for every answer. */
export interface PartIndex {
  /** White space folded: where quotes must be found. */
  readonly foldedText: string;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** The numbers that the text holds. */
  readonly figures: ReadonlySet<string>;
}

const indexes = new WeakMap<SourcePart, PartIndex>();

/** Made once a part: with a long document it costs more than all the rest of taking an answer in. */
export function indexOf(part: SourcePart): PartIndex {
  const known = indexes.get(part);
  if (known) return known;
  const index: PartIndex = {
    foldedText: foldSpace(part.text),
    requirements: new Map(part.requirements.map((requirement) => [requirement.id as string, requirement])),
    figures: new Set([part.text, ...part.requirements.map(({ text }) => text)].flatMap(figuresIn)),
  };
  indexes.set(part, index);
  return index;
}

export const figuresIn = (text: string): readonly string[] => text.match(/\d+(?:[.,]\d+)*/gu) ?? [];

/** What is sent before every question about this part; the last block ends the cached prefix. */
export function prefixOf(part: SourcePart, outline: string, answers: readonly AnsweredQuestion[]): readonly TextPart[] {
  const known = prefixes.get(part);
  if (known?.outline === outline && isSame(known.answers, answers)) return known.prefix;
  const prefix = makePrefix(part, outline, answers);
  prefixes.set(part, { outline, answers, prefix });
  return prefix;
}

interface KnownPrefix {
  readonly outline: string;
  readonly answers: readonly AnsweredQuestion[];
  readonly prefix: readonly TextPart[];
}

/** The newest of each part: the same object for the same text, so that what is made of it can be kept too. */
const prefixes = new WeakMap<SourcePart, KnownPrefix>();

function makePrefix(part: SourcePart, outline: string, answers: readonly AnsweredQuestion[]): readonly TextPart[] {
  const requirements = part.requirements.map(({ id, kind, text }) => `${id} [${kind}] ${text}`).join('\n');
  const blocks = [
    block('outline', outline),
    block('document', part.text),
    block('requirements', requirements),
    block('answers', answers.map(({ question, answer }) => `Q: ${question}\nA: ${answer}`).join('\n')),
  ];
  return [
    { type: 'text', text: INSTRUCTIONS },
    { type: 'text', text: blocks.filter(Boolean).join('\n\n'), cache: true },
  ];
}

/** What could be taken for one of our own tags. */
const OPENINGS = /<(?=\s*\/?\s*(?:answers|changed|document|outline|requirements|siblings|task|tasks|uncovered)\b)/gi;

/** A block of data; what would end it early inside it is defused. Empty for nothing. */
export function block(tag: string, content: string): string {
  if (content.trim() === '') return '';
  return `<${tag}>\n${content.replaceAll(OPENINGS, '‹')}\n</${tag}>`;
}

/** Fewer than there are on average, so that forecasts are rather too high. */
export const CHARACTERS_PER_TOKEN = 3.5;

/** About the tokens of a text, a little too many rather than too few: for what is shown before anything is sent. */
export const roughTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

/** Text joined by white space alone, so that a quote can be found whatever its line breaks. */
export const foldSpace = (text: string): string => text.replace(/\s+/g, ' ').trim();
