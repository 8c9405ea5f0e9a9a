// Setting the fields of a task, and including or leaving out.
import type { DraftTask, TaskFields, TaskKey } from '../model.ts';
import { subtreeOf, treeOf } from '../tree.ts';
import { edited, findTask, refusal, replaceTask, singleLine, unique, type Tasks } from './common.ts';

/** UTF-16 units, as Taskwerk allows. */
const MAX_TITLE = 255;
const MAX_CATEGORY = 50;

export function setFields(tasks: Tasks, key: TaskKey, fields: TaskFields): Tasks {
  const before = findTask(tasks, key);
  return replaceTask(tasks, before, edited(before, { ...before, ...checkFields(before, fields) }));
}

export function setIncluded(tasks: Tasks, key: TaskKey, included: boolean): Tasks {
  const tree = treeOf<TaskKey, DraftTask>(tasks);
  const below = new Set(subtreeOf(tree, findTask(tasks, key)));
  if ([...below].every((task) => task.included === included)) return tasks;
  return tasks.map((task) => (below.has(task) ? edited(task, { ...task, included }) : task));
}

/** Throws `plan.invalid` for an empty title or one that is too long for Taskwerk. */
export function checkTitle(text: string): string {
  const title = singleLine(text);
  if (title === '') throw refusal('A task needs a title.', 'Give it a title that says what to do.');
  if (title.length <= MAX_TITLE) return title;
  throw refusal(
    `The title "${title.slice(0, 40)}…" has ${title.length} characters; Taskwerk takes ${MAX_TITLE}.`,
    'Shorten the title and put the rest into the description.',
  );
}

function checkFields(task: DraftTask, fields: TaskFields): TaskFields {
  const { title, category, tags, acceptanceCriteria, estimate, complexity } = fields;
  if (estimate) checkRange(task, 'estimate', estimate.hours, 0, Number.MAX_SAFE_INTEGER);
  if (complexity !== undefined) checkRange(task, 'complexity', complexity, 1, 10);
  return {
    ...fields,
    ...(title !== undefined && { title: checkTitle(title) }),
    ...(category !== undefined && { category: checkCategory(task.key, category) }),
    ...(tags && { tags: unique(tags.map(singleLine).filter(Boolean)) }),
    ...(acceptanceCriteria && { acceptanceCriteria: acceptanceCriteria.map(singleLine).filter(Boolean) }),
  };
}

function checkRange({ key }: DraftTask, what: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  const range = most > 10 ? `${least} or more` : `from ${least} to ${most}`;
  throw refusal(`The ${what} of "${key}" cannot be ${value}.`, `Give a number ${range}.`);
}

/** Throws `plan.invalid` for one that is too long for Taskwerk. */
export function checkCategory(key: TaskKey, text: string): string {
  const category = singleLine(text);
  if (category.length <= MAX_CATEGORY) return category;
  throw refusal(
    `The category of "${key}" has ${category.length} characters; Taskwerk takes ${MAX_CATEGORY}.`,
    'Shorten it.',
  );
}
