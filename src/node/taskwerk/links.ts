// Which Taskwerk task each key of a document became (`conductor_links`), with the task's present state beside it.
import type { TaskContent } from '../../core/plan/importContent.ts';
import type { CurrentTask, ImportLink } from '../../core/plan/importDiff.ts';
import type { TaskKey } from '../../core/plan/model.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { hasOwnTables } from './ownTables.ts';
import { isRecord, jsonObject, numberOrNull, parseJson, text, textOrNull } from './rows.ts';
import type { SqlRow } from './sqlite.ts';
import { statusOf, textList } from './taskRows.ts';
import { parsePriority, taskId, USER } from './values.ts';

/** A link row as it stands. Taskwerk gives the ids of deleted tasks to others, so maker and time of creation must fit too. */
export interface StoredLink {
  readonly key: TaskKey;
  readonly taskId: TaskId;
  readonly taskCreatedAt: string;
  /** JSON of a TaskContent. */
  readonly written: string;
}

export interface LinkedState {
  readonly links: readonly ImportLink[];
  readonly current: ReadonlyMap<TaskId, CurrentTask>;
  readonly stored: ReadonlyMap<TaskKey, StoredLink>;
}

const CONTENT_COLUMNS = `
  t.id, t.name, t.description, t.content, t.status, t.priority, t.estimate, t.category, t.parent_id, t.metadata,
  t.created_at, t.created_by,
  (SELECT json_group_array(tag ORDER BY tag) FROM task_tags WHERE task_id = t.id) AS tags,
  (SELECT json_group_array(depends_on_id ORDER BY depends_on_id) FROM task_dependencies WHERE task_id = t.id)
    AS depends_on`;

/**
 * Everything that earlier imports of the document left behind, beside all tasks as they are: a loop may also lead through
 * tasks that a person added. Without links there is nothing that new tasks could close a loop with.
 */
export function readLinks(connection: Connection, sourceFile: string): LinkedState {
  const rows = hasOwnTables(connection)
    ? connection.all('SELECT * FROM conductor_links WHERE source_file = ?', sourceFile).map(linkOf)
    : [];
  const current = new Map<TaskId, CurrentTask>();
  if (rows.length > 0) {
    const createdAt = new Map(rows.map((link) => [link.taskId, link.taskCreatedAt]));
    for (const row of connection.all(`SELECT ${CONTENT_COLUMNS} FROM tasks t`)) {
      const id = taskId(text(row, 'id'));
      const linkedTo = createdAt.get(id);
      const isOurs = linkedTo === text(row, 'created_at') && text(row, 'created_by') === USER;
      if (linkedTo === undefined || isOurs) current.set(id, currentOf(row));
    }
  }
  return {
    links: rows.map(({ key, taskId, written }) => ({ key, taskId, written: parseContent(written) })),
    current,
    stored: new Map(rows.map((link) => [link.key, link])),
  };
}

/** The keys whose tasks are still there. */
export function linkedTasks(connection: Connection, sourceFile: string): Readonly<Record<string, TaskId>> {
  if (!hasOwnTables(connection)) return {};
  const rows = connection.all(
    `SELECT l.task_key, l.task_id FROM conductor_links l
     JOIN tasks t ON t.id = l.task_id AND t.created_at = l.task_created_at AND t.created_by = '${USER}'
     WHERE l.source_file = ?`,
    sourceFile,
  );
  return Object.fromEntries(rows.map((row) => [text(row, 'task_key'), taskId(text(row, 'task_id'))]));
}

export function readLink(connection: Connection, sourceFile: string, key: TaskKey): StoredLink | null {
  const row = connection.get('SELECT * FROM conductor_links WHERE source_file = ? AND task_key = ?', sourceFile, key);
  return row ? linkOf(row) : null;
}

export function writeLink(connection: Connection, sourceFile: string, link: StoredLink): void {
  connection.run(
    `INSERT OR REPLACE INTO conductor_links (source_file, task_key, task_id, task_created_at, written)
     VALUES (?, ?, ?, ?, ?)`,
    ...[sourceFile, link.key, link.taskId, link.taskCreatedAt, link.written],
  );
}

export function deleteLink(connection: Connection, sourceFile: string, key: TaskKey): void {
  connection.run('DELETE FROM conductor_links WHERE source_file = ? AND task_key = ?', sourceFile, key);
}

const EMPTY: TaskContent = {
  ...{ name: '', description: '', content: '', priority: 'medium', estimate: null, category: '' },
  ...{ tags: [], parent: null, dependsOn: [], metadata: {} },
};

/** Conductor's own JSON; what someone has damaged counts as never written, so that the row's state wins. */
export function parseContent(json: string): TaskContent {
  const content = parseJson(json);
  return isRecord(content) ? { ...EMPTY, ...content } : EMPTY;
}

function linkOf(row: SqlRow): StoredLink {
  return {
    key: text(row, 'task_key') as TaskKey,
    taskId: taskId(text(row, 'task_id')),
    taskCreatedAt: text(row, 'task_created_at'),
    written: text(row, 'written'),
  };
}

function currentOf(row: SqlRow): CurrentTask {
  const parent = textOrNull(row, 'parent_id');
  return {
    status: statusOf(row),
    content: {
      name: text(row, 'name'),
      description: text(row, 'description'),
      content: text(row, 'content'),
      priority: parsePriority(row['priority']) ?? 'medium',
      estimate: numberOrNull(row, 'estimate'),
      category: text(row, 'category'),
      tags: textList(row, 'tags'),
      parent: parent === null ? null : taskId(parent),
      dependsOn: textList(row, 'depends_on').map(taskId),
      metadata: flat(jsonObject(row, 'metadata')),
    },
  };
}

function flat(metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}
