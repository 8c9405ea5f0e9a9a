// Runs: one row each for lists and claims, and their events as the truth.
import type { RunEvent, StoredRunEvent } from '../../core/agent/runEvents.ts';
import { ConductorError } from '../../core/errors.ts';
import type {
  Interaction,
  InteractionType,
  NewRun,
  RunEntry,
  RunFilter,
  RunId,
  RunState,
  RunSummary,
} from '../../core/orchestrate/journal.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { number, text, textOrNull } from './rows.ts';
import { ensureRunTables, hasRunTables } from './runTables.ts';
import type { SqlRow, SqlValue } from './sqlite.ts';
import { timestamp } from './values.ts';

/** An owner that gave no sign for so long is gone. */
const CLAIM_MS = 15_000;

export function createRun(connection: Connection, run: NewRun, owner: string): RunSummary {
  ensureRunTables(connection);
  const busy = connection.get(
    'SELECT * FROM conductor_runs WHERE task_id = ? AND ended_at IS NULL AND owner IS NOT NULL AND seen_at > ?',
    ...[run.taskId, Date.now() - CLAIM_MS],
  );
  if (busy) throw busyRun(run.taskId);
  const { event } = run;
  connection.run(
    `INSERT INTO conductor_runs
       (id, session_id, task_id, task_created_at, task_name, agent, state, owner, seen_at, started_at)
     VALUES (?, ?, ?, ?, ?, ?, 'preparing', ?, ?, ?)`,
    ...[run.id, run.sessionId, run.taskId, run.taskCreatedAt, event.taskName, event.agent],
    ...[owner, Date.now(), timestamp()],
  );
  appendEvent(connection, { id: run.id, owner, event, state: 'preparing' });
  return runRow(connection, run.id);
}

export function claimRun(connection: Connection, id: RunId, owner: string): RunSummary {
  const run = runRow(connection, id);
  const { changes } = connection.run(
    `UPDATE conductor_runs SET owner = ?, seen_at = ? WHERE id = ? AND (owner IS NULL OR owner = ? OR seen_at <= ?)`,
    ...[owner, Date.now(), id, owner, Date.now() - CLAIM_MS],
  );
  if (Number(changes) === 0) throw busyRun(run.taskId);
  return run;
}

export function keepRun(connection: Connection, id: RunId, owner: string): boolean {
  const { changes } = connection.run(
    'UPDATE conductor_runs SET seen_at = ? WHERE id = ? AND owner = ?',
    ...[Date.now(), id, owner],
  );
  return Number(changes) > 0;
}

export function releaseRun(connection: Connection, id: RunId, owner: string): void {
  connection.run('UPDATE conductor_runs SET owner = NULL WHERE id = ? AND owner = ?', id, owner);
}

const ENDED: readonly RunState[] = ['done', 'rejected', 'blocked', 'cancelled', 'failed'];

export function appendEvent(connection: Connection, { id, owner, event, state }: RunEntry): StoredRunEvent {
  const set: Record<string, SqlValue> = { state, seen_at: Date.now() };
  if (event.type === 'run.branched') set['branch'] = event.branching.branch;
  if (event.type === 'run.committed') set['commit_id'] = event.commit;
  if (event.type === 'run.undone') Object.assign(set, { commit_id: null, branch: null });
  if (ENDED.includes(state)) set['ended_at'] = timestamp();
  const columns = Object.keys(set).map((column) => `${column} = ?`);
  const { changes } = connection.run(
    `UPDATE conductor_runs SET ${columns.join(', ')} WHERE id = ? AND owner = ?`,
    ...[...Object.values(set), id, owner],
  );
  if (Number(changes) === 0) throw busyRun(runRow(connection, id).taskId);
  const last = connection.get('SELECT max(seq) AS seq FROM conductor_run_events WHERE run_id = ?', id);
  const stored: StoredRunEvent = { seq: number(last ?? {}, 'seq') + 1, at: new Date().toISOString(), event };
  connection.run(
    'INSERT INTO conductor_run_events (run_id, seq, at, event) VALUES (?, ?, ?, ?)',
    ...[id, stored.seq, stored.at, JSON.stringify(event)],
  );
  addInteraction(connection, id, event);
  return stored;
}

export function readRun(
  connection: Connection,
  id: RunId,
  after: number,
): { run: RunSummary; events: readonly StoredRunEvent[] } {
  const run = runRow(connection, id);
  const rows = connection.all(
    'SELECT seq, at, event FROM conductor_run_events WHERE run_id = ? AND seq > ? ORDER BY seq',
    ...[id, after],
  );
  const events = rows.map((row) => ({
    seq: number(row, 'seq'),
    at: text(row, 'at'),
    event: JSON.parse(text(row, 'event')) as RunEvent,
  }));
  return { run, events };
}

export function listRuns(connection: Connection, { taskId, sessionId, open }: RunFilter = {}): readonly RunSummary[] {
  if (!hasRunTables(connection)) return [];
  const wanted = Object.entries({ task_id: taskId, session_id: sessionId }).flatMap(([column, value]) =>
    value === undefined ? [] : [{ condition: `${column} = ?`, value }],
  );
  const conditions = ['1', ...wanted.map(({ condition }) => condition), ...(open ? ['ended_at IS NULL'] : [])];
  const sql = `SELECT * FROM conductor_runs WHERE ${conditions.join(' AND ')} ORDER BY rowid DESC`;
  const values: SqlValue[] = wanted.map(({ value }) => value);
  return connection.all(sql, ...values).map(summaryOf);
}

export function listInteractions(connection: Connection, taskId: TaskId): readonly Interaction[] {
  if (!hasRunTables(connection)) return [];
  const rows = connection.all('SELECT * FROM agent_interactions WHERE task_id = ? ORDER BY id', taskId);
  return rows.map((row) => ({
    id: number(row, 'id'),
    sessionId: number(row, 'session_id'),
    taskId: text(row, 'task_id') as TaskId,
    type: text(row, 'interaction_type') as InteractionType,
    content: text(row, 'content'),
    createdAt: text(row, 'created_at'),
  }));
}

/** What the planning document calls interactions: both sides of the talk between Conductor and the agent. */
function addInteraction(connection: Connection, runId: RunId, event: RunEvent): void {
  const interaction = interactionOf(event);
  if (!interaction) return;
  const [type, content] = interaction;
  const { taskId, sessionId } = runRow(connection, runId);
  const exists = connection.get('SELECT 1 FROM tasks WHERE id = ?', taskId) !== undefined;
  connection.run(
    `INSERT INTO agent_interactions (session_id, task_id, interaction_type, content, created_at, run_id)
     VALUES (?, ?, ?, ?, ?, ?)`,
    ...[sessionId, exists ? taskId : null, type, content, timestamp(), runId],
  );
}

function interactionOf(event: RunEvent): readonly [InteractionType, string] | null {
  if (event.type === 'run.assigned') return ['assignment', event.assignment];
  if (event.type === 'run.questionAsked') return ['question', [event.text, ...event.choices].join('\n- ')];
  if (event.type === 'run.questionAnswered') return ['response', event.answer];
  if (event.type === 'run.handedOver') return ['completion', [event.summary, event.notes].filter(Boolean).join('\n\n')];
  return null;
}

/** Throws `run.missing`. */
function runRow(connection: Connection, id: RunId): RunSummary {
  const row = hasRunTables(connection) ? connection.get('SELECT * FROM conductor_runs WHERE id = ?', id) : undefined;
  if (row) return summaryOf(row);
  throw new ConductorError('run.missing', `There is no run ${id} in this project.`, {
    remedy: 'List the runs to see which there are.',
    details: { run: id },
  });
}

function summaryOf(row: SqlRow): RunSummary {
  return {
    id: text(row, 'id') as RunId,
    sessionId: number(row, 'session_id'),
    taskId: text(row, 'task_id') as TaskId,
    taskCreatedAt: text(row, 'task_created_at'),
    taskName: text(row, 'task_name'),
    agent: text(row, 'agent'),
    state: text(row, 'state') as RunState,
    branch: textOrNull(row, 'branch'),
    commit: textOrNull(row, 'commit_id'),
    startedAt: text(row, 'started_at'),
    endedAt: textOrNull(row, 'ended_at'),
    isClaimed: row['owner'] !== null && number(row, 'seen_at') > Date.now() - CLAIM_MS,
  };
}

function busyRun(taskId: TaskId): ConductorError {
  return new ConductorError('run.busy', `Another window or command line is working on ${taskId}.`, {
    remedy: 'Wait until it is done, or stop the run there.',
    details: { task: taskId },
  });
}
