// The rows that a change to a task consists of, each with its entry in the timeline in the shape that Taskwerk's own
// command line writes.
import type { WriteOptions } from '../../core/ports.ts';
import type { Priority } from '../../core/prd/model.ts';
import type { TaskId, TaskStatus } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import type { SqlValue } from './sqlite.ts';
import { timestamp, USER } from './values.ts';

export type FieldChanges = Readonly<Record<string, { readonly old: SqlValue; readonly new: SqlValue }>>;

const INSERT_TASK = `
INSERT INTO tasks (created_by, updated_by, id, name, status, priority, progress, metadata, context,
  created_at, updated_at, started_at, completed_at,
  description, assignee, estimate, parent_id, branch_name, due_date, content, category)
VALUES ('${USER}', '${USER}', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** In the order of the statement's last columns. */
const OPTIONAL_FIELDS = [
  'description',
  'assignee',
  'estimate',
  'parentId',
  'branchName',
  'dueDate',
  'content',
  'category',
] as const;

/** A new row of `tasks`; what is absent is NULL or Taskwerk's default. */
export interface NewTask {
  readonly id: TaskId;
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly status?: TaskStatus;
  readonly priority?: Priority | undefined;
  readonly assignee?: string | null | undefined;
  readonly estimate?: number | null | undefined;
  readonly progress?: number | undefined;
  readonly parentId?: TaskId | null;
  readonly branchName?: string | null | undefined;
  readonly dueDate?: string | null | undefined;
  readonly content?: string | null | undefined;
  readonly category?: string | null | undefined;
  /** JSON. */
  readonly metadata?: string;
  readonly context?: string;
}

interface TaskNote {
  readonly note: string;
  readonly user?: string;
}

/** Writes within one transaction, everything with the same time. */
export class TaskWriter {
  readonly now = timestamp();
  readonly #connection: Connection;
  readonly #inSession: string;

  constructor(connection: Connection, options: WriteOptions = {}) {
    this.#connection = connection;
    this.#inSession = options.session === undefined ? '' : ` (session ${options.session})`;
  }

  insert(task: NewTask): void {
    const { id, name, status = 'todo', priority = 'medium', progress = 0, metadata = '{}', context = '{}' } = task;
    const startedAt = status === 'in-progress' || status === 'done' ? this.now : null;
    const completedAt = status === 'done' ? this.now : null;
    this.#connection.run(
      INSERT_TASK,
      ...[id, name, status, priority, progress, metadata, context, this.now, this.now, startedAt, completedAt],
      ...OPTIONAL_FIELDS.map((field) => task[field] ?? null),
    );
  }

  /** The timeline of an inserted task, its tags and its notes; a table at a time is faster than a task at a time. */
  describe(id: TaskId, tags: readonly string[], notes: readonly TaskNote[]): void {
    this.timeline(id, 'created', 'Task created');
    this.addTags(id, tags);
    for (const { note, user } of notes) this.addNote(id, note, user);
  }

  /** `set`: columns and their new values. The timeline is told of `changes`. */
  update(id: TaskId, set: Readonly<Record<string, SqlValue>>, changes: FieldChanges): void {
    const assignments = Object.keys(set).map((column) => `${column} = ?`);
    this.#connection.run(
      `UPDATE tasks SET ${[...assignments, `updated_by = '${USER}'`].join(', ')} WHERE id = ?`,
      ...Object.values(set),
      id,
    );
    if (Object.keys(changes).length > 0) this.timeline(id, 'updated', 'Task updated', JSON.stringify(changes));
  }

  addTags(id: TaskId, tags: readonly string[]): void {
    if (tags.length === 0) return;
    for (const tag of tags) {
      this.#connection.run('INSERT INTO task_tags (task_id, tag, created_at) VALUES (?, ?, ?)', id, tag, this.now);
    }
    this.timeline(id, 'tags_added', `Added tags: ${tags.join(', ')}`);
  }

  removeTags(id: TaskId, tags: readonly string[]): void {
    if (tags.length === 0) return;
    for (const tag of tags) this.#connection.run('DELETE FROM task_tags WHERE task_id = ? AND tag = ?', id, tag);
    this.timeline(id, 'tags_removed', `Removed tags: ${tags.join(', ')}`);
  }

  addNote(id: TaskId, note: string, user: string = USER): void {
    this.#connection.run(
      'INSERT INTO task_notes (task_id, note, user, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
      ...[id, note, user, this.now, this.now],
    );
    this.timeline(id, 'note_added', `Added note: ${note}`);
  }

  addDependency(id: TaskId, on: TaskId): void {
    this.#connection.run(
      'INSERT INTO task_dependencies (task_id, depends_on_id, created_at) VALUES (?, ?, ?)',
      ...[id, on, this.now],
    );
  }

  removeDependency(id: TaskId, on: TaskId): void {
    this.#connection.run('DELETE FROM task_dependencies WHERE task_id = ? AND depends_on_id = ?', id, on);
  }

  timeline(id: TaskId, action: string, note: string, changes: string | null = null): void {
    this.#connection.run(
      `INSERT INTO task_timeline (task_id, timestamp, action, user, note, changes, created_at)
       VALUES (?, ?, ?, '${USER}', ?, ?, ?)`,
      ...[id, this.now, action, note + this.#inSession, changes, this.now],
    );
  }
}
