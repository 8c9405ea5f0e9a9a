// What an import did, in enough detail to take it back exactly (`conductor_imports`).
import type { PlanId, PlanStatus, TaskKey } from '../../core/plan/model.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import type { StoredLink } from './links.ts';
import { number, parseJson, text, textOrNull, valueOf } from './rows.ts';
import type { SqlRow } from './sqlite.ts';
import { hasOwnTables } from './ownTables.ts';

/** Tables whose rows hang on a task and are numbered by AUTOINCREMENT. */
export const HANGING_TABLES = ['task_dependencies', 'task_tags', 'task_notes', 'task_timeline'] as const;
export type HangingTable = (typeof HANGING_TABLES)[number];

/** The highest number given out in each table; null in a table that never held a row. An import owns the numbers between two of these. */
export type Sequences = Readonly<Record<HangingTable, number | null>>;

export type PlainRow = Readonly<Record<string, string | number | null>>;

/** A task with its dependencies and tags: all that an import changes of a task that was there before. */
export interface TaskImage {
  readonly task: PlainRow;
  readonly task_dependencies: readonly PlainRow[];
  readonly task_tags: readonly PlainRow[];
}

export interface ImportRecord {
  readonly previousStatus: PlanStatus;
  readonly session: string | null;
  readonly before: Sequences;
  readonly after: Sequences;
  readonly added: readonly { readonly key: TaskKey; readonly id: TaskId }[];
  readonly changed: readonly {
    readonly id: TaskId;
    readonly before: TaskImage;
    readonly after: TaskImage;
  }[];
  /** Links that the import replaced. */
  readonly links: readonly StoredLink[];
}

export interface StoredImport extends ImportRecord {
  readonly importId: number;
  readonly sourceFile: string;
  readonly importedAt: string;
}

interface ImportHeader {
  readonly planId: PlanId;
  readonly sourceFile: string;
  readonly importedAt: string;
}

export function recordImport(connection: Connection, header: ImportHeader, record: ImportRecord): number {
  const { lastInsertRowid } = connection.run(
    'INSERT INTO conductor_imports (plan_id, source_file, imported_at, inverse) VALUES (?, ?, ?, ?)',
    ...[header.planId, header.sourceFile, header.importedAt, JSON.stringify(record)],
  );
  return Number(lastInsertRowid);
}

/** Null when nothing of the plan is imported. */
export function newestImport(connection: Connection, plan: PlanId): StoredImport | null {
  const row = hasOwnTables(connection)
    ? connection.get('SELECT * FROM conductor_imports WHERE plan_id = ? ORDER BY id DESC LIMIT 1', plan)
    : undefined;
  if (!row) return null;
  return {
    ...(parseJson(text(row, 'inverse')) as ImportRecord),
    importId: number(row, 'id'),
    sourceFile: text(row, 'source_file'),
    importedAt: text(row, 'imported_at'),
  };
}

export function readSequences(connection: Connection): Sequences {
  const rows = connection.all('SELECT name, seq FROM sqlite_sequence');
  const found = new Map(rows.map((row) => [textOrNull(row, 'name'), number(row, 'seq')]));
  const of = (table: HangingTable): number | null => found.get(table) ?? null;
  return {
    task_dependencies: of('task_dependencies'),
    task_tags: of('task_tags'),
    task_notes: of('task_notes'),
    task_timeline: of('task_timeline'),
  };
}

/** Generated columns are left out: they cannot be written. */
export function readImage(connection: Connection, id: TaskId): TaskImage | null {
  const task = connection.get('SELECT * FROM tasks WHERE id = ?', id);
  if (!task) return null;
  const { is_subtask: _isSubtask, is_blocked: _isBlocked, ...columns } = plain(task);
  return {
    task: columns,
    task_dependencies: connection.all('SELECT * FROM task_dependencies WHERE task_id = ? ORDER BY id', id).map(plain),
    task_tags: connection.all('SELECT * FROM task_tags WHERE task_id = ? ORDER BY id', id).map(plain),
  };
}

function plain(row: SqlRow): PlainRow {
  return Object.fromEntries(Object.keys(row).map((column) => [column, valueOf(row, column)]));
}
