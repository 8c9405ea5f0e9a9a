// The parts of an assignment, each as the text that it has when nothing is cut.
import { DATA_RULE } from '../data.ts';
import type { AssignmentInput, Delivery, PlannedGate, SourcedText } from './input.ts';

/** The demands in the order of the document, each with its place. */
export function sourcedText(items: readonly SourcedText[]): string {
  return items.map(({ id, place, text }) => `${id} (${place}):\n${text}`).join('\n\n');
}

export function taskText({ task }: AssignmentInput): string {
  const facts = [
    `id: ${task.id}`,
    `name: ${task.name}`,
    ...(task.category ? [`category: ${task.category}`] : []),
    `priority: ${task.priority}`,
    ...(task.estimate === null ? [] : [`estimate: ${task.estimate} h`]),
    ...(task.tags.length > 0 ? [`tags: ${task.tags.join(', ')}`] : []),
  ];
  return [facts.join('\n'), task.description, contentOf(task)].filter(Boolean).join('\n\n');
}

/** One a line, as the import writes them. */
export function criteriaOf({ metadata }: AssignmentInput['task']): readonly string[] {
  const stored = metadata['acceptance_criteria'];
  if (typeof stored !== 'string') return [];
  return stored
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The criteria that the import repeats in the content are told once. */
function contentOf(task: AssignmentInput['task']): string {
  const list = criteriaOf(task).map((criterion) => `* ${criterion}`);
  return (task.content ?? '').replace(`**Acceptance criteria**\n\n${list.join('\n')}`, () => '').trim();
}

export function parentsText({ parents }: AssignmentInput): string {
  return parents
    .toReversed()
    .map(({ id, name, description }) => [`${id} ${name}`, description].filter(Boolean).join('\n'))
    .join('\n\n');
}

export function deliveriesText(deliveries: readonly Delivery[]): string {
  return deliveries.map(deliveryText).join('\n\n');
}

const MAX_FILES = 40;

function deliveryText({ task, commit, notes }: Delivery): string {
  const lines = [`${task.id} ${task.name} (${task.status})`];
  if (commit) {
    lines.push(`commit ${commit.id.slice(0, 12)}: ${commit.subject}`);
    lines.push(...commit.files.slice(0, MAX_FILES).map((file) => `  ${file}`));
    if (commit.files.length > MAX_FILES) lines.push(`  … ${commit.files.length - MAX_FILES} more files`);
  }
  return [...lines, ...notes.map((note) => `note: ${note}`)].join('\n');
}

export function notesText({ task }: AssignmentInput): string {
  return task.notes.map(({ note, content }) => [note, content].filter(Boolean).join('\n')).join('\n\n');
}

export function planText({ testStrategy, risks, decisions }: AssignmentInput): string {
  return [
    ...(testStrategy === null ? [] : [`How it will be shown that the task is done: ${testStrategy}`]),
    ...risks.map((risk) => `Risk: ${risk}`),
    ...decisions.map((decision) => `Decided: ${decision}`),
  ].join('\n');
}

export function gatesText(gates: readonly PlannedGate[]): string {
  return gates.map(({ title, command }) => (command === null ? title : `${title}: ${command}`)).join('\n');
}

/** Conductor's own words: what holds for every task. */
export function openingText({ task }: AssignmentInput): string {
  // An id can hold anything; outside of data it has no room for it.
  const id = task.id.replace(/[^\w.-]/g, '?').slice(0, 40);
  return `# Assignment ${id}\n\nDo the one task below, whole, and nothing beyond it. It is finished when every acceptance criterion holds and the checks pass.\n\n${DATA_RULE}`;
}

export function limitsText({ config: { workflow, safety }, isForPerson = false }: AssignmentInput): string {
  const most = `- At most ${safety.max_turns} turns, ${safety.max_tokens.toLocaleString('en-US')} tokens, $${safety.budget_usd} and ${safety.max_task_duration} of work.`;
  const lines = [
    ...(isForPerson ? [] : [most]),
    ...(workflow.require_tests ? ['- Without passing tests the task is not done.'] : []),
    ...(workflow.min_coverage === undefined ? [] : [`- Line coverage stays at ${workflow.min_coverage} % or above.`]),
    '- A person reviews every change. Changes to protected files need their approval in every mode.',
  ];
  return lines.join('\n');
}

/** What the configuration names in words of its own. */
export function rulesText({ config: { safety } }: AssignmentInput): string {
  const list = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`${title}: ${items.join(', ')}`];
  return [
    ...list('needs approval', safety.require_approval_for),
    ...list('commands that are never run', safety.deny_commands),
    ...list('commands that are not asked', safety.allow_commands),
  ].join('\n');
}
