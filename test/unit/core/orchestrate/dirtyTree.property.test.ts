// For any uncommitted work of a person, whole runs leave it as it was: rejected, cancelled, and undone after the commit.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import { DIRTY_BASE, dirtyEdits, makeDirty, type DirtyEdit } from '../../../support/dirtyTree.ts';
import type { Decision } from '../../../../src/core/review/approvals.ts';
import { Repository, type Picture } from '../../../support/repository.ts';
import { PACKAGE_FILES } from '../../../support/runProject.ts';
import { openScene, type RunScene, type SceneOptions } from '../../../support/runScene.ts';

/** New files, and one that the person may have changed, moved or made a link of. */
const uses = [
  write('src/multiply.js', MULTIPLY),
  write('test/multiply.test.js', MULTIPLY_TEST),
  write('a.txt', 'by the agent\n'),
  { name: 'delete_file', input: { path: 'dir/b.txt' } },
];

/** All but the database, which the run writes to. */
function pictureOf({ project }: RunScene): Picture {
  const picture = new Repository(project.dir).picture();
  const files = Object.fromEntries(Object.entries(picture.files).filter(([path]) => !path.startsWith('.taskwerk')));
  return { ...picture, files };
}

async function onDirtyTree(
  edits: readonly DirtyEdit[],
  options: SceneOptions,
  play: (scene: RunScene) => Promise<void>,
): Promise<void> {
  await using scene = await openScene({
    files: { ...PACKAGE_FILES, ...DIRTY_BASE },
    steps: [{ uses }, complete()],
    settings: { gates: { skip: ['build', 'lint', 'tests', 'coverage'] }, workflow: { require_tests: false } },
    ...options,
  });
  makeDirty(scene.project.dir, edits);
  const before = pictureOf(scene);
  await play(scene);
  assert.deepEqual(pictureOf(scene), before);
}

/** Whole runs are slow, so few are made: always the same ones. Change it to look for more. */
const SEED = 20_261_127;

describe('a whole run on any dirty tree', function () {
  this.timeout(120_000);

  it('leaves it as it was when it is rejected', async () => {
    await fc.assert(
      fc.asyncProperty(dirtyEdits, (edits) =>
        onDirtyTree(edits, people({ kind: 'reject', reason: 'No.' }), async (scene) => {
          assert.equal((await scene.run()).view.finished?.outcome, 'rejected');
        }),
      ),
      { numRuns: 5, seed: SEED },
    );
  });

  it('leaves it as it was when it is cancelled in the middle of the work', async () => {
    await fc.assert(
      fc.asyncProperty(dirtyEdits, (edits) => {
        const asked = Promise.withResolvers<undefined>();
        const review = (): Promise<Decision> => {
          asked.resolve(undefined);
          return new Promise(() => undefined);
        };
        const given = people(review);
        return onDirtyTree(edits, given, async (scene) => {
          const { run, ended } = await scene.runs.start({});
          await Promise.race([asked.promise, ended]);
          await scene.runs.cancel(run.id, 'Enough.');
          assert.equal((await scene.runs.read(run.id)).view.finished?.outcome, 'cancelled');
        });
      }),
      { numRuns: 5, seed: SEED },
    );
  });

  it('leaves it as it was when it is undone after its commit', async () => {
    const some = fc.subarray(['src/multiply.js', 'test/multiply.test.js', 'a.txt', 'dir/b.txt'], { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(dirtyEdits, some, (edits, rejected) =>
        onDirtyTree(edits, people({ kind: 'accept', rejected, edited: {} }), async (scene) => {
          const { run, view, paused } = await scene.run();
          assert.ok(view.finished?.outcome === 'done' || view.finished?.outcome === 'rejected', paused ?? '');
          if (view.finished.outcome === 'done') await scene.runs.undo(run.id);
        }),
      ),
      { numRuns: 10, seed: SEED },
    );
  });
});

/** Carries on with a dirty tree, and gives the decision to every review. */
function people(decision: Decision | (() => Promise<Decision>)): SceneOptions {
  return {
    people: {
      approvals: {
        review: (_request, signal) =>
          Promise.race([
            typeof decision === 'function' ? decision() : Promise.resolve(decision),
            new Promise<never>((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                reject(signal.reason as Error);
              });
            }),
          ]),
        permit: () => Promise.resolve({ allow: true, remember: false }),
      },
      asked: { ask: () => Promise.resolve(null) },
    },
  };
}
