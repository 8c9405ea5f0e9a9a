// Stands in for the Taskwerk 0.7.13 command line: the same statements on the same file, one commit each, and as strict.
// The contract in contracts/taskwerk.ts holds it to the real one. Run as a program, `taskwerkCli.ts DIR N` adds N tasks.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { initialise, migrate } from './taskwerkInit.ts';
import { entry, exportMarkdown, readable } from './taskwerkOutput.ts';
import type {
  Annotation,
  NewTaskwerkTask,
  ShownTask,
  Taskwerk,
  TaskwerkFields,
  TaskwerkRow,
} from './taskwerkProgram.ts';

type Row = Record<string, string | number | null>;

const STATUSES = ['todo', 'in-progress', 'blocked', 'done', 'cancelled'];
const UNDOTTED = /^[A-Z]+-\d+$/;
/** What adding and updating refuse; the database would take more. */
const LONGEST = { name: 255, description: 1_000, assignee: 100, category: 50 };

interface Insert {
  readonly parent?: string;
  readonly description?: string | null;
  readonly priority?: string;
  readonly assignee?: string | null;
  readonly category?: string | null;
  readonly estimate?: number | null;
}

export class TaskwerkCli implements Taskwerk {
  readonly #file: string;

  constructor(projectDir: string) {
    this.#file = path.join(projectDir, '.taskwerk', 'taskwerk.db');
  }

  /** The second migration comes with the next command, as with the tool. */
  init(): void {
    mkdirSync(path.dirname(this.#file));
    using db = connect(this.#file);
    initialise(db);
  }

  addTask(name: string, { tags = [], ...task }: NewTaskwerkTask = {}): string {
    return this.#open((db) => {
      const id = insert(db, name, task);
      addTags(db, id, tags);
      return id;
    });
  }

  updateTask(id: string, fields: TaskwerkFields): void {
    this.#open((db) => update(db, id, fields));
  }

  annotate(id: string, { addTag, removeTag, text }: Annotation): void {
    this.#open((db) => {
      row(db, id);
      if (addTag !== undefined) addTags(db, id, [addTag]);
      if (removeTag !== undefined) {
        db.prepare('DELETE FROM task_tags WHERE task_id = ? AND tag = ?').run(id, removeTag.trim());
        log(db, id, 'tags_removed', `Removed tags: ${removeTag}`);
      }
      if (text !== undefined) addNote(db, id, text, 'user');
    });
  }

  statusTask(id: string, status: string, note?: string): void {
    if (!STATUSES.includes(status)) throw new Error(`Invalid status ${status}`);
    this.#open((db) => {
      update(db, id, { status });
      if (note !== undefined) addNote(db, id, note, 'system');
    });
  }

  /** Children inherit; a parent that is to do is started. */
  splitTask(id: string, names: readonly string[], { divideEstimate = false } = {}): readonly string[] {
    return this.#open((db) => {
      const { status, priority, assignee, category, estimate } = row(db, id);
      const tags = tagsOf(db, id);
      const children = names.map((name) => {
        const child = insert(db, name, {
          ...{ parent: id, description: `Subtask of ${id}`, priority: String(priority) },
          ...{ assignee: textOrNull(assignee), category: textOrNull(category) },
          estimate: divideEstimate ? Math.ceil(Number(estimate) / names.length) : null,
        });
        addTags(db, child, tags);
        return child;
      });
      if (status === 'todo') update(db, id, { status: 'in-progress' });
      return children;
    });
  }

  deleteTask(id: string, { cascade = false } = {}): void {
    this.#open((db) => {
      row(db, id);
      const children = db.prepare('SELECT id FROM tasks WHERE parent_id = ?').all(id);
      if (children.length > 0 && !cascade) throw new Error(`${id} has subtasks`);
      db.prepare('DELETE FROM tasks WHERE id = ?').run(id);
    });
  }

  list(): readonly TaskwerkRow[] {
    return this.#open((db) => db.prepare('SELECT * FROM tasks ORDER BY created_at DESC').all().map(readable));
  }

  showTask(id: string): ShownTask {
    return this.#open((db) => ({
      task: readable(row(db, id)),
      tags: tagsOf(db, id),
      timeline: db.prepare('SELECT * FROM task_timeline WHERE task_id = ? ORDER BY timestamp DESC').all(id).map(entry),
      notes: db
        .prepare(
          `SELECT id, note, content, user, created_at, updated_at FROM task_notes
           WHERE task_id = ? ORDER BY created_at DESC`,
        )
        .all(id)
        .map((note) => ({ ...note })),
    }));
  }

  exportMarkdown(): string {
    return this.#open(exportMarkdown);
  }

  #open<T>(work: (db: DatabaseSync) => T): T {
    using db = connect(this.#file);
    migrate(db);
    return work(db);
  }
}

function connect(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
  db.exec('PRAGMA journal_mode = WAL');
  return db;
}

/** The number is chosen and used in separate statements, as the tool does. */
function insert(db: DatabaseSync, name: string, task: Insert): string {
  const { parent, description = null, priority = 'medium', assignee = null, category = null, estimate = null } = task;
  if (name === '') throw new Error('The name is required');
  refuseLong({ name, description, assignee, category });
  if (parent !== undefined && !UNDOTTED.test(parent)) throw new Error(`Invalid parent id ${parent}`);
  if (parent !== undefined) row(db, parent);
  const id = parent === undefined ? nextId(db) : nextSubtaskId(db, parent);
  db.prepare(
    `INSERT INTO tasks
       (id, name, description, priority, assignee, category, estimate, parent_id, created_by, updated_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'user', 'user')`,
  ).run(id, name, description, priority, assignee, category, estimate === 0 ? null : estimate, parent ?? null);
  log(db, id, 'created', 'Task created');
  return id;
}

/** The timeline gets every field that is given, also one that stays as it is. */
function update(db: DatabaseSync, id: string, fields: TaskwerkFields): void {
  refuseLong({ ...fields });
  const old = row(db, id);
  const given: readonly (readonly [string, SQLInputValue])[] = Object.entries(fields);
  const set = given.map(([column]) => `${column} = ?`);
  db.prepare(`UPDATE tasks SET ${set.join(', ')}, updated_by = 'user' WHERE id = ?`).run(
    ...given.map(([, value]) => value),
    id,
  );
  const changes = given.map(([field, value]) => [field, { old: old[field], new: value }]);
  log(db, id, 'updated', 'Task updated', { changes: JSON.stringify(Object.fromEntries(changes)) });
}

function refuseLong(fields: Readonly<Record<string, string | number | null>>): void {
  for (const [field, longest] of Object.entries(LONGEST)) {
    const value = fields[field];
    if (typeof value === 'string' && value.length > longest) throw new Error(`The ${field} is too long`);
  }
}

function addTags(db: DatabaseSync, id: string, tags: readonly string[]): void {
  if (tags.length === 0) return;
  for (const tag of tags) {
    db.prepare('INSERT OR IGNORE INTO task_tags (task_id, tag) VALUES (?, ?)').run(id, tag.trim());
  }
  log(db, id, 'tags_added', `Added tags: ${tags.join(', ')}`);
}

function addNote(db: DatabaseSync, id: string, text: string, user: string): void {
  db.prepare('INSERT INTO task_notes (task_id, note, user) VALUES (?, ?, ?)').run(id, text, user);
  log(db, id, 'note_added', `Added note: ${text}`, { user });
}

function nextId(db: DatabaseSync): string {
  const ids = db.prepare("SELECT id FROM tasks WHERE id GLOB 'TASK-[0-9]*'").all();
  const numbers = ids.map(({ id }) => Number.parseInt(String(id).slice('TASK-'.length), 10));
  return `TASK-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}

function nextSubtaskId(db: DatabaseSync, parent: string): string {
  const ids = db.prepare("SELECT id FROM tasks WHERE parent_id = ? AND id GLOB ? || '.[0-9]*'").all(parent, parent);
  const numbers = ids.map(({ id }) => Number.parseInt(String(id).slice(parent.length + 1), 10));
  return `${parent}.${Math.max(0, ...numbers) + 1}`;
}

function row(db: DatabaseSync, id: string): Row {
  const found = db.prepare('SELECT * FROM tasks WHERE id = ?').get(id);
  if (!found) throw new Error(`Task ${id} not found`);
  return found as Row;
}

function tagsOf(db: DatabaseSync, id: string): readonly string[] {
  const rows = db.prepare('SELECT tag FROM task_tags WHERE task_id = ? ORDER BY tag').all(id);
  return rows.map(({ tag }) => String(tag));
}

function log(
  db: DatabaseSync,
  id: string,
  action: string,
  text: string,
  { user = 'user', changes = null }: { readonly user?: string; readonly changes?: string | null } = {},
): void {
  db.prepare('INSERT INTO task_timeline (task_id, action, user, note, changes) VALUES (?, ?, ?, ?, ?)').run(
    ...[id, action, user, text, changes],
  );
}

function textOrNull(value: string | number | null | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** Two of the tool at once can choose the same number; the loser fails and may simply be run again. */
function addPersistently(cli: TaskwerkCli): void {
  for (;;) {
    try {
      cli.addTask('taskwerk');
      return;
    } catch (error) {
      if (!String(error).includes('UNIQUE')) throw error;
    }
  }
}

if (import.meta.main) {
  const [dir = '', count = '0'] = process.argv.slice(2);
  for (let i = 0; i < Number(count); i++) addPersistently(new TaskwerkCli(dir));
}
