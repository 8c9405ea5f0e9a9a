// Reading tasks: lists with filters, the ready ones, one with all its details.
import { distance } from 'fastest-levenshtein';
import { ConductorError } from '../../core/errors.ts';
import type { Task, TaskDetails, TaskFilter, TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { hasOwnTables } from './ownTables.ts';
import { parseJson, text, textOrNull } from './rows.ts';
import type { SqlRow, SqlValue } from './sqlite.ts';
import { BY_ID, BY_PRIORITY_AND_ID, CLOSED, ids, TASK_COLUMNS, taskOf } from './taskRows.ts';
import { spellings } from './values.ts';

/** Tasks with an open dependency, and everything below them. UNION ends the walk in a loop of parents. */
const HELD = `
WITH RECURSIVE held(id) AS (
  SELECT d.task_id FROM task_dependencies d JOIN tasks p ON p.id = d.depends_on_id WHERE p.status NOT IN ${CLOSED}
  UNION
  SELECT c.id FROM held JOIN tasks c ON c.parent_id = held.id
)`;

const IS_READY = `t.status = 'todo' AND t.id NOT IN held
  AND NOT EXISTS (SELECT 1 FROM tasks c WHERE c.parent_id = t.id AND c.status NOT IN ${CLOSED})`;

export function listTasks(connection: Connection, filter: TaskFilter = {}): readonly Task[] {
  return select(connection, { filter, order: BY_ID });
}

export function readyTasks(connection: Connection, filter: TaskFilter = {}): readonly Task[] {
  return select(connection, { filter, order: BY_PRIORITY_AND_ID, withClause: HELD, where: [IS_READY] });
}

/** In the order given. Throws `task.missing`. */
export function tasksById(connection: Connection, wanted: readonly TaskId[]): readonly Task[] {
  return wanted.map((id) => taskOf(taskRow(connection, id, TASK_COLUMNS)));
}

export function taskDetails(connection: Connection, id: TaskId): TaskDetails {
  const row = taskRow(connection, id, `${TASK_COLUMNS}, t.content`);
  return {
    ...taskOf(row),
    content: textOrNull(row, 'content'),
    children: ids(connection.all(`SELECT t.id FROM tasks t WHERE t.parent_id = ? ORDER BY ${BY_ID}`, id)),
    dependents: ids(
      connection.all(
        `SELECT t.id FROM task_dependencies d JOIN tasks t ON t.id = d.task_id WHERE d.depends_on_id = ? ORDER BY ${BY_ID}`,
        id,
      ),
    ),
    notes: connection
      .all('SELECT note, content, user, created_at FROM task_notes WHERE task_id = ? ORDER BY id', id)
      .map((note) => ({
        note: text(note, 'note'),
        content: textOrNull(note, 'content'),
        user: text(note, 'user'),
        createdAt: text(note, 'created_at'),
      })),
    timeline: connection.all('SELECT * FROM task_timeline WHERE task_id = ? ORDER BY id', id).map((entry) => ({
      action: text(entry, 'action'),
      user: text(entry, 'user'),
      note: textOrNull(entry, 'note'),
      changes: parseJson(textOrNull(entry, 'changes')),
      timestamp: text(entry, 'timestamp'),
    })),
  };
}

/** The row with exactly this id. Throws `task.missing` with the ids that look alike. */
export function taskRow(connection: Connection, id: TaskId, columns: string): SqlRow {
  const row = connection.get(`SELECT ${columns} FROM tasks t WHERE t.id = ?`, id);
  if (row) return row;
  const near = similarIds(connection, id);
  throw new ConductorError('task.missing', `There is no task ${id} in ${connection.file}.`, {
    remedy: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'List the tasks to see which there are.',
    details: { id, near },
  });
}

interface Selection {
  readonly filter: TaskFilter;
  readonly order: string;
  readonly withClause?: string;
  readonly where?: readonly string[];
}

function select(connection: Connection, { filter, order, withClause = '', where = [] }: Selection): readonly Task[] {
  const conditions = [...where];
  const values: SqlValue[] = [];
  for (const [condition, value] of conditionsOf(connection, filter)) {
    conditions.push(condition);
    values.push(value);
  }
  const clause = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  values.push(filter.limit ?? -1);
  return connection
    .all(`${withClause} SELECT ${TASK_COLUMNS} FROM tasks t ${clause} ORDER BY ${order} LIMIT ?`, ...values)
    .map(taskOf);
}

/** Lists of values go over as one JSON array, so that there is one statement for each kind of filter. */
function* conditionsOf(connection: Connection, filter: TaskFilter): Generator<[condition: string, value: SqlValue]> {
  const { status, priority, assignee, tags, search, session, plan } = filter;
  if (status) yield [`t.status IN ${VALUES}`, JSON.stringify(status.flatMap(spellings))];
  if (priority) yield [`t.priority IN ${VALUES}`, JSON.stringify(priority)];
  if (assignee !== undefined) yield ['t.assignee = ?', assignee];
  if (tags) yield [`t.id IN (SELECT task_id FROM task_tags WHERE tag IN ${VALUES})`, JSON.stringify(tags)];
  if (search !== undefined) yield ['conductor_contains(?, t.name, t.description, t.content)', search.toLowerCase()];
  if (session !== undefined) yield [`${SESSION} = ?`, session];
  if (plan !== undefined) yield [hasOwnTables(connection) ? IS_OF_PLAN : '? IS NULL', plan];
}

const VALUES = '(SELECT value FROM json_each(?))';

const SESSION = "CASE WHEN json_valid(t.metadata) THEN t.metadata ->> '$.session' END";

/** Also when another plan for the same document imported it. */
const IS_OF_PLAN = `(t.id, t.created_at) IN (
  SELECT l.task_id, l.task_created_at FROM plans p JOIN conductor_links l ON l.source_file = p.source_file WHERE p.id = ?
)`;

/** At most three ids that differ from `id` by leading zeros, case or a slip of the hand, the nearest first. */
function similarIds(connection: Connection, id: string): readonly string[] {
  const wanted = plain(id);
  return ids(connection.all('SELECT id FROM tasks'))
    .map((candidate) => ({ candidate, edits: distance(plain(candidate), wanted) }))
    .filter(({ edits }) => edits <= 1)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function plain(id: string): string {
  return id.toUpperCase().replace(/-0+(?=\d)/, '-');
}
