// How long the outline planner takes, with the inference of dependencies, and planning the same document again.
import { markdownReader } from '../../src/core/prd/markdown.ts';
import type { Prd } from '../../src/core/prd/model.ts';
import { readPrd } from '../../src/core/prd/read.ts';
import type { Plan, TaskKey } from '../../src/core/plan/model.ts';
import { planFromOutline, planInSteps } from '../../src/core/plan/outline/planner.ts';
import { reconcileInSteps, reconcilePlan } from '../../src/core/plan/reconcile.ts';
import { replanFromOutline, replanInSteps } from '../../src/core/plan/replan.ts';
import type { Steps } from '../../src/core/steps.ts';
import type { TaskStatus } from '../../src/core/tasks/model.ts';

const RUNS = 5;
const OPTIONS = { sourceFile: 'bench.md', sourceHash: '', maxDepth: 3 };

export const benchmarks: readonly { name: string; run(): Promise<string> }[] = [
  { name: 'decompose: 1,000 requirements', run: () => measurePlanning(1_000) },
  { name: 'decompose: 5,000 requirements', run: () => measurePlanning(5_000) },
  { name: 'decompose: pauses at 5,000 requirements', run: () => measurePauses(5_000) },
  { name: 'decompose again: 5,000 requirements', run: () => measureReconciling(5_000) },
  { name: 're-plan: 5,000 requirements', run: () => measureReplanning(5_000) },
];

async function measurePlanning(count: number): Promise<string> {
  const prd = await documentWith(count);
  const { ms, result } = fastest(() => plan(prd));
  const edges = result.tasks.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0);
  return `${ms.toFixed(0)} ms for ${result.tasks.length} tasks and ${edges} dependencies (${((ms * 1_000) / count).toFixed(0)} µs a requirement)`;
}

/** In thread time: the editor waits for no longer than one step. */
async function measurePauses(count: number): Promise<string> {
  const prd = await documentWith(count);
  return longestStep(() => planInSteps(prd, OPTIONS));
}

function longestStep(begin: () => Steps<unknown>): string {
  const longest = Array.from({ length: RUNS }, () => {
    const steps = begin();
    let most = 0;
    for (let isDone = false; !isDone;) {
      const before = process.threadCpuUsage();
      isDone = steps.next().done === true;
      const { user, system } = process.threadCpuUsage(before);
      most = Math.max(most, (user + system) / 1000);
    }
    return most;
  });
  return `longest step ${Math.min(...longest).toFixed(0)} ms of thread time`;
}

async function measureReconciling(count: number): Promise<string> {
  const previous = plan(await documentWith(count));
  const next = plan(await documentWith(count, ' and keeps a log'));
  const same = fastest(() => reconcilePlan(previous, previous));
  const changed = fastest(() => reconcilePlan(previous, next));
  const steps = longestStep(() => reconcileInSteps(previous, next));
  return `${same.ms.toFixed(0)} ms for the same document, ${changed.ms.toFixed(0)} ms with every requirement reworded, ${steps}`;
}

/** "Re-plan from Changed PRD" of a document whose second half is new. */
async function measureReplanning(count: number): Promise<string> {
  const previous = plan(await documentWith(count / 2));
  const fresh = plan(await documentWith(count));
  const input = { previous, fresh, statuses: new Map<TaskKey, TaskStatus>() };
  const { ms, result } = fastest(() => replanFromOutline(input));
  const steps = longestStep(() => replanInSteps(input));
  return `${ms.toFixed(0)} ms for ${result.added.length} new tasks, ${steps}`;
}

function plan(prd: Prd): Plan {
  return planFromOutline(prd, OPTIONS);
}

function fastest<Result>(work: () => Result): { readonly ms: number; readonly result: Result } {
  const runs = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    const result = work();
    return { ms: performance.now() - start, result };
  });
  return runs.reduce((best, run) => (run.ms < best.ms ? run : best));
}

const ACTORS = [
  'orders',
  'invoices',
  'customers',
  'parcels',
  'suppliers',
  'returns',
  'discounts',
  'warehouses',
  'drivers',
  'contracts',
];
const ACTIONS = [
  'Store',
  'Show',
  'Export',
  'Validate',
  'Generate',
  'Import',
  'Search',
  'Archive',
  'Notify owners of',
  'Merge',
];
const DETAILS = [
  'within 200 ms',
  'as PDF',
  'by country',
  'with a history',
  'for auditors',
  'in bulk',
  'by date',
  'on mobile devices',
];

/** Features of five sections with eight requirements each, and phases that name them. */
function documentWith(count: number, suffix = ''): Promise<Prd> {
  const lines = ['# Benchmark'];
  for (let index = 0; index < count; index += 1) {
    const feature = Math.floor(index / 40);
    const actor = ACTORS[(index + feature) % ACTORS.length] ?? '';
    if (index % 40 === 0) lines.push('', `## Feature ${feature + 1}: ${actor} desk ${feature + 1}`);
    if (index % 8 === 0) lines.push('', `### ${feature + 1}.${(index % 40) / 8 + 1} ${actor} part ${index / 8}`, '');
    const action = ACTIONS[Math.floor(index / 3) % ACTIONS.length] ?? '';
    lines.push(
      `- ${action} ${actor} of region${index % 97} ${DETAILS[index % DETAILS.length] ?? ''} in table_${index % 211}${suffix}`,
    );
  }
  return readPrd(markdownReader, new TextEncoder().encode(lines.join('\n')));
}
