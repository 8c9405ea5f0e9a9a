// The tables of orchestration: the planning document's two with its columns first, and Conductor's own for runs.
import type { Connection } from './connection.ts';
import { documentColumns, ensureOwnTables, tableSql, type DocumentTable } from './ownTables.ts';

const SESSIONS: DocumentTable = {
  name: 'orchestration_sessions',
  columns: ['id INTEGER', 'started_at TIMESTAMP', 'ended_at TIMESTAMP', 'agent TEXT', 'status TEXT', 'metrics JSON'],
  check: "check(statusin('active','paused','completed','failed'))",
};
const INTERACTIONS: DocumentTable = {
  name: 'agent_interactions',
  columns: [
    ...['id INTEGER', 'session_id INTEGER', 'task_id TEXT', 'interaction_type TEXT', 'content TEXT'],
    'created_at TIMESTAMP',
  ],
  check: "check(interaction_typein('assignment','question','response','completion'))",
};

const CREATE_SESSIONS = `
CREATE TABLE orchestration_sessions (
  id INTEGER PRIMARY KEY,
  started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  ended_at TIMESTAMP,
  agent TEXT NOT NULL,
  status TEXT CHECK(status IN ('active', 'paused', 'completed', 'failed')),
  metrics JSON
);`;

/** A task that is deleted leaves its interactions, without their task: the command line must still be able to delete it. */
const CREATE_INTERACTIONS = `
CREATE TABLE agent_interactions (
  id INTEGER PRIMARY KEY,
  session_id INTEGER REFERENCES orchestration_sessions(id),
  task_id TEXT REFERENCES tasks(id) ON DELETE SET NULL,
  interaction_type TEXT CHECK(interaction_type IN ('assignment', 'question', 'response', 'completion')),
  content TEXT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  run_id TEXT
);
CREATE INDEX agent_interactions_task ON agent_interactions(task_id);`;

/**
 * `conductor_runs`: one row a run, what lists need. `owner` and `seen_at` (milliseconds) tell which program works on it.
 * `conductor_run_events`: what happened, in order, as JSON.
 */
const CREATE_RUNS = `
CREATE TABLE conductor_runs (
  id TEXT PRIMARY KEY,
  session_id INTEGER NOT NULL,
  task_id TEXT NOT NULL,
  task_created_at TEXT NOT NULL,
  task_name TEXT NOT NULL,
  agent TEXT NOT NULL,
  state TEXT NOT NULL,
  branch TEXT,
  commit_id TEXT,
  owner TEXT,
  seen_at INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX conductor_runs_task ON conductor_runs(task_id);
CREATE TABLE conductor_run_events (
  run_id TEXT NOT NULL REFERENCES conductor_runs(id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  event TEXT NOT NULL,
  UNIQUE (run_id, seq)
);`;

/** True when there are runs to read. */
export function hasRunTables(connection: Connection): boolean {
  return (
    tableSql(connection, 'conductor_runs') !== null &&
    documentColumns(connection, SESSIONS) !== null &&
    documentColumns(connection, INTERACTIONS)?.includes('run_id') === true
  );
}

/** Makes what is missing; call it in the transaction that writes. Throws `store.foreign`, having changed nothing. */
export function ensureRunTables(connection: Connection): void {
  const sessions = documentColumns(connection, SESSIONS);
  const interactions = documentColumns(connection, INTERACTIONS);
  ensureOwnTables(connection);
  if (sessions === null) connection.execute(CREATE_SESSIONS);
  if (interactions === null) connection.execute(CREATE_INTERACTIONS);
  else if (!interactions.includes('run_id'))
    connection.execute('ALTER TABLE agent_interactions ADD COLUMN run_id TEXT');
  if (tableSql(connection, 'conductor_runs') === null) connection.execute(CREATE_RUNS);
}
