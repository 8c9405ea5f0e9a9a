// What an import says to the person about one task.
import type { TaskStatus } from '../../tasks/model.ts';
import type { TaskContent } from '../importContent.ts';
import type { FieldChange } from '../importModel.ts';
import { listOf } from '../sentences.ts';
import type { ContentField } from './merge.ts';

const FIELD_NAMES: Readonly<Record<ContentField, string>> = {
  name: 'name',
  description: 'description',
  content: 'details',
  priority: 'priority',
  estimate: 'estimate',
  category: 'category',
  tags: 'tags',
  parent: 'parent',
  dependsOn: 'dependencies',
  metadata: 'metadata',
};

export const STATUS_REASONS: Readonly<Record<Exclude<TaskStatus, 'todo'>, string>> = {
  'in-progress': 'It is in progress in Taskwerk and stays as it is.',
  blocked: 'It is blocked in Taskwerk and stays as it is.',
  done: 'It is done in Taskwerk and stays as it is.',
  cancelled: 'It is cancelled in Taskwerk and stays as it is.',
};

export const DELETED_REASON = 'It was deleted in Taskwerk and is not made again.';
export const LEFT_OUT_REASON = 'It is left out of the plan now; it stays in Taskwerk.';
export const GONE_REASON = 'It is no longer in the plan; it stays in Taskwerk.';

/** "Its name and its tags were changed in Taskwerk and stay." `fixed`: fields that stay for another reason. */
export function keptReason(kept: readonly ContentField[], fixed: ReadonlyMap<ContentField, string>): string {
  const changed = kept.filter((field) => !fixed.has(field)).map((field) => `its ${FIELD_NAMES[field]}`);
  const sentences = kept.flatMap((field) => fixed.get(field) ?? []);
  if (changed.length > 0) {
    const what = isPlural(changed) ? 'were changed in Taskwerk and stay' : 'was changed in Taskwerk and stays';
    sentences.unshift(capitalise(`${listOf(changed)} ${what}.`));
  }
  return [...new Set(sentences)].join(' ');
}

export function fieldChanges(current: TaskContent, fields: Partial<TaskContent>): readonly FieldChange[] {
  return (Object.keys(fields) as ContentField[]).flatMap((field): readonly FieldChange[] => {
    if (field === 'metadata') return metadataChanges(current.metadata, fields.metadata ?? {});
    return [{ field: FIELD_NAMES[field], from: textOf(current[field]), to: textOf(fields[field]) }];
  });
}

function metadataChanges(from: TaskContent['metadata'], to: TaskContent['metadata']): readonly FieldChange[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((key) => from[key] !== to[key])
    .map((key) => ({ field: key.replaceAll('_', ' '), from: textOf(from[key]), to: textOf(to[key]) }));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isPlural(items: readonly string[]): boolean {
  return items.length > 1 || /(?:tags|details|dependencies|metadata)$/u.test(items[0] ?? '');
}

function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
