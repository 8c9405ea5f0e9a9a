// Carries out an import in the transaction of its caller. What is to be done, the core's import rules decide.
import type { TaskContent } from '../../core/plan/importContent.ts';
import { assertImportable, planImport, type ImportWork, type TaskWrite } from '../../core/plan/importDiff.ts';
import type { ImportPreview, ImportResult } from '../../core/plan/importModel.ts';
import type { DraftTask, StoredPlan, TaskKey } from '../../core/plan/model.ts';
import type { WriteOptions } from '../../core/ports.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import type { Connection } from './connection.ts';
import { idSequence } from './ids.ts';
import { readImage, readSequences, recordImport, type ImportRecord, type TaskImage } from './journal.ts';
import { readLinks, writeLink, type LinkedState } from './links.ts';
import { ensureOwnTables } from './ownTables.ts';
import { jsonObject, text, valueOf } from './rows.ts';
import type { SqlRow, SqlValue } from './sqlite.ts';
import { taskRow } from './taskQueries.ts';
import { textList } from './taskRows.ts';
import { TaskWriter, type FieldChanges, type NewTask } from './taskWriter.ts';

export function previewImport(connection: Connection, stored: StoredPlan): ImportPreview {
  assertImportable(stored.plan);
  return previewOf(stored, workOf(connection, stored, readLinks(connection, stored.plan.sourceFile)));
}

/** Throws `plan.cycle` or `plan.invalid`. */
export function importPlan(connection: Connection, stored: StoredPlan, options: WriteOptions = {}): ImportResult {
  assertImportable(stored.plan);
  const linked = readLinks(connection, stored.plan.sourceFile);
  const work = workOf(connection, stored, linked);
  const result = { ...previewOf(stored, work), taskIds: Object.fromEntries(work.taskIds) };
  if (stored.status !== 'imported') {
    connection.run("UPDATE plans SET status = 'imported' WHERE id = ?", stored.id);
  }
  if (work.writes.length === 0) return result;
  ensureOwnTables(connection);
  return { ...result, importId: new Import(connection, stored, linked, options).carryOut(work.writes) };
}

/** The row of a task that an import makes; undoing the import looks whether it is still like this. */
export function newTaskOf(id: TaskId, written: TaskContent, session: string | null): NewTask {
  return {
    id,
    name: written.name,
    description: written.description || null,
    content: written.content || null,
    priority: written.priority,
    estimate: written.estimate,
    category: written.category || null,
    parentId: written.parent,
    metadata: JSON.stringify(session === null ? written.metadata : { ...written.metadata, session }),
  };
}

function workOf(connection: Connection, { plan }: StoredPlan, { links, current }: LinkedState): ImportWork {
  return planImport({ plan, links, current, nextId: idSequence(connection) });
}

function previewOf({ id }: StoredPlan, { changes, writes }: ImportWork): ImportPreview {
  return { planId: id, changes, isEmpty: writes.length === 0 };
}

type Addition = Extract<TaskWrite, { kind: 'add' }>;
type Change = Extract<TaskWrite, { kind: 'change' }>;

const CHANGE_COLUMNS = `t.name, t.description, t.content, t.priority, t.estimate, t.category, t.parent_id, t.metadata,
  t.created_at,
  (SELECT json_group_array(tag) FROM task_tags WHERE task_id = t.id) AS tags,
  (SELECT json_group_array(depends_on_id) FROM task_dependencies WHERE task_id = t.id) AS depends_on`;

class Import {
  readonly #connection: Connection;
  readonly #stored: StoredPlan;
  readonly #linked: LinkedState;
  readonly #session: string | null;
  readonly #signal: AbortSignal | undefined;
  readonly #writer: TaskWriter;
  readonly #drafts: ReadonlyMap<TaskKey, DraftTask>;

  constructor(connection: Connection, stored: StoredPlan, linked: LinkedState, options: WriteOptions) {
    this.#connection = connection;
    this.#stored = stored;
    this.#linked = linked;
    this.#session = options.session ?? null;
    this.#signal = options.signal;
    this.#writer = new TaskWriter(connection, options);
    this.#drafts = new Map(stored.plan.tasks.map((task) => [task.key, task]));
  }

  /** All rows first, then the dependencies between them. Gives the number of the import's record. */
  carryOut(writes: readonly TaskWrite[]): number {
    const before = readSequences(this.#connection);
    const additions = writes.filter((write) => write.kind === 'add');
    const changes = writes.filter((write) => write.kind === 'change');
    const images = changes.map(({ taskId }) => this.#image(taskId));
    for (const write of writes) {
      this.#signal?.throwIfAborted();
      if (write.kind === 'add') this.#writer.insert(newTaskOf(write.taskId, write.written, this.#session));
      else this.#change(write);
    }
    for (const addition of additions) {
      this.#signal?.throwIfAborted();
      this.#describe(addition);
    }
    for (const { taskId, written } of additions) {
      this.#signal?.throwIfAborted();
      for (const on of written.dependsOn) this.#writer.addDependency(taskId, on);
    }
    for (const change of changes) this.#changeDependencies(change);
    const record: ImportRecord = {
      previousStatus: this.#stored.status,
      session: this.#session,
      before,
      after: readSequences(this.#connection),
      added: additions.map(({ key, taskId }) => ({ key, id: taskId })),
      changed: changes.map(({ taskId }, index) => ({
        id: taskId,
        before: images[index] ?? this.#image(taskId),
        after: this.#image(taskId),
      })),
      links: changes.flatMap(({ key }) => this.#linked.stored.get(key) ?? []),
    };
    const { sourceFile } = this.#stored.plan;
    return recordImport(
      this.#connection,
      { planId: this.#stored.id, sourceFile, importedAt: this.#writer.now },
      record,
    );
  }

  #describe({ key, taskId, written }: Addition): void {
    this.#writer.describe(taskId, written.tags, sourceNotes(this.#stored.plan.sourceFile, this.#drafts.get(key)));
    this.#link(key, taskId, this.#writer.now, written);
  }

  #change({ key, taskId, fields, written }: Change): void {
    const row = taskRow(this.#connection, taskId, CHANGE_COLUMNS);
    const set = columnsOf(fields, row);
    if (this.#session !== null) {
      const metadata = jsonObject({ ...row, ...set }, 'metadata');
      set['metadata'] = JSON.stringify({ ...metadata, session: this.#session });
    }
    const changes = changesOf(set, row);
    if (fields.dependsOn) {
      const old = [...textList(row, 'depends_on')].sort();
      changes['depends_on'] = { old: old.join(', '), new: fields.dependsOn.join(', ') };
    }
    this.#writer.update(taskId, set, changes);
    const tags = new Set(textList(row, 'tags'));
    this.#writer.addTags(taskId, fields.tags?.filter((tag) => !tags.has(tag)) ?? []);
    this.#writer.removeTags(taskId, fields.tags ? [...tags].filter((tag) => !fields.tags?.includes(tag)) : []);
    this.#link(key, taskId, text(row, 'created_at'), written);
  }

  #changeDependencies({ taskId, fields }: Change): void {
    if (!fields.dependsOn) return;
    const old = new Set(textList(taskRow(this.#connection, taskId, CHANGE_COLUMNS), 'depends_on'));
    const wanted = new Set<string>(fields.dependsOn);
    for (const on of fields.dependsOn) if (!old.has(on)) this.#writer.addDependency(taskId, on);
    for (const on of old) if (!wanted.has(on)) this.#writer.removeDependency(taskId, on as TaskId);
  }

  #link(key: TaskKey, taskId: TaskId, taskCreatedAt: string, written: TaskContent): void {
    const { sourceFile } = this.#stored.plan;
    writeLink(this.#connection, sourceFile, { key, taskId, taskCreatedAt, written: JSON.stringify(written) });
  }

  /** Every write of a change is preceded by reading the row, in one transaction: the row is there. */
  #image(id: TaskId): TaskImage {
    const image = readImage(this.#connection, id);
    if (image) return image;
    throw new Error(`The task ${id} vanished within a transaction.`);
  }
}

function columnsOf(fields: Partial<TaskContent>, row: SqlRow): Record<string, SqlValue> {
  const set: Record<string, SqlValue> = {};
  for (const column of ['name', 'description', 'content', 'category'] as const) {
    if (fields[column] !== undefined) set[column] = fields[column] || null;
  }
  if (fields.priority) set['priority'] = fields.priority;
  if (fields.estimate !== undefined) set['estimate'] = fields.estimate;
  if (fields.parent !== undefined) set['parent_id'] = fields.parent;
  if (fields.metadata) set['metadata'] = JSON.stringify({ ...notFlat(row), ...fields.metadata });
  return set;
}

/** Values that Conductor never writes, for instance lists, and so never takes away. */
function notFlat(row: SqlRow): Record<string, unknown> {
  const entries = Object.entries(jsonObject(row, 'metadata'));
  return Object.fromEntries(entries.filter(([, value]) => typeof value !== 'string' && typeof value !== 'number'));
}

function changesOf(set: Readonly<Record<string, SqlValue>>, row: SqlRow): Record<string, FieldChanges[string]> {
  return Object.fromEntries(
    Object.entries(set).map(([column, value]) => [column, { old: valueOf(row, column), new: value }]),
  );
}

/** Where in the document the task comes from, for a person who sees the task in Taskwerk alone. */
function sourceNotes(sourceFile: string, draft: DraftTask | undefined): readonly { readonly note: string }[] {
  if (!draft?.source) return [];
  const { page, line } = draft.source;
  return [{ note: `From ${sourceFile}, ${page === undefined ? '' : `page ${page}, `}line ${line}.` }];
}
