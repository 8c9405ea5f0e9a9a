// Whether the tasks of an import are still as the import left them.
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { newTaskOf } from './importer.ts';
import { HANGING_TABLES, readImage, type HangingTable, type StoredImport, type TaskImage } from './journal.ts';
import { parseContent, readLink } from './links.ts';
import { text } from './rows.ts';
import type { SqlRow, SqlValue } from './sqlite.ts';
import { ids, textList } from './taskRows.ts';
import { USER } from './values.ts';

type Added = StoredImport['added'];

/** Why each task has moved on, as the end of a sentence that begins with its id. */
export function findMoved(connection: Connection, record: StoredImport, added: Added): ReadonlyMap<TaskId, string> {
  const touched = new Set([...added, ...record.changed].map(({ id }) => id));
  const moved = new Map<TaskId, string>();
  for (const table of HANGING_TABLES) {
    for (const id of tasksWithNewRows(connection, record, table)) {
      if (touched.has(id) && !moved.has(id)) moved.set(id, NEWS[table]);
    }
  }
  for (const { id, key } of added) {
    const written = parseContent(readLink(connection, record.sourceFile, key)?.written ?? '');
    const reason = isAsAdded(connection, record, id, written)
      ? strangerAt(connection, id, touched)
      : 'has been changed';
    if (reason !== null && !moved.has(id)) moved.set(id, reason);
  }
  for (const change of record.changed) {
    const reason = whyNotRestorable(connection, change);
    if (reason !== null && !moved.has(change.id)) moved.set(change.id, reason);
  }
  return moved;
}

/** Someone else's task that deleting this one would take along or leave without what it waits for. */
function strangerAt(connection: Connection, id: TaskId, touched: ReadonlySet<TaskId>): string | null {
  const child = childrenOf(connection, id).find((task) => !touched.has(task));
  if (child !== undefined) return `has a new subtask ${child}`;
  const waiting = dependentsOf(connection, id).find((task) => !touched.has(task));
  return waiting === undefined ? null : `is waited for by ${waiting}`;
}

function whyNotRestorable(
  connection: Connection,
  { id, before, after }: StoredImport['changed'][number],
): string | null {
  const now = readImage(connection, id);
  if (!now) return 'has been deleted';
  if (JSON.stringify(now) !== JSON.stringify(after)) return 'has been changed';
  const gone = referencesOf(before).find((needed) => !exists(connection, needed));
  return gone === undefined ? null : `had to do with ${gone}, which has been deleted`;
}

const NEWS: Readonly<Record<HangingTable, string>> = {
  task_dependencies: 'has a new dependency',
  task_tags: 'has a new tag',
  task_notes: 'has a new note',
  task_timeline: 'has been changed',
};

function tasksWithNewRows(connection: Connection, { after }: StoredImport, table: HangingTable): readonly TaskId[] {
  return ids(connection.all(`SELECT DISTINCT task_id AS id FROM ${table} WHERE id > ?`, after[table] ?? 0));
}

/** Compares every column that an import fills, and those that show a task to have been worked on. */
function isAsAdded(
  connection: Connection,
  { session, importedAt, before, after }: StoredImport,
  id: TaskId,
  written: ReturnType<typeof parseContent>,
): boolean {
  const expected = newTaskOf(id, written, session);
  const columns: Readonly<Record<string, SqlValue | undefined>> = {
    name: expected.name,
    description: expected.description,
    content: expected.content,
    priority: expected.priority,
    estimate: expected.estimate,
    category: expected.category,
    parent_id: expected.parentId,
    metadata: expected.metadata,
    ...{ status: 'todo', progress: 0, assignee: null, branch_name: null, due_date: null, context: '{}' },
    ...{ started_at: null, completed_at: null, actual: null, estimated: null, actual_time: null },
    ...{ updated_by: USER, updated_at: importedAt },
  };
  const row = connection.get(ADDED_STATE, before.task_notes ?? 0, after.task_notes ?? 0, id) ?? {};
  return (
    Object.entries(columns).every(([column, value]) => isSame(row, column, value ?? null)) &&
    isSameList(textList(row, 'tags'), written.tags) &&
    isSameList(textList(row, 'depends_on'), written.dependsOn) &&
    text(row, 'edited_notes') === '0'
  );
}

/**
 * A note of the import's own is as it was while the timeline says the same words. The plus keeps SQLite from looking
 * through all notes ever added, by the index on `action`, for each task.
 */
export const ADDED_STATE = `
SELECT t.*,
  (SELECT json_group_array(tag) FROM task_tags WHERE task_id = t.id) AS tags,
  (SELECT json_group_array(depends_on_id) FROM task_dependencies WHERE task_id = t.id) AS depends_on,
  (SELECT count(*) FROM task_notes n WHERE n.task_id = t.id AND NOT (
     n.id > ? AND n.id <= ? AND n.content IS NULL AND n.updated_at = n.created_at AND EXISTS (
       SELECT 1 FROM task_timeline e
       WHERE e.task_id = n.task_id AND +e.action = 'note_added' AND instr(e.note, n.note) > 0))) AS edited_notes
FROM tasks t WHERE t.id = ?`;

/** A column that this version of Taskwerk lacks has not changed. */
function isSame(row: SqlRow, column: string, value: SqlValue): boolean {
  const present = row[column];
  return present === undefined || present === value;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  const wanted = new Set(b);
  return a.length === wanted.size && a.every((value) => wanted.has(value));
}

function referencesOf({ task, task_dependencies: dependencies }: TaskImage): readonly string[] {
  const references = [task['parent_id'], ...dependencies.map((row) => row['depends_on_id'])];
  return references.filter((id) => typeof id === 'string');
}

function exists(connection: Connection, id: string): boolean {
  return connection.get('SELECT 1 FROM tasks WHERE id = ?', id) !== undefined;
}

function childrenOf(connection: Connection, id: TaskId): readonly TaskId[] {
  return ids(connection.all('SELECT id FROM tasks WHERE parent_id = ?', id));
}

function dependentsOf(connection: Connection, id: TaskId): readonly TaskId[] {
  return ids(connection.all('SELECT task_id AS id FROM task_dependencies WHERE depends_on_id = ?', id));
}
