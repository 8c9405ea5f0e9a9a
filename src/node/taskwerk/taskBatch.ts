// Adding tasks in Taskwerk's JSON shape, with what Taskwerk's own import leaves out: any order, dependencies, one transaction.
import type { WriteOptions } from '../../core/ports.ts';
import type { BatchResult, BatchTask, TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { idSequence } from './ids.ts';
import { isRecord } from './rows.ts';
import { TaskWriter } from './taskWriter.ts';
import { cleanTags, invalidTask, parseStatus, taskId, validateTask } from './values.ts';

interface Item {
  readonly id: TaskId;
  readonly task: BatchTask;
  /** How a person finds it: "Item 3 ("Write the parser")". */
  readonly where: string;
  readonly tags: readonly string[];
  readonly dependsOn: readonly TaskId[];
}

/** Call it in a transaction. Throws `task.invalid`, naming the item. */
export function addTasks(connection: Connection, batch: readonly BatchTask[], options: WriteOptions = {}): BatchResult {
  const given = new Set<string>();
  const tasks = batch.map((task, index) => validItem(task, whereOf(task, index), given));
  const exists = (id: string): boolean => connection.get('SELECT 1 FROM tasks WHERE id = ?', id) !== undefined;
  const nextId = idSequence(connection, given);
  const skipped = new Set([...given].filter(exists).map(taskId));
  const ids = tasks.map((task) => (task.id === undefined ? nextId() : taskId(task.id)));
  const items = tasks.map((task, index) => itemOf(task, ids, index)).filter(({ id }) => !skipped.has(id));
  const byId = new Map(items.map((item) => [item.id, item]));
  requireReferences(items, (id) => byId.has(taskId(id)) || exists(id));
  const ordered = parentsFirst(items, byId);
  refuseDependencyCycle(items, byId);
  const writer = new TaskWriter(connection, options);
  for (const item of ordered) insert(writer, item, options);
  for (const { id, task, tags } of ordered) writer.describe(id, tags, task.notes ?? []);
  for (const { id, dependsOn } of ordered) for (const on of dependsOn) writer.addDependency(id, on);
  return { created: items.map(({ id }) => id), skipped: [...skipped] };
}

function insert(writer: TaskWriter, { id, task }: Item, { session }: WriteOptions): void {
  const metadata = session === undefined ? (task.metadata ?? {}) : { ...task.metadata, session };
  writer.insert({
    id,
    name: task.name,
    description: task.description,
    status: parseStatus(task.status) ?? 'todo',
    priority: task.priority,
    assignee: task.assignee,
    estimate: task.estimate,
    progress: task.progress,
    parentId: parentOf(task),
    branchName: task.branch_name,
    dueDate: task.due_date,
    content: task.content,
    category: task.category,
    metadata: JSON.stringify(metadata),
    context: JSON.stringify(task.context ?? {}),
  });
}

function itemOf(task: BatchTask, ids: readonly TaskId[], index: number): Item {
  const where = whereOf(task, index);
  const id = ids[index] ?? taskId(task.id ?? '');
  const dependsOn = [...new Set((task.depends_on ?? []).map((on) => ids[placeOf(on)] ?? taskId(on)))];
  return { id, task, where, tags: cleanTags(task.tags, where), dependsOn };
}

/** The index that "#1" means, -1 for an id. */
const placeOf = (on: string): number => Number(/^#(\d+)$/.exec(on)?.[1] ?? 0) - 1;

function whereOf(task: unknown, index: number): string {
  const name = isRecord(task) && typeof task['name'] === 'string' ? ` ("${task['name'].slice(0, 60)}")` : '';
  return `Item ${index + 1}${name}`;
}

/** The batch comes from a file: nothing about its shape is certain; null counts as absent. Adds the item's id to `given`. */
function validItem(item: unknown, where: string, given: Set<string>): BatchTask {
  if (!isRecord(item)) throw invalidTask(where, 'is not an object');
  const task = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null));
  if (typeof task['name'] !== 'string') throw invalidTask(where, 'needs a name');
  validateTask(task, where);
  validateId(task['id'], where, given);
  for (const field of ['parent_id', 'branch_name', 'due_date']) {
    if (!['string', 'undefined'].includes(typeof task[field]))
      throw invalidTask(where, `has a ${field} that is not text`);
  }
  for (const field of ['metadata', 'context']) {
    if (task[field] !== undefined && !isRecord(task[field]))
      throw invalidTask(where, `has ${field} that is not an object`);
  }
  cleanTags(task['tags'], where);
  const { depends_on: dependsOn = [], notes = [] } = task;
  if (!Array.isArray(dependsOn) || !dependsOn.every((id) => typeof id === 'string')) {
    throw invalidTask(where, 'has a depends_on that is not a list of ids');
  }
  if (!Array.isArray(notes) || !notes.every(isNote)) {
    throw invalidTask(where, 'has notes that are not a list of objects with a "note"');
  }
  return task as unknown as BatchTask;
}

function validateId(id: unknown, where: string, given: Set<string>): void {
  if (id === undefined) return;
  if (typeof id !== 'string' || !/^[A-Z]+-\d+(?:\.\d+)*$/.test(id)) {
    throw invalidTask(where, 'has an id that is not of the form TASK-001');
  }
  if (given.has(id)) throw invalidTask(where, `has the id ${id} of an earlier item`);
  given.add(id);
}

function isNote(note: unknown): boolean {
  return isRecord(note) && typeof note['note'] === 'string' && ['string', 'undefined'].includes(typeof note['user']);
}

function requireReferences(items: readonly Item[], exists: (id: string) => boolean): void {
  for (const { id, task, where, dependsOn } of items) {
    const parent = parentOf(task);
    if (parent !== null && !exists(parent))
      throw invalidTask(where, `names the parent ${parent}, which does not exist`);
    for (const on of dependsOn) {
      if (on === id) throw invalidTask(where, 'depends on itself');
      if (!exists(on)) throw invalidTask(where, `depends on ${on}, which does not exist`);
    }
  }
}

/** New rows can be part of a loop only with one another: no existing task refers to them. */
function parentsFirst(items: readonly Item[], byId: ReadonlyMap<TaskId, Item>): readonly Item[] {
  const parents = (item: Item): readonly TaskId[] => {
    const parent = parentOf(item.task);
    return parent === null ? [] : [parent];
  };
  return order(items, byId, parents, 'is below itself in the hierarchy');
}

function refuseDependencyCycle(items: readonly Item[], byId: ReadonlyMap<TaskId, Item>): void {
  order(items, byId, ({ dependsOn }) => dependsOn, 'depends on itself through other items');
}

/** Depth first without recursion, for a batch may be one long chain. Throws for a loop, naming one round of it. */
function order(
  items: readonly Item[],
  byId: ReadonlyMap<TaskId, Item>,
  before: (item: Item) => readonly TaskId[],
  problem: string,
): readonly Item[] {
  const done = new Set<Item>();
  for (const start of items) {
    const path = done.has(start) ? [] : [{ item: start, rest: [...before(start)] }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const id = top.rest.pop();
      const next = id && byId.get(id);
      if (next && onPath.has(next)) throw loop([...onPath], next, problem);
      if (next && !done.has(next)) {
        onPath.add(next);
        path.push({ item: next, rest: [...before(next)] });
      } else if (id === undefined) {
        done.add(top.item);
        onPath.delete(top.item);
        path.pop();
      }
    }
  }
  return [...done];
}

function loop(path: readonly Item[], start: Item, problem: string): Error {
  const members = path.slice(path.indexOf(start)).map(({ id }) => id);
  return invalidTask(start.where, `${problem}: ${[...members, start.id].join(' → ')}`);
}

function parentOf(task: BatchTask): TaskId | null {
  return task.parent_id === undefined ? null : taskId(task.parent_id);
}
