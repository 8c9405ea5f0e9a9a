// The model's answers of unfinished runs: what has been paid for is not asked again.
import type { Connection } from './connection.ts';
import { ensureOwnTables, hasOwnTables } from './ownTables.ts';
import { text } from './rows.ts';

export function recallAnswer(connection: Connection, run: string, question: string): string | null {
  if (!hasOwnTables(connection)) return null;
  const row = connection.get('SELECT answer FROM conductor_answers WHERE run = ? AND question = ?', run, question);
  return row ? text(row, 'answer') : null;
}

export function recordAnswer(connection: Connection, run: string, question: string, answer: string): void {
  ensureOwnTables(connection);
  connection.run('INSERT OR REPLACE INTO conductor_answers VALUES (?, ?, ?)', run, question, answer);
}

export function forgetRun(connection: Connection, run: string): void {
  if (hasOwnTables(connection)) connection.run('DELETE FROM conductor_answers WHERE run = ?', run);
}
