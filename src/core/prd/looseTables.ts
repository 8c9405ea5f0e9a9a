// Tables whose header uses words of its own ("Asset | Count", "Case | Expected behaviour"): the first column names, the rest says more.
import type { Cell } from './document.ts';
import { normalise } from './text.ts';

/** Columns about who, when and why: nothing that is to be built. */
const ASIDE =
  /^(?:owners?|who|teams?|assignees?|responsible|lead|reviewers?|contacts?|dates?|due|deadlines?|start|end|rationale|why|reasons?|sources?|origin|verification|verified by|tests?|test cases?|links?|figma|designs?|jira.*|tickets?|issues?|efforts?|estimates?|days|hours|size|points?|sp|releases?|versions?|sprints?|milestones?)$/;
/** Tables that inform: comparisons, histories, answers, who decides what, what waits for what. */
const INFORMS =
  /^(?:pros?|cons?|advantages?|disadvantages?|drawbacks?|alternatives?|options?|approach(?:es)?|competitors?|personas?|rev(?:ision)?|authors?|changes?|questions?|answers?|outcomes?|decisions?|decided|http|http (?:code|status)|status code|error code|today|current(?:ly)?|before|as is|to be|milestones?|phases?|needs|requires|waits for|used (?:by|in))$/;
/** Column titles that a bare name lacks. */
const NOUN = /^(?:plan|event|interface|screen|page|report|role|setting|parameter|notification|message|template)s?$/;
const MOST_WORDS = 2;
const STEPS = /^(?:given|when|then)$/;
const NO_WORDS = /^(?:yes|no|true|false|none|n\/a|tbd|tba|all|open|ja|nein|oui|non)$/i;

export interface LooseColumns {
  readonly name: number;
  readonly rest: readonly number[];
  /** What each row is, where the cell does not say it: "Plus" of "Plan | Price" is a plan. Empty otherwise. */
  readonly noun: string;
  /** "given", "when" or "then" for the columns of a scenario, by position. */
  readonly steps: readonly string[];
}

/** What an unfamiliar header makes of a table; null for one that only informs. `taken` are the columns that are known. */
export function looseColumns(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  taken: ReadonlySet<number>,
  target: number | undefined,
  hasPriority: boolean,
): LooseColumns | null {
  const names = header.map(normalise);
  if (names.some((name) => INFORMS.test(name))) return null;
  const free = names.flatMap((name, index) => (taken.has(index) || ASIDE.test(name) || name === '' ? [] : [index]));
  const [name, ...others] = free;
  if (name === undefined || !isMostly(rows, name, isNaming)) return null;
  const wordy = others.filter((index) => isMostly(rows, index, hasWords));
  if (wordy.length === 0 && target === undefined && !hasPriority) return null;
  const said = wordy.length > 0 || target !== undefined ? others.filter((index) => !isMatrix(rows, index)) : others;
  const rest = target === undefined ? said : [...said, target];
  const title = names[name] ?? '';
  const noun = NOUN.test(title) ? title.replace(/s$/, '') : '';
  return { name, rest, noun, steps: names.map((each) => (STEPS.test(each) ? each : '')) };
}

/** "Officer checks a plate: given …, when …, then …"; "EHR: FHIR R4 over HTTPS; mutual TLS". */
export function looseText(
  row: readonly Cell[],
  columns: LooseColumns,
): { readonly text: string; readonly label: string } {
  const { rest, steps } = columns;
  const label = nameOf(row, columns);
  const isScenario = rest.some((index) => steps[index] !== '');
  const parts = rest.flatMap((index) => {
    const text = row[index]?.text.replace(/\.$/, '') ?? '';
    return /[\p{L}\p{N}]/u.test(text) ? [steps[index] === '' ? text : `${steps[index] ?? ''} ${text}`] : [];
  });
  return { label, text: [label, parts.join(isScenario ? ', ' : '; ')].filter(Boolean).join(': ') };
}

function nameOf(row: readonly Cell[], { name, noun }: LooseColumns): string {
  const text = row[name]?.text ?? '';
  const isWhole = noun === '' || text.split(' ').length > MOST_WORDS || text.toLowerCase().includes(noun);
  return text === '' || isWhole ? text : `${text} ${noun}`;
}

function isMostly(rows: readonly (readonly Cell[])[], index: number, is: (text: string) => boolean): boolean {
  return rows.filter((row) => is(row[index]?.text ?? '')).length * 2 >= rows.length;
}

function isNaming(text: string): boolean {
  return /\p{L}{2}/u.test(text) && !NO_WORDS.test(text);
}

function hasWords(text: string): boolean {
  return /\p{L}{3}/u.test(text) && !NO_WORDS.test(text);
}

/** A column of marks and of "yes" and "no". */
function isMatrix(rows: readonly (readonly Cell[])[], index: number): boolean {
  return rows.every((row) => {
    const text = row[index]?.text ?? '';
    return !/[\p{L}\p{N}]{2}/u.test(text) || NO_WORDS.test(text);
  });
}
