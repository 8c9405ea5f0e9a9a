// What the stand-in of Taskwerk prints: rows as JSON, and Markdown with a heading and a list for each task.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { TaskwerkRow } from './taskwerkProgram.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/** The tool parses both columns, and its text output dies on anything but an object. */
export function readable(task: Row): TaskwerkRow {
  const parsed = ['metadata', 'context'].map((column) => {
    const value: unknown = JSON.parse(String(task[column]));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`Unusable: ${column}`);
    if (Object.values(value).some((inner) => typeof inner === 'object')) throw new Error(`Nested: ${column}`);
    return [column, value] as const;
  });
  return { ...task, ...Object.fromEntries(parsed) };
}

export function entry(logged: Row): TaskwerkRow {
  const { changes } = logged;
  return { ...logged, changes: typeof changes === 'string' ? (JSON.parse(changes) as unknown) : null };
}

/** Newest first. */
export function exportMarkdown(db: DatabaseSync): string {
  const tasks = db.prepare('SELECT * FROM tasks ORDER BY created_at DESC').all();
  return tasks.map((task) => section(db, task)).join('\n---\n\n');
}

function section(db: DatabaseSync, task: Row): string {
  const related = (sql: string): readonly string[] =>
    db
      .prepare(sql)
      .all(String(task['id']))
      .map(({ line }) => String(line));
  const tags = related('SELECT tag AS line FROM task_tags WHERE task_id = ? ORDER BY tag');
  const notes = related("SELECT '@' || user || ': ' || note AS line FROM task_notes WHERE task_id = ?");
  const dependencies = related(
    `SELECT t.id || ': ' || t.name AS line FROM task_dependencies JOIN tasks AS t ON t.id = depends_on_id
     WHERE task_id = ? ORDER BY t.id`,
  );
  return [
    `## ${String(task['id'])}: ${String(task['name'])}`,
    ...properties({ ...task, tags: tags.join(', ') }).map(([key, value]) => `- ${key}: ${value}`),
    ...part(task['description'], ''),
    ...part(task['content'], '### Details\n'),
    ...part(notes.map((note) => `- [then] ${note}`).join('\n'), '### Notes\n'),
    ...part(dependencies.map((dependency) => `- ${dependency}`).join('\n'), '### Dependencies\n'),
    '',
  ].join('\n');
}

function properties(task: Row): readonly (readonly [string, string])[] {
  const texts = { Status: 'status', Priority: 'priority', Assignee: 'assignee', Tags: 'tags', Category: 'category' };
  const found = Object.entries(texts).map(([label, column]) => [label, String(task[column] ?? '')] as const);
  return [...found, ['Estimate', task['estimate'] ? `${String(task['estimate'])} hours` : ''] as const].filter(
    ([, value]) => value !== '',
  );
}

function part(text: unknown, heading: string): readonly string[] {
  return typeof text === 'string' && text !== '' ? ['', `${heading}${text}`] : [];
}
