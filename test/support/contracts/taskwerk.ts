// What each command of Taskwerk 0.7.13 does to the database: the stand-in's, and a real one's where there is one.
import assert from 'node:assert/strict';
import { TestProject } from '../taskwerk.ts';
import type { Taskwerk, TaskwerkProgram, TaskwerkRow } from '../taskwerkProgram.ts';

const TEXT = { long: 'x'.repeat(256), longest: 'x'.repeat(255) };

/** Registers the contract's tests. */
export function holdsTheTaskwerkContract(program: TaskwerkProgram): void {
  let project: TestProject;
  let taskwerk: Taskwerk;
  beforeEach(() => {
    project = new TestProject();
    taskwerk = program.in(project.dir);
    taskwerk.init();
  });
  afterEach(() => project.dispose());

  /** What the timeline tells of a task, oldest first. */
  const told = (id: string): unknown[] =>
    project
      .rows('SELECT action, user, note, changes FROM task_timeline WHERE task_id = ? ORDER BY id', id)
      .map(({ action, user, note, changes }) => [action, user, note, changes]);
  const row = (id: string): TaskwerkRow => project.rows('SELECT * FROM tasks WHERE id = ?', id)[0] ?? {};
  const refuses = (work: () => unknown): void => {
    const before = project.dump();
    assert.throws(work);
    assert.deepEqual(project.dump(), before);
  };

  it('makes the very tables, indexes and triggers that Conductor makes, in two steps', async () => {
    assert.deepEqual(project.rows('SELECT filename FROM migrations'), [{ filename: '001_add_chat_management.sql' }]);
    assert.deepEqual(taskwerk.list(), []);
    const conductors = new TestProject();
    try {
      await conductors.store();
      assert.deepEqual(schemaOf(project), schemaOf(conductors));
    } finally {
      conductors.dispose();
    }
  });

  it('adds a task with its tags', () => {
    const given = { priority: 'high', assignee: '@ada', estimate: 3, description: 'Why.', tags: [' b', 'a', 'a'] };
    assert.equal(taskwerk.addTask('First', given), 'TASK-001');
    const { name, status, priority, assignee, estimate, description, created_by, updated_by } = row('TASK-001');
    assert.deepEqual([name, status, priority, assignee], ['First', 'todo', 'high', '@ada']);
    assert.deepEqual([estimate, description, created_by, updated_by], [3, 'Why.', 'user', 'user']);
    assert.deepEqual([row('TASK-001')['metadata'], row('TASK-001')['source']], ['{}', 'cli']);
    assert.match(String(row('TASK-001')['created_at']), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    assert.deepEqual(told('TASK-001'), [
      ['created', 'user', 'Task created', null],
      ['tags_added', 'user', 'Added tags:  b, a, a', null],
    ]);
    assert.deepEqual(taskwerk.showTask('TASK-001').tags, ['a', 'b']);
  });

  it('numbers on from the highest root, and subtasks from their parent', () => {
    project.sql("INSERT INTO tasks (id, name) VALUES ('TASK-1200', 'x'), ('ABC-9000', 'x'), ('TASK-7.9000', 'x')");
    assert.equal(taskwerk.addTask('Next'), 'TASK-1201');
    assert.equal(taskwerk.addTask('Below', { parent: 'TASK-1201' }), 'TASK-1201.1');
    assert.equal(taskwerk.addTask('Below', { parent: 'TASK-1201' }), 'TASK-1201.2');
    taskwerk.deleteTask('TASK-1201.2');
    assert.equal(taskwerk.addTask('Again', { parent: 'TASK-1201' }), 'TASK-1201.2');
    refuses(() => taskwerk.addTask('Too deep', { parent: 'TASK-1201.1' }));
    refuses(() => taskwerk.addTask('Lost', { parent: 'TASK-9999' }));
  });

  it('refuses what is too long or not a value, and writes nothing', () => {
    taskwerk.addTask(TEXT.longest);
    refuses(() => taskwerk.addTask(TEXT.long));
    refuses(() => taskwerk.addTask('x', { description: 'x'.repeat(1_001) }));
    refuses(() => taskwerk.addTask('x', { priority: 'urgent' }));
    refuses(() => taskwerk.updateTask('TASK-001', { name: TEXT.long }));
    refuses(() => taskwerk.updateTask('TASK-001', { assignee: 'x'.repeat(101) }));
    refuses(() => taskwerk.updateTask('TASK-001', { status: 'review' }));
    refuses(() => taskwerk.updateTask('TASK-404', { status: 'done' }));
    refuses(() => taskwerk.statusTask('TASK-001', 'completed'));
  });

  it('updates fields, telling each that was given', () => {
    taskwerk.addTask('First', { estimate: 9 });
    project.sql("UPDATE tasks SET updated_by = 'someone'");
    taskwerk.updateTask('TASK-001', { name: 'Second', estimate: 9, progress: 40, status: 'in_progress' });
    const { name, estimate, progress, status, updated_by } = row('TASK-001');
    assert.deepEqual([name, estimate, progress, status, updated_by], ['Second', 9, 40, 'in_progress', 'user']);
    const [action, user, note, changes] = told('TASK-001').at(-1) as unknown[];
    assert.deepEqual([action, user, note], ['updated', 'user', 'Task updated']);
    assert.deepEqual(JSON.parse(String(changes)), {
      name: { old: 'First', new: 'Second' },
      estimate: { old: 9, new: 9 },
      progress: { old: 0, new: 40 },
      status: { old: 'todo', new: 'in_progress' },
    });
  });

  it('leaves the row alone for tags and notes', () => {
    taskwerk.addTask('First', { tags: ['a'] });
    const before = row('TASK-001');
    taskwerk.annotate('TASK-001', { addTag: 'b c', removeTag: 'a', text: 'Mind' });
    assert.deepEqual(row('TASK-001'), before);
    assert.deepEqual(told('TASK-001').slice(2), [
      ['tags_added', 'user', 'Added tags: b c', null],
      ['tags_removed', 'user', 'Removed tags: a', null],
      ['note_added', 'user', 'Added note: Mind', null],
    ]);
    const { tags, notes } = taskwerk.showTask('TASK-001');
    assert.deepEqual(tags, ['b c']);
    assert.deepEqual(
      notes.map(({ note, content, user }) => [note, content, user]),
      [['Mind', null, 'user']],
    );
  });

  it('knows no state machine, and sets no times', () => {
    taskwerk.addTask('First');
    for (const status of ['done', 'blocked', 'cancelled', 'in-progress', 'todo']) {
      taskwerk.statusTask('TASK-001', status);
      assert.equal(row('TASK-001')['status'], status);
    }
    taskwerk.statusTask('TASK-001', 'done', 'At last');
    const { started_at, completed_at, progress } = row('TASK-001');
    assert.deepEqual([started_at, completed_at, progress], [null, null, 0]);
    assert.deepEqual(told('TASK-001').at(-1), ['note_added', 'system', 'Added note: At last', null]);
  });

  it('splits: the parts inherit, and a parent that was to do is started', () => {
    taskwerk.addTask('First', { priority: 'critical', assignee: '@ada', estimate: 7, tags: ['b', 'a'] });
    project.sql("UPDATE tasks SET category = 'feature'");
    assert.deepEqual(taskwerk.splitTask('TASK-001', ['One', 'Two'], { divideEstimate: true }), [
      'TASK-001.1',
      'TASK-001.2',
    ]);
    const { name, description, status, priority, assignee, category, estimate, parent_id } = row('TASK-001.2');
    assert.deepEqual([name, description, status, parent_id], ['Two', 'Subtask of TASK-001', 'todo', 'TASK-001']);
    assert.deepEqual([priority, assignee, category, estimate], ['critical', '@ada', 'feature', 4]);
    assert.deepEqual(told('TASK-001.2'), [
      ['created', 'user', 'Task created', null],
      ['tags_added', 'user', 'Added tags: a, b', null],
    ]);
    assert.deepEqual([row('TASK-001')['status'], row('TASK-001')['estimate']], ['in-progress', 7]);
    taskwerk.statusTask('TASK-001', 'blocked');
    assert.deepEqual(taskwerk.splitTask('TASK-001', ['Three']), ['TASK-001.3']);
    assert.deepEqual([row('TASK-001')['status'], row('TASK-001.3')['estimate']], ['blocked', null]);
    refuses(() => taskwerk.splitTask('TASK-001.1', ['Too deep']));
    project.sql(`UPDATE tasks SET category = '${'x'.repeat(51)}'`);
    refuses(() => taskwerk.splitTask('TASK-001', ['Too long']));
  });

  it('deletes a task with all that hangs on it, its subtasks only when told to', () => {
    taskwerk.addTask('First', { tags: ['a'] });
    taskwerk.splitTask('TASK-001', ['One']);
    project.sql("INSERT INTO tasks (id, name, parent_id) VALUES ('TASK-001.1.1', 'Deep', 'TASK-001.1')");
    taskwerk.addTask('Stays');
    refuses(() => taskwerk.deleteTask('TASK-001'));
    taskwerk.deleteTask('TASK-001', { cascade: true });
    assert.deepEqual(
      taskwerk.list().map(({ id }) => id),
      ['TASK-002'],
    );
    assert.deepEqual(project.rows("SELECT 1 FROM task_timeline WHERE task_id != 'TASK-002'"), []);
    assert.deepEqual(project.rows('SELECT 1 FROM task_tags'), []);
    taskwerk.deleteTask('TASK-002');
    assert.equal(taskwerk.addTask('Reused'), 'TASK-001');
  });

  it('lists and shows whole rows as JSON', () => {
    project.sql(
      `INSERT INTO tasks (id, name, created_at, metadata) VALUES
       ('TASK-001', 'Old', '2001-01-01 00:00:00', '{"key":"value"}'), ('TASK-002', 'New', '2002-01-01 00:00:00', '{}')`,
    );
    taskwerk.statusTask('TASK-001', 'blocked');
    const [newest, oldest] = taskwerk.list();
    assert.deepEqual([newest?.['id'], oldest?.['id']], ['TASK-002', 'TASK-001']);
    const { task, timeline } = taskwerk.showTask('TASK-001');
    assert.deepEqual([task['is_blocked'], task['is_subtask']], [1, 0]);
    assert.deepEqual(oldest, task);
    assert.deepEqual(task, { ...row('TASK-001'), metadata: { key: 'value' }, context: {} });
    assert.deepEqual(
      timeline.map(({ changes }) => changes),
      [{ status: { old: 'todo', new: 'blocked' } }],
    );
  });

  it('complains of metadata that it cannot read', () => {
    project.sql("INSERT INTO tasks (id, name, metadata) VALUES ('TASK-001', 'x', '{')");
    assert.throws(() => taskwerk.list());
    assert.throws(() => taskwerk.showTask('TASK-001'));
    project.sql(`UPDATE tasks SET metadata = '{"inner":{}}'`);
    assert.throws(() => taskwerk.showTask('TASK-001'));
  });

  it('exports Markdown, where dependencies are seen', () => {
    taskwerk.addTask('First', { tags: ['a', 'b'], description: 'Why.', estimate: 2 });
    taskwerk.addTask('Second');
    taskwerk.annotate('TASK-001', { text: 'Mind' });
    project.sql("INSERT INTO task_dependencies (task_id, depends_on_id) VALUES ('TASK-001', 'TASK-002')");
    const exported = taskwerk.exportMarkdown();
    for (const line of [
      ...['## TASK-001: First', '- Status: todo', '- Priority: medium', '- Estimate: 2 hours', '- Tags: a, b', 'Why.'],
      ...['### Notes', '### Dependencies', '- TASK-002: Second', '## TASK-002: Second'],
    ]) {
      assert.ok(exported.split('\n').includes(line), `${line} in\n${exported}`);
    }
    assert.match(exported, /^- \[.+\] @user: Mind$/m);
  });
}

/** Columns, keys, indexes and the bookkeeping, however the statements are spelt; triggers by what they act on. */
function schemaOf(project: TestProject): unknown {
  const names = project
    .rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .map(({ name }) => String(name))
    .filter((name) => name !== 'plans' && !name.startsWith('conductor_'));
  const tables = names.map((name) => ({
    name,
    columns: project.rows(`PRAGMA table_xinfo(${name})`),
    foreignKeys: project.rows(`PRAGMA foreign_key_list(${name})`),
    checks: checksOf(project, name),
  }));
  const others = project.rows(
    `SELECT type, name, tbl_name FROM sqlite_master WHERE type IN ('index', 'trigger')
     AND name NOT LIKE '%conductor%' AND tbl_name != 'plans' ORDER BY name`,
  );
  return {
    tables,
    others: others.map((other) => ({ ...other, columns: project.rows(`PRAGMA index_info(${String(other['name'])})`) })),
    versions: project.rows('SELECT version FROM schema_version'),
    migrations: project.rows('SELECT filename FROM migrations ORDER BY id'),
    pragmas: ['journal_mode', 'encoding', 'page_size', 'user_version', 'application_id'].map((pragma) =>
      project.rows(`PRAGMA ${pragma}`),
    ),
  };
}

/** The CHECKs and UNIQUEs of a table, without comments and spaces. */
function checksOf(project: TestProject, table: string): readonly string[] {
  const [{ sql } = {}] = project.rows('SELECT sql FROM sqlite_master WHERE name = ?', table);
  const bare = String(sql).replaceAll(/--.*/g, '').replaceAll(/\s+/g, '');
  return [...bare.matchAll(/CHECK\((?:[^()]|\([^()]*\))*\)|UNIQUE\([^()]*\)|AUTOINCREMENT/g)].map(([found]) => found);
}
