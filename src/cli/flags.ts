// Flags → values: what commander hands to a command is checked here, and wrong use is told at once.
import { InvalidArgumentError } from 'commander';
import type { PlanId } from '../core/plan/model.ts';
import type { Priority } from '../core/prd/model.ts';
import type { TaskId, TaskStatus } from '../core/tasks/model.ts';

const statuses = ['todo', 'in-progress', 'blocked', 'done', 'cancelled'] as const satisfies readonly TaskStatus[];
const priorities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Priority[];

export const statusNames = statuses.join(', ');
export const priorityNames = priorities.join(', ');

/** Also takes Taskwerk's other spellings, `in_progress` and `completed`. */
export function toStatus(text: string): TaskStatus | undefined {
  const name = text.toLowerCase().replace('_', '-');
  return name === 'completed' ? 'done' : statuses.find((status) => status === name);
}

export function toPriority(text: string): Priority | undefined {
  return priorities.find((priority) => priority === text.toLowerCase());
}

export function parseStatus(text: string): TaskStatus {
  return toStatus(text) ?? refuse(`Use one of ${statusNames}.`);
}

export function parsePriority(text: string): Priority {
  return toPriority(text) ?? refuse(`Use one of ${priorityNames}.`);
}

export const parseStatuses = (text: string): readonly TaskStatus[] => parseList(text).map(parseStatus);
export const parsePriorities = (text: string): readonly Priority[] => parseList(text).map(parsePriority);
export const parseTaskIds = (text: string): readonly TaskId[] => parseList(text) as readonly TaskId[];

/** "a, b,c" → a, b, c. */
export function parseList(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  const named = items.filter((item) => item !== '');
  return named.length > 0 ? named : refuse('Name at least one, separated by commas.');
}

export function parsePlanId(text: string): PlanId {
  return toPlanId(text) ?? refuse('A plan is named by its number: see conductor plan list.');
}

export function toPlanId(text: string): PlanId | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? (Number(text) as PlanId) : undefined;
}

/** A parser for whole numbers within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    return number >= least && number <= most ? number : refuse(`Use a whole number from ${least} to ${most}.`);
  };
}

export function parseHours(text: string): number {
  const hours = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(hours) ? hours : refuse('Use a number of hours, such as 4 or 1.5.');
}

export function parseDollars(text: string): number {
  const dollars = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return dollars > 0 ? dollars : refuse('Use an amount in US dollars, such as 2 or 0.50.');
}

function refuse(advice: string): never {
  throw new InvalidArgumentError(advice);
}
