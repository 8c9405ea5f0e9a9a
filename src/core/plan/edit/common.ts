// What all edits share: finding tasks, refusing, and remembering what a person changed.
import { ConductorError } from '../../errors.ts';
import { EDITABLE_FIELDS, type DraftTask, type TaskKey } from '../model.ts';
import { isSame } from '../same.ts';

export type Tasks = readonly DraftTask[];

export function refusal(sentence: string, remedy: string): ConductorError {
  return new ConductorError('plan.invalid', sentence, { remedy });
}

/** Throws `plan.invalid` when the plan has no such task. */
export function findTask(tasks: Tasks, key: TaskKey): DraftTask {
  const task = tasks.find((candidate) => candidate.key === key);
  if (task) return task;
  throw refusal(`The plan has no task "${key}".`, 'Show the plan again and pick one of its tasks.');
}

/** `after` with every field that differs from `before` marked as a person's; `before` itself when none does. */
export function edited(before: DraftTask, after: DraftTask): DraftTask {
  const changed = EDITABLE_FIELDS.filter((field) => !isSame(before[field], after[field]));
  const isOtherwiseSame = isSame(before.covers, after.covers) && before.key === after.key;
  if (changed.length === 0) return isOtherwiseSame ? before : after;
  if (before.edited.includes('all')) return after;
  return { ...after, edited: [...new Set([...before.edited, ...changed])] };
}

/** The list with one task replaced; the same list when it is the same task. */
export function replaceTask(tasks: Tasks, before: DraftTask, after: DraftTask): Tasks {
  return before === after ? tasks : tasks.map((task) => (task === before ? after : task));
}

/** Line breaks and runs of white space become one space. */
export function singleLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

export const unique = <Value>(values: Iterable<Value>): readonly Value[] => [...new Set(values)];
