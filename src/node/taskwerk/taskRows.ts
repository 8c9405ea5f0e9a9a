// A row of `tasks` with its tags and dependencies as a Task: one statement gives all of it.
import type { Task, TaskId, TaskStatus } from '../../core/tasks/model.ts';
import { isRecord, jsonObject, number, numberOrNull, parseJson, text, textOrNull } from './rows.ts';
import type { SqlRow } from './sqlite.ts';
import { parsePriority, parseStatus, taskId } from './values.ts';

/** Statuses that hold nobody up any more, as a list for SQL. */
export const CLOSED = "('done', 'completed', 'cancelled')";

/** What `taskOf` reads; the table goes by the name `t`. */
export const TASK_COLUMNS = `
  t.id, t.name, t.description, t.status, t.priority, t.assignee, t.estimate, t.progress, t.parent_id, t.category,
  t.metadata, t.created_at, t.updated_at,
  (SELECT json_group_array(tag ORDER BY tag) FROM task_tags WHERE task_id = t.id) AS tags,
  (SELECT json_group_array(depends_on_id ORDER BY depends_on_id) FROM task_dependencies WHERE task_id = t.id)
    AS depends_on`;

/** By prefix and number, a dotted child after its parent: TASK-002, TASK-010, TASK-010.1, TASK-1000. */
export const BY_ID =
  "substr(t.id, 1, instr(t.id, '-')), CAST(substr(t.id, instr(t.id, '-') + 1) AS INTEGER), length(t.id), t.id";

const BY_PRIORITY = "CASE t.priority WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END";
export const BY_PRIORITY_AND_ID = `${BY_PRIORITY}, ${BY_ID}`;

export function taskOf(row: SqlRow): Task {
  const parent = textOrNull(row, 'parent_id');
  return {
    id: taskId(text(row, 'id')),
    name: text(row, 'name'),
    description: textOrNull(row, 'description'),
    status: statusOf(row),
    priority: parsePriority(row['priority']) ?? 'medium',
    assignee: textOrNull(row, 'assignee'),
    estimate: numberOrNull(row, 'estimate'),
    progress: number(row, 'progress'),
    parentId: parent === null ? null : taskId(parent),
    category: textOrNull(row, 'category'),
    tags: textList(row, 'tags'),
    dependsOn: textList(row, 'depends_on').map(taskId),
    metadata: jsonObject(row, 'metadata'),
    createdAt: text(row, 'created_at'),
    updatedAt: text(row, 'updated_at'),
  };
}

/** The CHECK of the column admits nothing that would fall through. */
export function statusOf(row: SqlRow): TaskStatus {
  return parseStatus(row['status']) ?? 'todo';
}

export function textList(row: SqlRow, column: string): readonly string[] {
  const json = row[column];
  if (json === '[]' || typeof json !== 'string') return [];
  const values: unknown = parseJson(json);
  return Array.isArray(values) ? values.map((value) => (isRecord(value) ? '' : String(value))) : [];
}

export function ids(rows: readonly SqlRow[]): readonly TaskId[] {
  return rows.map((row) => taskId(text(row, 'id')));
}
