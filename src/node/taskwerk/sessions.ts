// Sessions: one orchestration from start to stop, in the planning document's table.
import type { Session, SessionStatus } from '../../core/orchestrate/journal.ts';
import type { Connection } from './connection.ts';
import { jsonObject, number, text, textOrNull } from './rows.ts';
import { ensureRunTables, hasRunTables } from './runTables.ts';
import type { SqlRow } from './sqlite.ts';
import { timestamp } from './values.ts';

export function startSession(connection: Connection, agent: string): Session {
  ensureRunTables(connection);
  const { lastInsertRowid } = connection.run(
    "INSERT INTO orchestration_sessions (started_at, agent, status, metrics) VALUES (?, ?, 'active', '{}')",
    ...[timestamp(), agent],
  );
  const row = connection.get('SELECT * FROM orchestration_sessions WHERE id = ?', Number(lastInsertRowid));
  return sessionOf(row ?? {});
}

export function updateSession(
  connection: Connection,
  id: number,
  { status, metrics }: Partial<Pick<Session, 'status' | 'metrics'>>,
): void {
  ensureRunTables(connection);
  if (metrics) {
    connection.run('UPDATE orchestration_sessions SET metrics = ? WHERE id = ?', JSON.stringify(metrics), id);
  }
  if (status) {
    const endedAt = status === 'completed' || status === 'failed' ? timestamp() : null;
    connection.run('UPDATE orchestration_sessions SET status = ?, ended_at = ? WHERE id = ?', status, endedAt, id);
  }
}

export function listSessions(connection: Connection): readonly Session[] {
  if (!hasRunTables(connection)) return [];
  return connection.all('SELECT * FROM orchestration_sessions ORDER BY id DESC').map(sessionOf);
}

function sessionOf(row: SqlRow): Session {
  return {
    id: number(row, 'id'),
    agent: text(row, 'agent'),
    status: text(row, 'status') as SessionStatus,
    startedAt: text(row, 'started_at'),
    endedAt: textOrNull(row, 'ended_at'),
    metrics: jsonObject(row, 'metrics'),
  };
}
