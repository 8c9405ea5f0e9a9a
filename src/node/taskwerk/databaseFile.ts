// Where a project's database lies, and how a change of the file is seen from outside.
import { statSync, type Stats } from 'node:fs';
import path from 'node:path';

export function databaseFile(projectDir: string): string {
  return path.join(projectDir, '.taskwerk', 'taskwerk.db');
}

/** Tells an opened file from one that has taken its place: an open connection keeps its file's number from being given to another. */
export function identityOf(file: string): string | null {
  const stats = statsOf(file);
  return stats && `${stats.dev}:${stats.ino}`;
}

/** Another one also when the file grows: while nothing is open, it may have become a database. */
export function stateOf(file: string): string | null {
  const stats = statsOf(file);
  return stats && `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}`;
}

function statsOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    // Whatever keeps the file from being seen, opening it will say so.
    return null;
  }
}

/** A listener that throws is a bug of the listener's: it reaches the process as an uncaught error, not another listener. */
export function reportLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
