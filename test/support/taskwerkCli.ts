// Stands in for the Taskwerk 0.7.13 command line: the same statements on the same file, one commit each, and as strict.
// Run as a program, `taskwerkCli.ts DIR N` adds N tasks.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

type Row = Record<string, string | number | null>;

const STATUSES = ['todo', 'in-progress', 'blocked', 'done', 'cancelled'];

export class TaskwerkCli {
  readonly #file: string;

  constructor(projectDir: string) {
    this.#file = path.join(projectDir, '.taskwerk', 'taskwerk.db');
  }

  /** `addtask NAME [-P parent] [-t tags]`; the number is chosen and used in separate statements, as the tool does. */
  addTask(name: string, { parent, tags = [] }: { parent?: string; tags?: readonly string[] } = {}): string {
    return this.#open((db) => {
      if (parent !== undefined && !/^[A-Z]+-\d+$/.test(parent)) throw new Error(`Invalid parent id ${parent}`);
      const id = parent === undefined ? nextId(db) : nextSubtaskId(db, parent);
      db.prepare(
        "INSERT INTO tasks (id, name, status, priority, parent_id, created_by, updated_by) VALUES (?, ?, 'todo', 'medium', ?, 'user', 'user')",
      ).run(id, name, parent ?? null);
      note(db, id, 'created', 'Task created');
      for (const tag of tags) db.prepare('INSERT INTO task_tags (task_id, tag) VALUES (?, ?)').run(id, tag);
      if (tags.length > 0) note(db, id, 'tags_added', `Added tags: ${tags.join(', ')}`);
      return id;
    });
  }

  /** `updatetask ID -n NAME` and the like. */
  updateTask(id: string, fields: Row): void {
    this.#open((db) => {
      const old = row(db, id);
      const set = Object.keys(fields).map((column) => `${column} = ?`);
      db.prepare(`UPDATE tasks SET ${set.join(', ')}, updated_by = 'user' WHERE id = ?`).run(
        ...Object.values(fields),
        id,
      );
      const changes = Object.entries(fields).map(([field, value]) => [field, { old: old[field], new: value }]);
      note(db, id, 'updated', 'Task updated', JSON.stringify(Object.fromEntries(changes)));
    });
  }

  /** `statustask ID STATUS` */
  statusTask(id: string, status: string): void {
    if (!STATUSES.includes(status)) throw new Error(`Invalid status ${status}`);
    this.updateTask(id, { status });
  }

  /** `updatetask ID --add-tags TAG --note TEXT`: the row itself stays untouched. */
  annotate(id: string, { addTag, removeTag, text }: { addTag?: string; removeTag?: string; text?: string }): void {
    this.#open((db) => {
      row(db, id);
      if (addTag !== undefined) {
        db.prepare('INSERT OR IGNORE INTO task_tags (task_id, tag) VALUES (?, ?)').run(id, addTag);
        note(db, id, 'tags_added', `Added tags: ${addTag}`);
      }
      if (removeTag !== undefined) {
        db.prepare('DELETE FROM task_tags WHERE task_id = ? AND tag = ?').run(id, removeTag);
        note(db, id, 'tags_removed', `Removed tags: ${removeTag}`);
      }
      if (text !== undefined) {
        db.prepare("INSERT INTO task_notes (task_id, note, user) VALUES (?, ?, 'user')").run(id, text);
        note(db, id, 'note_added', `Added note: ${text}`);
      }
    });
  }

  /** `splittask ID -n NAMES…`: children inherit; a parent that is to do is started. */
  splitTask(id: string, names: readonly string[]): readonly string[] {
    const { status, assignee, category } = this.#open((db) => row(db, id));
    if (typeof assignee === 'string' && assignee.length > 100) throw new Error('Assignee too long');
    if (typeof category === 'string' && category.length > 50) throw new Error('Category too long');
    const children = names.map((name) => this.addTask(name, { parent: id }));
    if (status === 'todo') this.updateTask(id, { status: 'in-progress' });
    return children;
  }

  /** `deletetask ID -f [--cascade]` */
  deleteTask(id: string, { cascade = false } = {}): void {
    this.#open((db) => {
      row(db, id);
      const children = db.prepare('SELECT id FROM tasks WHERE parent_id = ?').all(id);
      if (children.length > 0 && !cascade) throw new Error(`${id} has subtasks`);
      db.prepare('DELETE FROM tasks WHERE id = ?').run(id);
    });
  }

  /** `list --all --format json`; throws on JSON that the tool itself could not read. */
  list(): readonly Row[] {
    return this.#open((db) => db.prepare('SELECT * FROM tasks ORDER BY created_at DESC').all().map(readable));
  }

  /** `showtask ID --format json` */
  showTask(id: string): { task: Row; tags: unknown[]; timeline: Row[]; notes: Row[] } {
    return this.#open((db) => ({
      task: readable(row(db, id)),
      tags: db
        .prepare('SELECT tag FROM task_tags WHERE task_id = ? ORDER BY tag')
        .all(id)
        .map(({ tag }) => tag),
      timeline: db.prepare('SELECT * FROM task_timeline WHERE task_id = ?').all(id).map(checkChanges),
      notes: db.prepare('SELECT id, note, content, user FROM task_notes WHERE task_id = ?').all(id) as Row[],
    }));
  }

  #open<T>(work: (db: DatabaseSync) => T): T {
    using db = new DatabaseSync(this.#file, { enableForeignKeyConstraints: true, timeout: 5_000 });
    db.exec('PRAGMA journal_mode = WAL');
    return work(db);
  }
}

function nextId(db: DatabaseSync): string {
  const ids = db.prepare("SELECT id FROM tasks WHERE id LIKE 'TASK-%'").all();
  const numbers = ids.map(({ id }) => Number.parseInt(String(id).slice('TASK-'.length), 10)).filter(Number.isInteger);
  return `TASK-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}

function nextSubtaskId(db: DatabaseSync, parent: string): string {
  const ids = db
    .prepare('SELECT id FROM tasks WHERE parent_id = ?')
    .all(parent)
    .map(({ id }) => String(id));
  const numbers = ids
    .filter((id) => id.startsWith(`${parent}.`))
    .map((id) => Number.parseInt(id.slice(parent.length + 1), 10));
  return `${parent}.${Math.max(0, ...numbers) + 1}`;
}

function row(db: DatabaseSync, id: string): Row {
  const found = db.prepare('SELECT * FROM tasks WHERE id = ?').get(id);
  if (!found) throw new Error(`Task ${id} not found`);
  return found as Row;
}

function note(db: DatabaseSync, id: string, action: string, text: string, changes: string | null = null): void {
  db.prepare("INSERT INTO task_timeline (task_id, action, user, note, changes) VALUES (?, ?, 'user', ?, ?)").run(
    ...[id, action, text, changes],
  );
}

/** The tool parses both columns, and its text output dies on anything but an object. */
function readable(task: object): Row {
  const { metadata, context } = task as Row;
  for (const json of [metadata, context]) {
    const value: unknown = JSON.parse(String(json));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`Unusable JSON: ${json}`);
    if (Object.values(value).some((inner) => typeof inner === 'object')) throw new Error(`Nested JSON: ${json}`);
  }
  return { ...(task as Row) };
}

function checkChanges(entry: object): Row {
  const { changes } = entry as Row;
  if (changes !== null) {
    for (const change of Object.values(JSON.parse(String(changes)) as object)) {
      if (!('old' in change) || !('new' in change)) throw new Error(`A change without old and new: ${changes}`);
    }
  }
  return { ...(entry as Row) };
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
