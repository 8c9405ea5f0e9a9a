// Taskwerk's vocabularies and limits, which its database does not enforce by itself.
import { ConductorError } from '../../core/errors.ts';
import type { Priority } from '../../core/prd/model.ts';
import type { TaskId, TaskStatus } from '../../core/tasks/model.ts';

/** Who Conductor is in `created_by`, `updated_by` and the timeline. */
export const USER = 'conductor';

export const STATUSES: readonly TaskStatus[] = ['todo', 'in-progress', 'blocked', 'done', 'cancelled'];
export const PRIORITIES: readonly Priority[] = ['critical', 'high', 'medium', 'low'];

/** UTC as SQLite writes it, to the second. */
export function timestamp(date = new Date()): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

export function taskId(id: string): TaskId {
  return id as TaskId;
}

/** Folds Taskwerk's synonyms; null for anything else. */
export function parseStatus(status: unknown): TaskStatus | null {
  if (status === 'in_progress') return 'in-progress';
  if (status === 'completed') return 'done';
  return STATUSES.find((known) => known === status) ?? null;
}

/** Every spelling under which the database may hold the status. */
export function spellings(status: TaskStatus): readonly string[] {
  if (status === 'in-progress') return ['in-progress', 'in_progress'];
  return status === 'done' ? ['done', 'completed'] : [status];
}

export function parsePriority(priority: unknown): Priority | null {
  return PRIORITIES.find((known) => known === priority) ?? null;
}

/** Fields of a task that have limits; absent ones are not checked, null clears. */
export interface TaskValues {
  readonly name?: unknown;
  readonly description?: unknown;
  readonly content?: unknown;
  readonly assignee?: unknown;
  readonly category?: unknown;
  readonly status?: unknown;
  readonly priority?: unknown;
  readonly estimate?: unknown;
  readonly progress?: unknown;
}

const LENGTHS = {
  name: { min: 1, max: 255 },
  description: { min: 0, max: 1_000 },
  content: { min: 0, max: 10_000 },
  assignee: { min: 1, max: 100 },
  category: { min: 1, max: 50 },
} as const;

/** Throws `task.invalid`, naming the first value that Taskwerk would refuse. `where` opens the sentence, e.g. "Item 3". */
export function validateTask(values: TaskValues, where: string): void {
  if (values.name === null) throw invalidTask(where, 'needs a name');
  for (const field of ['name', 'description', 'content', 'assignee', 'category'] as const) {
    validateText(values[field], field, where);
  }
  if (typeof values.name === 'string' && /[\r\n]/.test(values.name))
    throw invalidTask(where, 'has a line break in its name');
  if (isGiven(values.status) && !parseStatus(values.status)) throw notOneOf(where, 'status', STATUSES);
  if (isGiven(values.priority) && !parsePriority(values.priority)) throw notOneOf(where, 'priority', PRIORITIES);
  validateNumbers(values, where);
}

function validateNumbers({ estimate, progress }: TaskValues, where: string): void {
  if (isGiven(estimate) && !(typeof estimate === 'number' && Number.isFinite(estimate) && estimate >= 0)) {
    throw invalidTask(where, 'has an estimate that is not a number of hours of 0 or more');
  }
  if (isGiven(progress) && !(Number.isInteger(progress) && Number(progress) >= 0 && Number(progress) <= 100)) {
    throw invalidTask(where, 'has a progress that is not a whole number from 0 to 100');
  }
}

/** Trimmed, without doubles, in the order given. */
export function cleanTags(tags: unknown, where: string): readonly string[] {
  if (tags === undefined) return [];
  if (!Array.isArray(tags) || !tags.every((tag): tag is string => typeof tag === 'string')) {
    throw invalidTask(where, 'has tags that are not a list of texts');
  }
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}

export function invalidTask(where: string, problem: string): ConductorError {
  return new ConductorError('task.invalid', `${where} ${problem}; nothing was written.`, {
    remedy: 'Correct it and try again.',
  });
}

function validateText(value: unknown, field: keyof typeof LENGTHS, where: string): void {
  if (!isGiven(value)) return;
  if (typeof value !== 'string') throw invalidTask(where, `has a ${field} that is not text`);
  const { min, max } = LENGTHS[field];
  if (value.trim().length < min) throw invalidTask(where, `has an empty ${field}`);
  if (value.length > max) throw invalidTask(where, `has a ${field} of ${value.length} characters, more than ${max}`);
  if (value.includes('\0')) throw invalidTask(where, `has a zero character in its ${field}`);
}

function notOneOf(where: string, field: string, values: readonly string[]): ConductorError {
  return invalidTask(where, `has a ${field} that is none of ${values.join(', ')}`);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
