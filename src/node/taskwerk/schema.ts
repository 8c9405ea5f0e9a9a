// The schema of a Taskwerk 0.7.13 database, so that Taskwerk takes a file made here as its own.

export const TASKWERK_SCHEMA_VERSION = 2;

/** Tables that Taskwerk leaves in any folder in which it was run; a file with nothing else holds no tasks yet. */
export const LEFTOVER_TABLES: ReadonlySet<string> = new Set([
  'migrations',
  'chat_contexts',
  'chat_turns',
  'schema_version',
]);

/** The columns that Conductor reads or writes; without them a file is not Taskwerk's. */
export const REQUIRED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  tasks: [
    ...['id', 'name', 'description', 'status', 'priority', 'assignee', 'created_by', 'updated_by', 'estimate'],
    ...['progress', 'parent_id', 'branch_name', 'created_at', 'updated_at', 'started_at', 'completed_at', 'due_date'],
    ...['content', 'category', 'metadata', 'context'],
  ],
  task_dependencies: ['id', 'task_id', 'depends_on_id', 'created_at'],
  task_tags: ['id', 'task_id', 'tag', 'created_at'],
  task_notes: ['id', 'task_id', 'note', 'content', 'user', 'created_at', 'updated_at'],
  task_timeline: ['id', 'task_id', 'timestamp', 'action', 'user', 'note', 'changes', 'created_at'],
};

const TASKS = `
CREATE TABLE IF NOT EXISTS tasks (
  id TEXT PRIMARY KEY CHECK (id GLOB 'TASK-[0-9]*' OR id GLOB '*-[0-9]*' OR id GLOB 'TASK-[0-9]*.[0-9]*'),
  name TEXT NOT NULL,
  description TEXT,
  status TEXT NOT NULL DEFAULT 'todo'
    CHECK (status IN ('todo', 'in-progress', 'in_progress', 'blocked', 'done', 'completed', 'cancelled')),
  priority TEXT NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'critical')),
  assignee TEXT,
  created_by TEXT DEFAULT 'system',
  updated_by TEXT DEFAULT 'system',
  estimate INTEGER,
  actual INTEGER,
  estimated TEXT,
  actual_time TEXT,
  progress INTEGER DEFAULT 0 CHECK (progress >= 0 AND progress <= 100),
  parent_id TEXT REFERENCES tasks(id) ON DELETE CASCADE,
  branch_name TEXT,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  started_at DATETIME,
  completed_at DATETIME,
  due_date DATETIME,
  content TEXT,
  category TEXT,
  metadata TEXT DEFAULT '{}',
  context TEXT DEFAULT '{}',
  is_subtask INTEGER GENERATED ALWAYS AS (parent_id IS NOT NULL) STORED,
  is_blocked INTEGER GENERATED ALWAYS AS (status = 'blocked') STORED,
  source TEXT DEFAULT 'cli',
  context_id TEXT,
  intent_group_id TEXT,
  correlation_id INTEGER
);`;

const AROUND_TASKS = `
CREATE TABLE IF NOT EXISTS task_dependencies (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  depends_on_id TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (task_id, depends_on_id),
  CHECK (task_id != depends_on_id)
);
CREATE TABLE IF NOT EXISTS task_tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (task_id, tag)
);
CREATE TABLE IF NOT EXISTS task_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  note TEXT NOT NULL,
  content TEXT,
  user TEXT DEFAULT 'system',
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS task_timeline (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  timestamp DATETIME DEFAULT CURRENT_TIMESTAMP,
  action TEXT NOT NULL,
  user TEXT NOT NULL DEFAULT 'system',
  note TEXT,
  changes TEXT,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS task_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id TEXT NOT NULL,
  field_name TEXT NOT NULL,
  old_value TEXT,
  new_value TEXT,
  changed_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  changed_by TEXT
);`;

const CHAT_AND_BOOKKEEPING = `
CREATE TABLE IF NOT EXISTS schema_version (
  version INTEGER PRIMARY KEY,
  applied_at DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  filename TEXT NOT NULL UNIQUE,
  applied_at DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS chat_contexts (
  id TEXT PRIMARY KEY CHECK (id GLOB 'CHAT-[0-9]*'),
  name TEXT NOT NULL,
  project_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('ask', 'agent')),
  first_prompt TEXT,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  last_active DATETIME DEFAULT CURRENT_TIMESTAMP,
  expires_at DATETIME,
  turn_count INTEGER DEFAULT 0,
  status TEXT DEFAULT 'active' CHECK (status IN ('active', 'completed', 'abandoned'))
);
CREATE TABLE IF NOT EXISTS chat_turns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  context_id TEXT NOT NULL REFERENCES chat_contexts(id) ON DELETE CASCADE,
  turn_number INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant', 'tool')),
  content TEXT NOT NULL,
  created_task_ids TEXT,
  tool_calls TEXT,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);`;

/** Name of the index → table and columns. */
const INDEXES: Readonly<Record<string, string>> = {
  idx_tasks_status: 'tasks(status)',
  idx_tasks_priority: 'tasks(priority)',
  idx_tasks_assignee: 'tasks(assignee)',
  idx_tasks_parent: 'tasks(parent_id)',
  idx_tasks_created: 'tasks(created_at)',
  idx_tasks_due_date: 'tasks(due_date)',
  idx_tasks_category: 'tasks(category)',
  idx_tasks_source: 'tasks(source)',
  idx_tasks_context: 'tasks(context_id)',
  idx_tasks_intent_group: 'tasks(intent_group_id)',
  idx_task_tags_tag: 'task_tags(tag)',
  idx_task_deps_task: 'task_dependencies(task_id)',
  idx_task_deps_depends: 'task_dependencies(depends_on_id)',
  idx_timeline_task: 'task_timeline(task_id)',
  idx_timeline_action: 'task_timeline(action)',
  idx_notes_task: 'task_notes(task_id)',
  idx_contexts_project: 'chat_contexts(project_id)',
  idx_contexts_name: 'chat_contexts(name)',
  idx_contexts_status: 'chat_contexts(status)',
  idx_contexts_type: 'chat_contexts(type)',
  idx_contexts_expires: 'chat_contexts(expires_at)',
  idx_turns_context: 'chat_turns(context_id)',
  idx_turns_number: 'chat_turns(context_id, turn_number)',
};

const TRIGGERS = `
CREATE TRIGGER IF NOT EXISTS update_task_timestamp AFTER UPDATE ON tasks FOR EACH ROW
BEGIN
  UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;
END;
CREATE TRIGGER IF NOT EXISTS update_task_notes_timestamp AFTER UPDATE ON task_notes FOR EACH ROW
BEGIN
  UPDATE task_notes SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;
END;
CREATE TRIGGER IF NOT EXISTS track_task_source AFTER INSERT ON tasks FOR EACH ROW
WHEN NEW.source IS NOT NULL AND NEW.source != 'cli'
BEGIN
  INSERT INTO task_timeline (task_id, action, user, note, changes)
  VALUES (
    NEW.id, 'created', NEW.source,
    'Task created via ' || NEW.source || coalesce(' in context ' || NEW.context_id, ''),
    json_object('source', NEW.source, 'context_id', NEW.context_id, 'intent_group_id', NEW.intent_group_id)
  );
END;
CREATE TRIGGER IF NOT EXISTS update_context_on_turn AFTER INSERT ON chat_turns FOR EACH ROW
BEGIN
  UPDATE chat_contexts SET last_active = CURRENT_TIMESTAMP, turn_count = turn_count + 1 WHERE id = NEW.context_id;
END;`;

const BOOKKEEPING_ROWS = `
INSERT OR IGNORE INTO schema_version (version) VALUES (${TASKWERK_SCHEMA_VERSION});
INSERT OR IGNORE INTO migrations (filename)
VALUES ('001_add_chat_management.sql'), ('002_add_task_chat_columns.sql');`;

/** Makes whatever is missing of a complete database; meant to be run in a transaction. */
export const CREATE_SCHEMA = [
  TASKS,
  AROUND_TASKS,
  CHAT_AND_BOOKKEEPING,
  ...Object.entries(INDEXES).map(([name, on]) => `CREATE INDEX IF NOT EXISTS ${name} ON ${on};`),
  TRIGGERS,
  BOOKKEEPING_ROWS,
].join('\n');
