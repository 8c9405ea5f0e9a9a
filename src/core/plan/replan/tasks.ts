// What a change of the document does to one task that was planned before.
import type { RequirementId } from '../../prd/model.ts';
import type { TaskStatus } from '../../tasks/model.ts';
import type { DraftTask } from '../model.ts';
import { testable } from '../outline/criteria.ts';
import { listOf } from '../sentences.ts';
import { hasChanges, type DocumentChanges } from './changes.ts';

/** How a task goes on: as it was, with new content, to be looked at, or left behind by the document. */
export type Fate = 'same' | 'updated' | 'attention' | 'left';

export interface Revised {
  readonly task: DraftTask;
  readonly fate: Fate;
}

export interface Revision {
  /** Among what the task covers. */
  readonly changes: DocumentChanges;
  /** In Taskwerk; null when it is not there. */
  readonly status: TaskStatus | null;
  /** The outline planner's task of the same key, for plans that it made. */
  readonly counterpart: DraftTask | null;
}

/** Began, ended or was given up: its text is history, and what changed is for a person to judge. */
export const isSettled = (status: TaskStatus | null): boolean => status !== null && status !== 'todo';

export function reviseTask(task: DraftTask, { changes, status, counterpart }: Revision): Revised {
  if (!hasChanges(changes)) return { task, fate: 'same' };
  const gone = new Set(changes.gone.map(({ id }) => id));
  const covers = task.covers.filter((id) => !gone.has(id));
  if (isSettled(status)) {
    if (changes.reworded.length + changes.gone.length === 0) return { task, fate: 'same' };
    return { task: { ...task, covers, attention: sentenceFor(changes, status) }, fate: 'attention' };
  }
  if (counterpart && !task.edited.includes('all')) {
    return { task: { ...counterpart, parent: task.parent }, fate: 'updated' };
  }
  if (covers.length === 0 && changes.added.length === 0) return { task: { ...task, covers }, fate: 'left' };
  return { task: reword({ ...task, covers: withAdded(covers, changes) }, changes), fate: 'updated' };
}

function withAdded(covers: readonly RequirementId[], { added }: DocumentChanges): readonly RequirementId[] {
  return [...new Set([...covers, ...added.map(({ id }) => id)])];
}

/** The new words in place of the old ones; where the old ones are not found, as a criterion. What a person wrote stays. */
function reword(task: DraftTask, { reworded, gone, added }: DocumentChanges): DraftTask {
  const { attention: _, ...rest } = task;
  let { description, acceptanceCriteria: criteria } = rest;
  const byHand = new Set(task.edited.includes('all') ? ['description', 'acceptanceCriteria'] : task.edited);
  const unplaced: string[] = added.map(({ text }) => text);
  for (const { before, after } of reworded) {
    const isIn = (text: string): boolean => text.includes(before.text) || text === testable(before.text);
    if (!isIn(description) && !criteria.some(isIn)) unplaced.push(after.text);
    description = description.replaceAll(before.text, () => after.text);
    criteria = criteria.map((text) =>
      text === testable(before.text) ? testable(after.text) : text.replaceAll(before.text, () => after.text),
    );
  }
  const removed = new Set(gone.flatMap(({ text }) => [text, testable(text)]));
  criteria = [...criteria.filter((text) => !removed.has(text)), ...unplaced.map(testable)];
  const kept = {
    ...rest,
    description: byHand.has('description') ? task.description : description,
    acceptanceCriteria: byHand.has('acceptanceCriteria') ? task.acceptanceCriteria : criteria,
  };
  const isPlain = unplaced.length === 0 && byHand.size === 0 && gone.length === 0;
  return isPlain ? kept : { ...kept, attention: sentenceFor({ reworded, gone, added }, null) };
}

const WORDS: Readonly<Record<TaskStatus, string>> = {
  todo: 'to do',
  'in-progress': 'in progress',
  blocked: 'blocked',
  done: 'done',
  cancelled: 'cancelled',
};

/** "The document now says “…” where it said “…”; the task is done in Taskwerk." */
function sentenceFor({ reworded, gone, added }: DocumentChanges, status: TaskStatus | null): string {
  const parts = [
    ...reworded.map(({ before, after }) => `now says ${quote(after.text)} where it said ${quote(before.text)}`),
    ...gone.map(({ text }) => `no longer asks for ${quote(text)}`),
    ...(status === null ? added.map(({ text }) => `now also asks for ${quote(text)}`) : []),
  ];
  const end =
    status === null ? 'see whether the rest of the task still fits' : `the task is ${WORDS[status]} in Taskwerk`;
  return `The document ${listOf(parts)}; ${end}.`;
}

function quote(text: string): string {
  return `“${text.length > 120 ? `${text.slice(0, 119).trimEnd()}…` : text}”`;
}
