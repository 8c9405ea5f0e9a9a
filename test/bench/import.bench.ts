// Importing a large plan, against a bare loop of prepared inserts of the same rows in one transaction; and for how long
// at most the editor's thread has no time for anything else meanwhile.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Plan } from '../../src/core/plan/model.ts';
import { CREATE_SCHEMA } from '../../src/node/taskwerk/schema.ts';
import { createThreadedOpener } from '../../src/node/taskwerk/thread/threadedOpener.ts';
import { largePlan } from '../support/largePlan.ts';
import { TestProject } from '../support/taskwerk.ts';
import { longestPause, median, type Benchmark } from './benchmark.ts';

const ROUNDS = 3;

/** In the order in which they can be filled. */
const TABLES = ['tasks', 'task_dependencies', 'task_tags', 'task_notes', 'task_timeline'];

export const benchmarks: readonly Benchmark[] = [
  { name: 'import, 10,000 tasks, 50,000 dependencies', run: compareImport },
  { name: 'import, longest pause of the editor', run: measurePauses },
];

/** Each step as the editor takes it, from the draft to the tree of tasks and back. */
async function measurePauses(): Promise<string> {
  const pauses = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    const project = new TestProject(createThreadedOpener);
    const plan = largePlan();
    const measure = async (step: string, work: () => Promise<unknown>): Promise<void> => {
      pauses.set(step, [...(pauses.get(step) ?? []), await longestPause(work)]);
    };
    try {
      const store = await project.store();
      let stored = await store.createPlan(plan);
      await measure('save', async () => (stored = await store.savePlan(stored.id, stored.plan, stored.revision)));
      await measure('compare', () => store.previewImport(stored.id));
      await measure('import', () => store.importPlan(stored.id));
      await measure('list', () => store.listTasks());
      await measure('undo', () => store.undoImport(stored.id));
      await project.close();
    } finally {
      project.dispose();
    }
  }
  const steps = [...pauses].map(([step, times]) => [step, median(times)] as const);
  const longest = Math.max(...steps.map(([, time]) => time));
  return `${longest.toFixed(0)} ms of its processor time (${steps.map(([step, time]) => `${step} ${time.toFixed(0)}`).join(', ')})`;
}

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
