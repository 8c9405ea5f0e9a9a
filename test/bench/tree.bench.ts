// What the Plans view does before 10,000 tasks are first painted, against reading the bare bytes of the plan.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConductor, type Conductor } from '../../src/core/conductor.ts';
import type { Plan } from '../../src/core/plan/model.ts';
import type { FilePort, StoreOpener } from '../../src/core/ports.ts';
import { createThreadedOpener } from '../../src/node/taskwerk/thread/threadedOpener.ts';
import { noFilter } from '../../src/vscode/plans/filter.ts';
import { RowSource } from '../../src/vscode/plans/rowSource.ts';
import type { Row } from '../../src/vscode/plans/rows.ts';
import type { Project } from '../../src/vscode/projects.ts';
import { planOf, task } from '../unit/core/plan/planBuilder.ts';
import { longestPause } from './benchmark.ts';

const TASKS = 10_000;
/** As many rows as a tall window shows. */
const VISIBLE_ROWS = 60;

export const benchmarks: readonly { readonly name: string; run(): Promise<string> }[] = [
  { name: 'tree, first paint with 10,000 tasks in 100 epics', run: () => firstPaint(hierarchy(100)) },
  { name: 'tree, first paint with 10,000 tasks at the top', run: () => firstPaint(hierarchy(0)) },
  { name: 'tree, filter over 10,000 tasks', run: filterAll },
];

async function firstPaint(plan: Plan): Promise<string> {
  return withProject(plan, async (project) => {
    const text = JSON.stringify(plan);
    const parse = await fastest(() => Promise.resolve(JSON.parse(text)));
    const paint = await fastest(() => paintOnce(project));
    const pause = await longestPause(() => paintOnce(project));
    return `${paint.toFixed(0)} ms, ${(paint / parse).toFixed(1)} × parsing the plan's JSON; longest pause ${pause.toFixed(0)} ms of processor time`;
  });
}

async function filterAll(): Promise<string> {
  return withProject(hierarchy(100), async (project) => {
    const rows = new RowSource(() => [project]);
    const [plan] = await rows.roots();
    if (!plan) throw new Error('The plan is not there.');
    const filter = await fastest(() => {
      rows.filter = { ...noFilter, text: 'build t99' };
      return rows.childrenOf(plan);
    });
    return `${filter.toFixed(0)} ms`;
  });
}

/** All that is asked for until the rows of the open plan stand there, from nothing read. */
async function paintOnce(project: Project): Promise<void> {
  const rows = new RowSource(() => [project]);
  const [plan] = await rows.roots();
  if (plan?.type !== 'plan') throw new Error('The plan is not there.');
  const index = await rows.index(plan);
  const children: readonly Row[] = await rows.childrenOf(plan);
  const linked = await rows.of(project).linkedTasks(index.plan.sourceFile);
  for (const row of children.slice(0, VISIBLE_ROWS)) {
    const draft = row.type === 'task' && index.task(row.key);
    if (draft) index.dependencyState(draft, linked);
  }
}

async function withProject(plan: Plan, run: (project: Project) => Promise<string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'conductor-bench-'));
  const store = createThreadedOpener(folder);
  try {
    await (await store.openOrCreate()).createPlan(plan);
    return await run(projectOf(createConductor({ store, files: noFiles, readers: [], log: silent }), store));
  } finally {
    (await store.openExisting())?.close();
    await store.settled();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only drawing asks for the workspace folder. */
function projectOf(conductor: Conductor, store: StoreOpener): Project {
  return { folder: {} as Project['folder'], conductor, store };
}

/** Milliseconds of the fastest of five runs. */
async function fastest(run: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    await run();
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

function hierarchy(epics: number): Plan {
  return planOf(
    Array.from({ length: TASKS }, (_, place) => {
      const on = place > epics + 5 ? [`t${place - 1}`, `t${place - 3}`, `t${place - 5}`] : [];
      return place < epics || epics === 0
        ? task(`t${place}`, epics === 0 ? { on } : {})
        : task(`t${place}`, { parent: `t${place % epics}`, on });
    }),
  );
}

const silent = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
const noFiles: FilePort = {
  read: () => Promise.reject(new Error('The benchmark reads no document.')),
  display: (location) => location,
};

function quiet(): void {
  // Nothing to tell: the benchmark prints its own numbers.
}
