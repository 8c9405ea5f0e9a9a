// What an import does with one task: the line for the person and the write for the store.
import type { TaskId } from '../../tasks/model.ts';
import type { TaskContent } from '../importContent.ts';
import type { CurrentTask, ImportLink, TaskWrite } from '../importDiff.ts';
import type { ImportChange } from '../importModel.ts';
import type { DraftTask, TaskKey } from '../model.ts';
import { isAsDesired, mergeContent, type ContentField } from './merge.ts';
import { fieldChanges, keptReason, STATUS_REASONS } from './words.ts';

export interface Step {
  readonly change: ImportChange;
  readonly write: TaskWrite | null;
  /** The same step with some fields left as they are, each for a reason. Absent where there is nothing to hold back. */
  readonly holding?: (fixed: ReadonlyMap<ContentField, string>) => Step;
}

export function addStep(
  { key, title }: DraftTask,
  parent: TaskKey | null,
  taskId: TaskId | undefined,
  written: TaskContent,
): Step {
  const write = taskId === undefined ? null : ({ kind: 'add', key, taskId, written } as const);
  return { change: { kind: 'add', key, title, parent }, write };
}

export function keepStep({ key, title }: DraftTask, taskId: TaskId, reason: string): Step {
  return { change: { kind: 'keep', key, taskId, title, reason }, write: null };
}

/** For a task that is in Taskwerk. */
export function mergeStep(task: DraftTask, link: ImportLink, row: CurrentTask, desired: TaskContent): Step {
  const { key, title } = task;
  const { taskId } = link;
  if (isAsDesired(row.content, desired)) return { change: { kind: 'unchanged', key, taskId, title }, write: null };
  if (row.status !== 'todo') return keepStep(task, taskId, STATUS_REASONS[row.status]);
  return stepWith(task, link, row, desired, ownedByParent(taskId, row.content));
}

function stepWith(
  task: DraftTask,
  link: ImportLink,
  row: CurrentTask,
  desired: TaskContent,
  fixed: ReadonlyMap<ContentField, string>,
): Step {
  const { key, title } = task;
  const { taskId } = link;
  const { fields, kept, written } = mergeContent(link.written, row.content, desired, new Set(fixed.keys()));
  const reason = keptReason(kept, fixed);
  if (Object.keys(fields).length === 0) {
    if (reason !== '') return keepStep(task, taskId, reason);
    return { change: { kind: 'unchanged', key, taskId, title }, write: null };
  }
  const changes = fieldChanges(row.content, fields);
  return {
    change: { kind: 'change', key, taskId, title, fields: changes, ...(reason !== '' && { kept: reason }) },
    write: { kind: 'change', key, taskId, fields, written },
    holding: (more) => stepWith(task, link, row, desired, new Map([...fixed, ...more])),
  };
}

/** Taskwerk would give a dotted id a second time under the old parent, so such a task stays where it is. */
function ownedByParent(taskId: TaskId, { parent }: TaskContent): ReadonlyMap<ContentField, string> {
  if (parent === null || !taskId.startsWith(`${parent}.`)) return new Map();
  return new Map([['parent', `Its id belongs to ${parent}, so it stays there.`]]);
}
