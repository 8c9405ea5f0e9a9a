// What a requirement leaves open, told from its words alone: for the editor's squiggles and the questions before planning.
import type { Span } from './document.ts';
import type { Prd, Requirement, RequirementId, Section } from './model.ts';

export type AmbiguityRule = 'vague' | 'placeholder' | 'missing-limit' | 'contradiction' | 'missing-failure';

export interface Ambiguity {
  readonly rule: AmbiguityRule;
  readonly requirement: RequirementId;
  /** The requirement's place; the words stand inside it. */
  readonly source: Span;
  /** The words at fault, as written; empty when it is about what is not there. */
  readonly words: string;
  /** One sentence: what is open. */
  readonly message: string;
  /** One question whose answer closes it. */
  readonly question: string;
  /** The other requirement of a contradiction. */
  readonly other?: RequirementId;
}

const VAGUE =
  /\b(fast(?:er)?|quick(?:ly)?|slow|eas(?:y|ily)|simple|simply|user[- ]friendly|intuitive|seamless(?:ly)?|robust|scalable|flexible|efficient(?:ly)?|performant|modern|reasonable|appropriate(?:ly)?|adequate|sufficient(?:ly)?|as needed|as necessary|if (?:possible|needed|necessary)|where (?:possible|appropriate)|and\/or|etc\.?|several|various|numerous|a few|minimal|optimal|state[- ]of[- ]the[- ]art|best[- ]in[- ]class|high[- ]quality|proper(?:ly)?|nice|good|better)(?![\w-])/gi;
const PLACEHOLDER = /\b(TBD|TBC|TODO|FIXME|to be (?:determined|decided|defined|confirmed))\b|\?{2,}/g;
/** Words that call for a number: how long, how many, how large. */
const LIMITED =
  /\b(response times?|latency|throughput|concurrent(?:ly)?|simultaneous(?:ly)?|time-?outs?|rate limit(?:s|ed|ing)?|retention|uptime|availability|maximum|minimum|at most|at least|up to|large (?:files?|documents?|data ?sets?)|long-running)\b/i;
const NUMBER = /\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million)\b/i;
/** What can fail for reasons outside the product. */
const FALLIBLE =
  /\b(uploads?|downloads?|imports?|sends?|fetch(?:es)?|syncs?|synchroni[sz]es?|integrat(?:es?|ion)|payments?|pays?|logs? in|logins?|sign(?:s|ed)? in|authenticates?|connects?|third[- ]party|webhooks?|e-?mails?)\b/i;
const FAILURE =
  /\b(fail(?:s|ed|ure|ing)?|errors?|invalid|retr(?:y|ies)|time-?outs?|unavailable|offline|reject(?:s|ed)?|otherwise|unless|fallback|denied|wrong|expired?)\b/i;

/** In document order. Linear in the number of requirements. */
export function findAmbiguities(prd: Prd): readonly Ambiguity[] {
  const open = prd.requirements.filter(({ kind }) => kind !== 'out-of-scope');
  const found = [
    ...open.flatMap(vagueWords),
    ...open.flatMap(placeholders),
    ...open.flatMap(missingLimit),
    ...contradictions(open),
    ...missingFailures(open, prd.sections),
  ];
  const order = new Map(prd.requirements.map(({ id }, index) => [id, index]));
  return found.sort((a, b) => (order.get(a.requirement) ?? 0) - (order.get(b.requirement) ?? 0));
}

function vagueWords(requirement: Requirement): Ambiguity[] {
  return matches(requirement.text, VAGUE).map((words) => ({
    ...about(requirement, 'vague', words),
    message: `"${words}" can mean anything: it cannot be tested.`,
    question: `What exactly does "${words}" mean in "${shorten(requirement.text)}"?`,
  }));
}

function placeholders(requirement: Requirement): Ambiguity[] {
  return matches(requirement.text, PLACEHOLDER).map((words) => ({
    ...about(requirement, 'placeholder', words),
    message: `"${words}" marks something that is not decided yet.`,
    question: `What is to be decided in "${shorten(requirement.text)}"?`,
  }));
}

function missingLimit(requirement: Requirement): Ambiguity[] {
  const words = LIMITED.exec(requirement.text)?.[0];
  if (words === undefined || NUMBER.test(requirement.text)) return [];
  return [
    {
      ...about(requirement, 'missing-limit', words),
      message: `"${words}" is named without a number.`,
      question: `Which number holds for "${words}" in "${shorten(requirement.text)}"?`,
    },
  ];
}

/** Two requirements that say the same with other numbers, or the one with "not". */
function contradictions(requirements: readonly Requirement[]): Ambiguity[] {
  const seen = new Map<string, Requirement>();
  return requirements.flatMap((requirement): Ambiguity[] => {
    const key = skeleton(requirement.text);
    const other = seen.get(key);
    if (!other) {
      if (key.length > 12) seen.set(key, requirement);
      return [];
    }
    if (normalized(other.text) === normalized(requirement.text)) return [];
    return [
      {
        ...about(requirement, 'contradiction', ''),
        message: `This contradicts ${other.id}: "${shorten(other.text)}".`,
        question: `Which holds: "${shorten(other.text)}" or "${shorten(requirement.text)}"?`,
        other: other.id,
      },
    ];
  });
}

/** At the first requirement of a section that can fail, when the section says nowhere what happens then. */
function missingFailures(requirements: readonly Requirement[], sections: readonly Section[]): Ambiguity[] {
  const texts = new Map(sections.map(({ id, text }) => [id, text]));
  const bySection = Map.groupBy(
    requirements.filter(({ kind }) => kind === 'functional'),
    ({ section }) => section ?? '',
  );
  return [...bySection].flatMap(([section, group]): Ambiguity[] => {
    const all = [texts.get(section) ?? '', ...group.map(({ text }) => text)].join('\n');
    const first = group.find(({ text }) => FALLIBLE.test(text));
    if (!first || FAILURE.test(all)) return [];
    const words = FALLIBLE.exec(first.text)?.[0] ?? '';
    return [
      {
        ...about(first, 'missing-failure', words),
        message: `What happens when this fails is said nowhere in the section.`,
        question: `What should happen when "${shorten(first.text)}" fails?`,
      },
    ];
  });
}

const about = ({ id, source }: Requirement, rule: AmbiguityRule, words: string) =>
  ({ rule, requirement: id, source, words }) as const;

const matches = (text: string, pattern: RegExp): string[] => [
  ...new Set(Array.from(text.matchAll(pattern), ([words]) => words)),
];

const normalized = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}<>≤≥]+/gu, ' ')
    .trim();

/** What is left of a sentence without its numbers and negations. */
const skeleton = (text: string): string =>
  normalized(text)
    .replace(/\b(?:not|never|no)\b/g, '')
    .replace(/\bcannot\b/g, 'can')
    .replace(/\p{N}+/gu, '#')
    .replace(/\s+/g, ' ')
    .trim();

/** As it stands between quotation marks: the sentence around it ends by itself. */
const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text.replace(/[.\s]+$/, ''));
