// How the stand-in of Taskwerk makes its database: the tables at `init`, its second migration at the next command.
import type { DatabaseSync } from 'node:sqlite';
import { CREATE_SCHEMA } from '../../src/node/taskwerk/schema.ts';

const LATER_COLUMNS = {
  source: "TEXT DEFAULT 'cli'",
  context_id: 'TEXT',
  intent_group_id: 'TEXT',
  correlation_id: 'INTEGER',
};
const LATER_INDEXES = ['idx_tasks_source', 'idx_tasks_context', 'idx_tasks_intent_group'];
const SECOND = '002_add_task_chat_columns.sql';

/** The contract holds the schema of Conductor against what a real Taskwerk makes, so it can stand for that here. */
export function initialise(db: DatabaseSync): void {
  db.exec(CREATE_SCHEMA);
  db.exec('DROP TRIGGER track_task_source');
  for (const index of LATER_INDEXES) db.exec(`DROP INDEX ${index}`);
  for (const column of Object.keys(LATER_COLUMNS)) db.exec(`ALTER TABLE tasks DROP COLUMN ${column}`);
  db.prepare('DELETE FROM migrations WHERE filename = ?').run(SECOND);
}

export function migrate(db: DatabaseSync): void {
  if (db.prepare('SELECT 1 FROM migrations WHERE filename = ?').get(SECOND)) return;
  db.exec('BEGIN');
  for (const [column, type] of Object.entries(LATER_COLUMNS)) db.exec(`ALTER TABLE tasks ADD COLUMN ${column} ${type}`);
  db.exec(CREATE_SCHEMA);
  db.exec('COMMIT');
}
