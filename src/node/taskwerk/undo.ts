// Takes a plan's newest import back, row by row, in the transaction of its caller; or refuses, naming who moved on.
import { ConductorError } from '../../core/errors.ts';
import type { UndoResult } from '../../core/plan/importModel.ts';
import type { StoredPlan } from '../../core/plan/model.ts';
import type { WriteOptions } from '../../core/ports.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { HANGING_TABLES, newestImport, type PlainRow, type StoredImport, type TaskImage } from './journal.ts';
import { deleteLink, readLink, writeLink } from './links.ts';
import { findMoved } from './movedOn.ts';
import { text } from './rows.ts';
import { USER } from './values.ts';

/** Throws `plan.notImported` or `undo.movedOn`. */
export function undoImport(
  connection: Connection,
  stored: StoredPlan,
  { signal }: Pick<WriteOptions, 'signal'> = {},
): UndoResult {
  const record = newestImport(connection, stored.id);
  if (!record) {
    throw new ConductorError('plan.notImported', `Plan ${stored.id} has no import that could be undone.`, {
      remedy: 'List the plans to see which are imported.',
    });
  }
  const present = record.added.filter(({ id, key }) => isOurs(connection, record, id, key));
  refuseIfMoved(findMoved(connection, record, present));
  const added = present.map(({ id }) => id);
  // Tasks that were moved below added ones go back to their old places before these are deleted with all below them.
  restoreTasks(connection, record);
  for (const id of added.toReversed()) {
    signal?.throwIfAborted();
    connection.run('DELETE FROM tasks WHERE id = ?', id);
  }
  restoreLinks(connection, record);
  for (const table of HANGING_TABLES) restoreSequence(connection, record, table);
  connection.run('DELETE FROM conductor_imports WHERE id = ?', record.importId);
  if (stored.status === 'imported') {
    connection.run('UPDATE plans SET status = ? WHERE id = ?', record.previousStatus, stored.id);
  }
  return { planId: stored.id, removed: added, restored: record.changed.map(({ id }) => id) };
}

/** False for a task that someone deleted since, even where its id has gone to another task. */
function isOurs(
  connection: Connection,
  record: StoredImport,
  id: TaskId,
  key: StoredImport['added'][number]['key'],
): boolean {
  const row = connection.get('SELECT created_at, created_by FROM tasks WHERE id = ?', id) ?? {};
  if (text(row, 'created_at') !== record.importedAt || text(row, 'created_by') !== USER) return false;
  return readLink(connection, record.sourceFile, key)?.taskId === id;
}

function refuseIfMoved(moved: ReadonlyMap<TaskId, string>): void {
  if (moved.size === 0) return;
  const named = [...moved].slice(0, 5).map(([id, reason]) => `${id} ${reason}`);
  const rest = moved.size > named.length ? `, and ${moved.size - named.length} more` : '';
  throw new ConductorError('undo.movedOn', `The import cannot be undone: ${named.join(', ')}${rest}.`, {
    remedy: 'Change the tasks by hand, or take those changes back first; nothing was changed now.',
    details: { tasks: [...moved.keys()] },
  });
}

/** Taskwerk's trigger would put the present time into `updated_at`, so it is away while the rows are put back. */
function restoreTasks(connection: Connection, record: StoredImport): void {
  if (record.changed.length === 0) return;
  const trigger = connection.get(
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'update_task_timestamp'",
  );
  if (trigger) connection.execute('DROP TRIGGER update_task_timestamp');
  for (const { id, before, after } of record.changed) {
    restoreTask(connection, id, before);
    restoreRows(connection, 'task_dependencies', before, after);
    restoreRows(connection, 'task_tags', before, after);
    for (const table of ['task_notes', 'task_timeline'] as const) {
      connection.run(
        `DELETE FROM ${table} WHERE task_id = ? AND id > ? AND id <= ?`,
        ...[id, record.before[table] ?? 0, record.after[table] ?? 0],
      );
    }
  }
  if (trigger) connection.execute(text(trigger, 'sql'));
}

function restoreTask(connection: Connection, id: TaskId, { task }: TaskImage): void {
  const columns = Object.keys(task).filter((column) => column !== 'id');
  connection.run(
    `UPDATE tasks SET ${columns.map((column) => `"${column.replaceAll('"', '""')}" = ?`).join(', ')} WHERE id = ?`,
    ...columns.map((column) => task[column] ?? null),
    id,
  );
}

function restoreRows(
  connection: Connection,
  table: 'task_dependencies' | 'task_tags',
  { [table]: before }: TaskImage,
  { [table]: after }: TaskImage,
): void {
  const column = table === 'task_tags' ? 'tag' : 'depends_on_id';
  for (const row of without(after, before)) connection.run(`DELETE FROM ${table} WHERE id = ?`, row['id'] ?? null);
  for (const row of without(before, after)) {
    connection.run(
      `INSERT INTO ${table} (id, task_id, ${column}, created_at) VALUES (?, ?, ?, ?)`,
      ...['id', 'task_id', column, 'created_at'].map((name) => row[name] ?? null),
    );
  }
}

function without(rows: readonly PlainRow[], others: readonly PlainRow[]): readonly PlainRow[] {
  const known = new Set(others.map(({ id }) => id));
  return rows.filter(({ id }) => !known.has(id));
}

function restoreLinks(connection: Connection, { sourceFile, added, links }: StoredImport): void {
  for (const { key, id } of added) {
    if (readLink(connection, sourceFile, key)?.taskId === id) deleteLink(connection, sourceFile, key);
  }
  for (const link of links) writeLink(connection, sourceFile, link);
}

/** Numbers are handed out again only where nobody else has taken one since. */
function restoreSequence(connection: Connection, record: StoredImport, table: (typeof HANGING_TABLES)[number]): void {
  const before = record.before[table];
  const after = record.after[table];
  if (before === after) return;
  if (before === null) connection.run('DELETE FROM sqlite_sequence WHERE name = ? AND seq = ?', table, after);
  else connection.run('UPDATE sqlite_sequence SET seq = ? WHERE name = ? AND seq = ?', before, table, after);
}
