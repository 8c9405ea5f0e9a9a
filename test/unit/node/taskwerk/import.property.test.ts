import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ConductorError } from '../../../../src/core/errors.ts';
import { findCycles } from '../../../../src/core/plan/graph.ts';
import type { Plan, TaskKey } from '../../../../src/core/plan/model.ts';
import { TestProject } from '../../../support/taskwerk.ts';
import { withTaskwerk, type Taskwerk, type TaskwerkProgram } from '../../../support/taskwerkProgram.ts';
import { arbitraryPlan, withoutEdges } from '../../core/plan/planBuilder.ts';

const SIZE = 8;
/** Each run makes a database of its own. */
const runsOf = ({ isReal }: TaskwerkProgram) => ({ numRuns: isReal ? 5 : 25 });

const importable: fc.Arbitrary<Plan> = arbitraryPlan(SIZE, 12).map((plan) => {
  const order = new Map(plan.tasks.map(({ key }, index) => [key, index]));
  const place = (key: TaskKey): number => order.get(key) ?? 0;
  const forward = withoutEdges(plan, (from, to) => place(to) >= place(from));
  return findCycles(forward).length === 0 ? forward : withoutEdges(forward, () => true);
});

type Foreign = readonly [kind: 'tag' | 'note' | 'rename' | 'start' | 'split' | 'delete' | 'add', which: number];
const foreign: fc.Arbitrary<readonly Foreign[]> = fc.array(
  fc.tuple(fc.constantFrom('tag', 'note', 'rename', 'start', 'split', 'delete', 'add'), fc.nat(SIZE)),
  { maxLength: 4 },
);

/** What a person does at the command line meanwhile, on whichever task there is. */
function act(cli: Taskwerk, [kind, which]: Foreign): void {
  const ids = cli.list().map(({ id }) => String(id));
  const id = ids[which % ids.length];
  if (id === undefined || kind === 'add') cli.addTask('Mine', { tags: ['mine'] });
  else if (kind === 'tag') cli.annotate(id, { addTag: 'mine' });
  else if (kind === 'note') cli.annotate(id, { text: 'Mine' });
  else if (kind === 'rename') cli.updateTask(id, { name: `Mine ${which}` });
  else if (kind === 'start') cli.statusTask(id, 'in-progress');
  else if (kind === 'delete') cli.deleteTask(id, { cascade: true });
  else if (/^[A-Z]+-\d+$/.test(id)) cli.splitTask(id, ['Mine']);
}

async function inProject(
  program: TaskwerkProgram,
  work: (project: TestProject, cli: Taskwerk) => Promise<void>,
): Promise<void> {
  const project = new TestProject();
  try {
    await project.store();
    await work(project, program.in(project.dir));
  } finally {
    project.dispose();
  }
}

/** What a person made or changed, wherever it is. */
function belongings(project: TestProject): unknown {
  return {
    names: project.rows("SELECT id, name FROM tasks WHERE name LIKE 'Mine%' ORDER BY id"),
    started: project.rows("SELECT id FROM tasks WHERE status = 'in-progress' ORDER BY id"),
    tags: project.rows("SELECT task_id FROM task_tags WHERE tag = 'mine' ORDER BY id"),
    notes: project.rows("SELECT id, task_id FROM task_notes WHERE note = 'Mine' ORDER BY id"),
    timeline: project.rows("SELECT * FROM task_timeline WHERE user = 'user' ORDER BY id"),
  };
}

withTaskwerk('an import, whatever the plan and whatever else happens', (program) => {
  const runs = runsOf(program);

  it('is undone to the row, also on top of an earlier one and of foreign work', async () => {
    await fc.assert(
      fc.asyncProperty(importable, foreign, importable, async (first, actions, second) => {
        await inProject(program, async (project, cli) => {
          const store = await project.store();
          const stored = await store.createPlan(first);
          const empty = project.dump();
          await store.importPlan(stored.id);
          if (actions.length === 0) {
            await store.undoImport(stored.id);
            assert.deepEqual(project.dump(), empty);
            await store.importPlan(stored.id);
          }
          for (const action of actions) act(cli, action);
          const next = await store.createPlan(second);
          const before = project.dump();
          const { isEmpty } = await store.importPlan(next.id);
          if (isEmpty) return;
          await store.undoImport(next.id);
          assert.deepEqual(project.dump(), before);
        });
      }),
      runs,
    );
  }).timeout(120_000);

  it('changes nothing when it is repeated, and previews what it does', async () => {
    await fc.assert(
      fc.asyncProperty(importable, foreign, importable, async (first, actions, second) => {
        await inProject(program, async (project, cli) => {
          const store = await project.store();
          const stored = await store.createPlan(first);
          await store.importPlan(stored.id);
          for (const action of actions) act(cli, action);
          const next = await store.savePlan(stored.id, second, stored.revision);
          const preview = await store.previewImport(next.id);
          const { changes, isEmpty } = await store.importPlan(next.id);
          assert.deepEqual({ planId: next.id, changes, isEmpty }, preview);
          const before = project.dump();
          assert.equal((await store.importPlan(next.id)).isEmpty, true);
          assert.deepEqual(project.dump(), before);
          for (const { id } of cli.list()) cli.showTask(String(id));
        });
      }),
      runs,
    );
  }).timeout(120_000);

  it('never loses what a person made or changed, nor does undoing it', async () => {
    await fc.assert(
      fc.asyncProperty(importable, foreign, importable, foreign, async (first, actions, second, later) => {
        await inProject(program, async (project, cli) => {
          const store = await project.store();
          const stored = await store.createPlan(first);
          await store.importPlan(stored.id);
          for (const action of actions) act(cli, action);
          const mine = belongings(project);
          await store.savePlan(stored.id, second, stored.revision);
          await store.importPlan(stored.id);
          assert.deepEqual(belongings(project), mine);
          for (const action of later) act(cli, action);
          const mineLater = belongings(project);
          const before = project.dump();
          try {
            await store.undoImport(stored.id);
          } catch (error) {
            assert.ok(error instanceof ConductorError && error.code === 'undo.movedOn', String(error));
            assert.deepEqual(project.dump(), before);
          }
          assert.deepEqual(belongings(project), mineLater);
        });
      }),
      runs,
    );
  }).timeout(120_000);
});
