// The assignment: all that an agent is told of its task, as one Markdown text that is the same for the same data.
import type { Assignment } from './agentBackend.ts';
import type { AssignmentInput } from './assignment/input.ts';
import { CHARACTERS_PER_TOKEN, cutLines } from './assignment/fit.ts';
import { type Part, partsOf } from './assignment/middle.ts';
import * as parts from './assignment/parts.ts';
import { asData } from './data.ts';
import { renderMap } from './map/render.ts';

/** Tokens. */
export const DEFAULT_BUDGET = 12_000;

/** Kept free for the map while the parts before it are fitted. */
const MAP_SHARE = 0.25;
const MOST_OF_MAP = 4_000;
/** Characters for the list of what was left out. */
const FOR_THE_LIST = 1_200;

/** The core stands word for word in the text and is never cut, whatever the budget. */
export function buildAssignment(input: AssignmentInput): Assignment {
  const budget = (input.budget ?? DEFAULT_BUDGET) * CHARACTERS_PER_TOKEN;
  const core = coreOf(input);
  const closing = [
    checksOf(input),
    `## Limits\n\n${parts.limitsText(input)}`,
    section('', 'rules', parts.rulesText(input)),
  ];
  const fixed = [parts.openingText(input), core, ...closing].filter(Boolean);
  const leftOut: string[] = [];
  let left = budget - FOR_THE_LIST - fixed.reduce((sum, text) => sum + text.length + 2, 0);

  const middle: string[] = [];
  for (const part of partsOf(input)) {
    const text = fitPart(part, left - budget * MAP_SHARE, leftOut);
    if (text === '') continue;
    middle.push(text);
    left -= text.length + 2;
  }
  const map = mapOf(input, left, leftOut);
  const ending = leftOut.length === 0 ? '' : `## Left out\n\n${leftOut.map((line) => `- ${line}`).join('\n')}`;
  const text = [parts.openingText(input), core, ...middle, ...closing, map, ending].filter(Boolean).join('\n\n');
  return { taskId: input.task.id, taskName: input.task.name, core, text: `${text}\n` };
}

function coreOf(input: AssignmentInput): string {
  const criteria = parts.criteriaOf(input.task).map((criterion) => `- ${criterion}`);
  return [
    section('## Task', 'task', parts.taskText(input)),
    section('## Acceptance criteria', 'acceptance_criteria', criteria.join('\n')),
    section('## Constraints', 'constraints', parts.sourcedText(input.constraints)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function checksOf({ gates }: AssignmentInput): string {
  if (gates.length === 0) return '';
  const opening = 'Conductor runs these itself, on the change as it will be committed:';
  return `## Checks\n\n${opening}\n\n${asData('checks', parts.gatesText(gates))}`;
}

function fitPart({ heading, tag, text, most, name, rest }: Part, room: number, leftOut: string[]): string {
  if (text === '') return '';
  const limit = Math.min(most * CHARACTERS_PER_TOKEN, room - section(heading, tag, ' ').length);
  const cut = limit <= 0 ? { text: '', left: text.length } : cutLines(text, limit);
  if (cut.left > 0) leftOut.push(`${cut.left.toLocaleString('en-US')} characters of ${name}: ${rest}.`);
  return section(heading, tag, cut.left > 0 && cut.text !== '' ? `${cut.text}\n…` : cut.text);
}

function mapOf({ map }: AssignmentInput, left: number, leftOut: string[]): string {
  if (!map || map.total === 0) return '';
  const opening = 'The files that are most likely to matter, with line and signature of what they define:';
  const frame = section(`## Map of the repository\n\n${opening}`, 'repository_map', ' ');
  const { text, shown } = renderMap(map, Math.min(left - frame.length, MOST_OF_MAP * CHARACTERS_PER_TOKEN));
  if (shown < map.total)
    leftOut.push(
      `${(map.total - shown).toLocaleString('en-US')} of ${map.total.toLocaleString('en-US')} files in the map: list and search find them.`,
    );
  return section(`## Map of the repository\n\n${opening}`, 'repository_map', text);
}

function section(heading: string, tag: string, text: string): string {
  if (text === '') return '';
  return heading === '' ? asData(tag, text) : `${heading}\n\n${asData(tag, text)}`;
}
