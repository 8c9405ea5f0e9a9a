// Changing tasks that exist: all of them or none, with what the command line would leave in the timeline.
import type { WriteOptions } from '../../core/ports.ts';
import type { TaskChange, TaskId, TaskStatus } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { jsonObject, textOrNull, valueOf } from './rows.ts';
import type { SqlRow, SqlValue } from './sqlite.ts';
import { taskRow } from './taskQueries.ts';
import { statusOf, textList } from './taskRows.ts';
import { TaskWriter, type FieldChanges } from './taskWriter.ts';
import { cleanTags, invalidTask, validateTask } from './values.ts';

const COLUMNS = `
  t.name, t.status, t.priority, t.assignee, t.estimate, t.progress, t.branch_name, t.started_at, t.completed_at, t.metadata,
  (SELECT json_group_array(tag) FROM task_tags WHERE task_id = t.id) AS tags`;

const FIELDS = ['name', 'status', 'priority', 'assignee', 'estimate', 'progress', 'branch_name'] as const;

/** Call it in a transaction. A value that is already there is not written again. */
export function updateTasks(
  connection: Connection,
  wanted: readonly TaskId[],
  change: TaskChange,
  options: WriteOptions = {},
): void {
  validateChange(change);
  const writer = new TaskWriter(connection, options);
  for (const id of new Set(wanted)) updateTask({ writer, row: taskRow(connection, id, COLUMNS), id, change, options });
}

interface Update {
  readonly writer: TaskWriter;
  readonly row: SqlRow;
  readonly id: TaskId;
  readonly change: TaskChange;
  readonly options: WriteOptions;
}

function updateTask({ writer, row, id, change, options }: Update): void {
  const changes = changesOf(row, change);
  const tags = new Set(textList(row, 'tags'));
  const added = cleanTags(change.addTags, id).filter((tag) => !tags.has(tag));
  const removed = cleanTags(change.removeTags, id).filter((tag) => tags.has(tag));
  const set: Record<string, SqlValue> = Object.fromEntries(
    Object.entries(changes).map(([field, values]) => [field, values.new]),
  );
  if (change.status && 'status' in changes) Object.assign(set, timesOf(row, change.status, writer.now));
  const isTouched = Object.keys(set).length + added.length + removed.length > 0 || change.note !== undefined;
  if (isTouched && options.session !== undefined) {
    set['metadata'] = JSON.stringify({ ...jsonObject(row, 'metadata'), session: options.session });
  }
  if (Object.keys(set).length > 0) writer.update(id, set, changes);
  writer.addTags(id, added);
  writer.removeTags(id, removed);
  if (change.note !== undefined) writer.addNote(id, change.note);
}

function changesOf(row: SqlRow, change: TaskChange): FieldChanges {
  const changes: Record<string, FieldChanges[string]> = {};
  for (const field of FIELDS) {
    const value = change[field];
    const old = valueOf(row, field);
    const isSame = field === 'status' ? value === statusOf(row) : value === old;
    if (value !== undefined && !isSame) changes[field] = { old, new: value };
  }
  return changes;
}

/** Taskwerk itself never sets these, and never clears them either. */
function timesOf(row: SqlRow, status: TaskStatus, now: string): Record<string, SqlValue> {
  const startedAt = textOrNull(row, 'started_at');
  return {
    started_at: startedAt ?? (status === 'in-progress' || status === 'done' ? now : null),
    completed_at: status === 'done' ? now : null,
  };
}

function validateChange(change: TaskChange): void {
  validateTask(change, 'The change');
  for (const field of ['name', 'status', 'priority', 'progress'] as const) {
    if ((change[field] as unknown) === null)
      throw invalidTask('The change', `clears the ${field}, which every task has`);
  }
  cleanTags(change.addTags, 'The change');
  cleanTags(change.removeTags, 'The change');
  if (change.note?.trim() === '') throw invalidTask('The change', 'has an empty note');
}
