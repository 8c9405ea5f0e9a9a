// Importing a large plan, against a bare loop of prepared inserts of the same rows in one transaction.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Plan } from '../../src/core/plan/model.ts';
import { CREATE_SCHEMA } from '../../src/node/taskwerk/schema.ts';
import { largePlan } from '../support/largePlan.ts';
import { TestProject } from '../support/taskwerk.ts';
import { median, type Benchmark } from './benchmark.ts';

const ROUNDS = 3;

/** In the order in which they can be filled. */
const TABLES = ['tasks', 'task_dependencies', 'task_tags', 'task_notes', 'task_timeline'];

export const benchmarks: readonly Benchmark[] = [
  { name: 'import, 10,000 tasks, 50,000 dependencies', run: compareImport },
];

async function compareImport(): Promise<string> {
  const ratios: number[] = [];
  const times: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const project = new TestProject();
    const bare = new TestProject();
    try {
      const imported = await timeImport(project, largePlan());
      const inserted = timeInserts(bare.file, rowsOf(project.file));
      ratios.push(imported / inserted);
      times.push(`${imported.toFixed(0)}/${inserted.toFixed(0)}`);
    } finally {
      project.dispose();
      bare.dispose();
    }
  }
  return `ratio ${median(ratios).toFixed(2)} (import/inserts in ms: ${times.join(', ')})`;
}

async function timeImport(project: TestProject, plan: Plan): Promise<number> {
  const store = await project.store();
  const stored = await store.createPlan(plan);
  const begin = performance.now();
  await store.importPlan(stored.id);
  return performance.now() - begin;
}

interface TableRows {
  readonly insert: string;
  readonly rows: readonly (readonly SQLInputValue[])[];
}

/** All rows of Taskwerk's tables, with the statement that inserts one. */
function rowsOf(file: string): readonly TableRows[] {
  using db = new DatabaseSync(file);
  return TABLES.map((table) => {
    const columns = db
      .prepare(`SELECT name FROM pragma_table_info(?)`)
      .all(table)
      .map(({ name }) => String(name));
    const rows = db.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid`).all();
    return {
      insert: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
    };
  });
}

function timeInserts(file: string, tables: readonly TableRows[]): number {
  mkdirSync(path.dirname(file), { recursive: true });
  using db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN; ${CREATE_SCHEMA}; COMMIT`);
  const begin = performance.now();
  db.exec('BEGIN IMMEDIATE');
  for (const { insert, rows } of tables) {
    const statement = db.prepare(insert);
    for (const row of rows) statement.run(...row);
  }
  db.exec('COMMIT');
  return performance.now() - begin;
}
