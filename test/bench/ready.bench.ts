// Listing the ready tasks among many, against the bare query that gives the same rows.
import { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '../../src/core/ports.ts';
import type { BatchTask } from '../../src/core/tasks/model.ts';
import { TestProject } from '../support/taskwerk.ts';
import { median, type Benchmark } from './benchmark.ts';

const TASKS = 10_000;
const ROUNDS = 15;

/** By hand, for rows of `tasks` alone. */
const BARE = `
WITH RECURSIVE waiting(id) AS (
  SELECT d.task_id FROM task_dependencies d JOIN tasks o ON o.id = d.depends_on_id
  WHERE o.status NOT IN ('done', 'completed', 'cancelled')
  UNION
  SELECT c.id FROM waiting w JOIN tasks c ON c.parent_id = w.id
)
SELECT * FROM tasks t WHERE status = 'todo' AND id NOT IN waiting
  AND NOT EXISTS (SELECT 1 FROM tasks c WHERE c.parent_id = t.id AND c.status NOT IN ('done', 'completed', 'cancelled'))
ORDER BY CASE priority WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, id`;

export const benchmarks: readonly Benchmark[] = [
  { name: 'ready tasks among 10,000, few ready', run: () => compareReady(0.2) },
  { name: 'ready tasks among 10,000, many ready', run: () => compareReady(0.9) },
];

async function compareReady(share: number): Promise<string> {
  const project = new TestProject();
  try {
    const store = await project.store();
    await store.addTasks(manyTasks(share));
    return await compare(store, project.file);
  } finally {
    project.dispose();
  }
}

async function compare(store: TaskStore, file: string): Promise<string> {
  using db = new DatabaseSync(file);
  const statement = db.prepare(BARE);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    const ready = await store.readyTasks();
    const between = performance.now();
    const rows = statement.all();
    const end = performance.now();
    if (ready.length !== rows.length) throw new Error(`${ready.length} tasks, but ${rows.length} rows`);
    ours.push(between - begin);
    bare.push(end - between);
  }
  const ratio = median(ours) / median(bare);
  return `ratio ${ratio.toFixed(2)} (${median(ours).toFixed(1)} ms against ${median(bare).toFixed(1)} ms, median of ${ROUNDS}, ${statement.all().length} rows)`;
}

/** Epics of ten tasks, five dependencies a task on earlier epics' tasks, of which the given share is done. */
function manyTasks(shareDone: number): readonly BatchTask[] {
  const id = (place: number): string => `TASK-${String(place + 1).padStart(3, '0')}`;
  const isDone = (place: number): boolean => ((place * 7919) % 1000) / 1000 < shareDone;
  return Array.from({ length: TASKS }, (_, place) => {
    const epic = place - (place % 11);
    const on = new Set(Array.from({ length: 5 }, (_, edge) => (place * 31 + edge * 97) % Math.max(epic, 1)));
    return {
      ...{ id: id(place), name: `Task ${place}`, tags: ['feature', `area-${place % 20}`] },
      metadata: { conductor_key: `t${place}`, complexity: place % 10 },
      status: isDone(place) ? 'done' : 'todo',
      ...(place !== epic && { parent_id: id(epic) }),
      ...(epic > 0 && { depends_on: [...on].map(id) }),
    };
  });
}
