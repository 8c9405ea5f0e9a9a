// Plans: what lists need in the table `plans`, the whole of each as JSON in `conductor_documents`.
import { ConductorError } from '../../core/errors.ts';
import type { Plan, PlanId, PlanStatus, StoredPlan } from '../../core/plan/model.ts';
import { parseStoredPlan } from '../../core/plan/schema.ts';
import type { PlanSummary } from '../../core/ports.ts';
import type { Connection } from './connection.ts';
import { ensureOwnTables, hasPlans } from './ownTables.ts';
import { number, text } from './rows.ts';
import type { SqlRow } from './sqlite.ts';
import { timestamp } from './values.ts';

const SUMMARY = 'p.id, p.title, p.source_file, p.status, p.created_at, p.revision, p.task_count';
/** A row of another program's has no document. */
const PLANS = 'plans p JOIN conductor_documents d ON d.plan_id = p.id';

export class PlanTable {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  list(): readonly PlanSummary[] {
    if (!hasPlans(this.#connection)) return [];
    const rows = this.#connection.all(`SELECT ${SUMMARY} FROM ${PLANS} ORDER BY p.id DESC`);
    return rows.map(summaryOf);
  }

  load(id: PlanId): StoredPlan {
    const row = this.#row(id, `${SUMMARY}, d.document`);
    const { status, createdAt, revision } = summaryOf(row);
    return { id, status, createdAt, revision, plan: parseStoredPlan(text(row, 'document')) };
  }

  /** Throws `plan.missing`. */
  summary(id: PlanId): PlanSummary {
    return summaryOf(this.#row(id, SUMMARY));
  }

  create(plan: Plan): StoredPlan {
    ensureOwnTables(this.#connection);
    const createdAt = timestamp();
    const { lastInsertRowid } = this.#connection.run(
      "INSERT INTO plans (created_at, status, source_file, metadata, title, task_count) VALUES (?, 'draft', ?, ?, ?, ?)",
      createdAt,
      ...columnsOf(plan),
    );
    const id = planId(Number(lastInsertRowid));
    this.#writeDocument(id, plan);
    return { id, status: 'draft', createdAt, revision: 1, plan };
  }

  save(id: PlanId, plan: Plan, revision: number): StoredPlan {
    const stored = this.summary(id);
    if (stored.revision !== revision) throw stalePlan(id);
    const status = stored.status === 'imported' ? 'reviewing' : stored.status;
    ensureOwnTables(this.#connection);
    this.#connection.run(
      `UPDATE plans SET source_file = ?, metadata = ?, title = ?, task_count = ?, status = ?, revision = revision + 1
       WHERE id = ?`,
      ...columnsOf(plan),
      ...[status, id],
    );
    this.#writeDocument(id, plan);
    return { id, status, createdAt: stored.createdAt, revision: revision + 1, plan };
  }

  setStatus(id: PlanId, status: PlanStatus): void {
    this.summary(id);
    this.#connection.run('UPDATE plans SET status = ? WHERE id = ?', status, id);
  }

  /** The links of its document stay, so that a later plan still finds the tasks; its imports can be undone no more. */
  delete(id: PlanId): void {
    this.summary(id);
    ensureOwnTables(this.#connection);
    this.#connection.run('DELETE FROM conductor_imports WHERE plan_id = ?', id);
    this.#connection.run('DELETE FROM plans WHERE id = ?', id);
  }

  #writeDocument(id: PlanId, plan: Plan): void {
    this.#connection.run(
      'INSERT OR REPLACE INTO conductor_documents (plan_id, document) VALUES (?, ?)',
      ...[id, JSON.stringify(plan)],
    );
  }

  #row(id: PlanId, columns: string): SqlRow {
    const row = hasPlans(this.#connection)
      ? this.#connection.get(`SELECT ${columns} FROM ${PLANS} WHERE p.id = ?`, id)
      : undefined;
    if (!row) throw missingPlan(id);
    return row;
  }
}

function columnsOf(plan: Plan): [sourceFile: string, metadata: string, title: string, taskCount: number] {
  const metadata = JSON.stringify({ planner: plan.planner, source_hash: plan.sourceHash });
  return [plan.sourceFile, metadata, plan.title, plan.tasks.length];
}

function summaryOf(row: SqlRow): PlanSummary {
  return {
    id: planId(number(row, 'id')),
    title: text(row, 'title'),
    sourceFile: text(row, 'source_file'),
    status: statusOf(row),
    createdAt: text(row, 'created_at'),
    revision: number(row, 'revision'),
    taskCount: number(row, 'task_count'),
  };
}

/** The column's CHECK leaves only NULL beside the three. */
function statusOf(row: SqlRow): PlanStatus {
  const status = text(row, 'status');
  return status === 'reviewing' || status === 'imported' ? status : 'draft';
}

function planId(id: number): PlanId {
  return id as PlanId;
}

function missingPlan(id: PlanId): ConductorError {
  return new ConductorError('plan.missing', `There is no plan ${id} in this project.`, {
    remedy: 'List the plans to see which there are.',
    details: { plan: id },
  });
}

function stalePlan(id: PlanId): ConductorError {
  return new ConductorError(
    'plan.stale',
    `Plan ${id} has been changed elsewhere since it was loaded; nothing was saved.`,
    {
      remedy: 'Load the plan again and repeat the change.',
      details: { plan: id },
    },
  );
}
