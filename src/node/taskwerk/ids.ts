// New task ids. Conductor makes undotted ids alone, also for subtasks: Taskwerk's command line splits, extends and
// re-imports no task whose id has a dot, and decides the hierarchy by `parent_id`, never by the id.
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { number } from './rows.ts';
import { taskId } from './values.ts';

/** Call it in the transaction that inserts: the number after the largest one in use, then the ones after it. */
export function idSequence(connection: Connection, taken: ReadonlySet<string> = new Set()): () => TaskId {
  const row = connection.get(
    "SELECT max(CAST(substr(id, 6) AS INTEGER)) AS last FROM tasks WHERE id GLOB 'TASK-[0-9]*' AND length(id) < 20",
  );
  let last = row ? number(row, 'last') : 0;
  return () => {
    let id: string;
    do id = `TASK-${String(++last).padStart(3, '0')}`;
    while (taken.has(id));
    return taskId(id);
  };
}
