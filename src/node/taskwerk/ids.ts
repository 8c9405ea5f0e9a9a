// New task ids. Conductor makes undotted ids alone, also for subtasks: Taskwerk's command line splits, extends and
// re-imports no task whose id has a dot, and decides the hierarchy by `parent_id`, never by the id.
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { hasOwnTables } from './ownTables.ts';
import { number } from './rows.ts';
import { taskId } from './values.ts';

/**
 * Call it in the transaction that inserts: the number after the largest one in use, then the ones after it. A number
 * that an import once gave to a task stays that task's, also when the task was deleted.
 */
export function idSequence(connection: Connection, taken: ReadonlySet<string> = new Set()): () => TaskId {
  let last = Math.max(
    lastNumber(connection, 'tasks', 'id'),
    hasOwnTables(connection) ? lastNumber(connection, 'conductor_links', 'task_id') : 0,
  );
  return () => {
    let id: string;
    do id = `TASK-${String(++last).padStart(3, '0')}`;
    while (taken.has(id));
    return taskId(id);
  };
}

/** Longer ids are somebody's own invention, beyond exact numbers. */
function lastNumber(connection: Connection, table: string, column: string): number {
  const row = connection.get(
    `SELECT max(CAST(substr(${column}, 6) AS INTEGER)) AS last FROM ${table}
     WHERE ${column} GLOB 'TASK-[0-9]*' AND length(${column}) < 20`,
  );
  return row ? number(row, 'last') : 0;
}
