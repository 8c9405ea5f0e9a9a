// The person works on the same files meanwhile: what they write is merged or shown to them, and never overwritten.
import assert from 'node:assert/strict';
import type { OrchestrationPorts } from '../../../../src/core/orchestrate/runContext.ts';
import type { Decision } from '../../../../src/core/review/approvals.ts';
import { complete, MULTIPLY, write } from '../../../support/eventfulRun.ts';
import { ACCEPT } from '../../../support/people.ts';
import { PACKAGE_FILES } from '../../../support/runProject.ts';
import { openScene, type RunScene } from '../../../support/runScene.ts';

const lines = (...changed: readonly [number, string][]): string =>
  Array.from(
    { length: 12 },
    (_, index) => changed.find(([line]) => line === index + 1)?.[1] ?? `line ${index + 1}`,
  ).join('\n') + '\n';

const files = { ...PACKAGE_FILES, 'poem.txt': lines() };

/** The review in which the person writes a file of their own before they accept. */
const editing = (project: () => RunScene['project'], path: string, text: string) => (): Decision => {
  project().writeAll({ [path]: text });
  return ACCEPT;
};

async function setUp(path: string, proposed: string, theirs: string): Promise<RunScene> {
  const late: { scene?: RunScene } = {};
  const project = () => late.scene!.project;
  late.scene = await openScene({
    files,
    steps: [{ uses: [write(path, proposed)] }, complete()],
    script: {
      reviews: [
        editing(project, path, theirs),
        (request) => {
          assert.deepEqual(
            request.mustLook.map(({ path: named }) => named),
            [path],
          );
          assert.deepEqual(
            request.changes.map((change) => [change.kind, 'original' in change ? change.original?.text : '']),
            [['modify', theirs]],
          );
          assert.equal(project().text(path), theirs);
          return { kind: 'accept', rejected: [], edited: { [path]: content(`${theirs}both\n`) } };
        },
      ],
    },
  });
  return late.scene;
}

const content = (text: string) => ({ text, encoding: 'utf8', isExecutable: false }) as const;

describe('a file that the person changes meanwhile', function () {
  this.timeout(30_000);

  it('is merged where the lines are apart', async () => {
    await using scene = await setUp('poem.txt', lines([2, 'by the agent']), lines([10, 'by the person']));
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(scene.people.reviews.length, 1);
    const both = lines([2, 'by the agent'], [10, 'by the person']);
    assert.equal(scene.project.text('poem.txt'), both);
    assert.equal(scene.project.git('show', 'HEAD:poem.txt'), both);
  });

  it('is shown to them again where the lines are the same', async () => {
    const theirs = lines([2, 'by the person']);
    await using scene = await setUp('poem.txt', lines([2, 'by the agent']), theirs);
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(scene.people.reviews.length, 2);
    assert.equal(scene.project.git('show', 'HEAD:poem.txt'), `${theirs}both\n`);
  });

  it('is shown to them again where both made it', async () => {
    await using scene = await setUp('src/multiply.js', MULTIPLY, '// Mine.\n');
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(scene.project.text('src/multiply.js'), '// Mine.\nboth\n');
  });

  it('is not overwritten in a mode that accepts by itself', async () => {
    const theirs = lines([2, 'by the person']);
    const late: { project?: RunScene['project'] } = {};
    await using scene = await openScene({
      files,
      steps: [{ uses: [write('poem.txt', lines([2, 'by the agent']))] }, complete()],
      script: { reviews: [{ kind: 'reject', reason: 'Mine is better.' }] },
      wrapPorts: (ports) => ({
        ...ports,
        workspace: {
          ...bound(ports.workspace),
          // The person is quicker than the run.
          apply: async (changes) => {
            late.project?.writeAll({ 'poem.txt': theirs });
            return ports.workspace.apply(changes);
          },
        },
      }),
    });
    late.project = scene.project;
    const { view } = await scene.run({ mode: 'acceptEdits' });
    assert.deepEqual([view.finished?.outcome, view.finished?.reason], ['rejected', 'Mine is better.']);
    assert.deepEqual(
      scene.people.reviews[0]?.mustLook.map(({ path }) => path),
      ['poem.txt'],
    );
    assert.equal(scene.project.text('poem.txt'), theirs);
  });

  it('belongs to the change where the person has written the same', async () => {
    const proposed = lines([2, 'by both']);
    await using scene = await setUp('poem.txt', proposed, proposed);
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(scene.project.git('show', 'HEAD:poem.txt'), proposed);
    assert.equal(scene.project.git('status', '--porcelain'), '');
  });
});

describe('a file with uncommitted changes', function () {
  this.timeout(30_000);

  it('keeps them when the agent changes it too, and gets them back in an undo', async () => {
    const dirty = lines([10, 'by the person']);
    await using scene = await openScene({
      files,
      steps: [
        {
          uses: [
            {
              name: 'edit_file',
              input: { path: 'poem.txt', edits: [{ old_text: 'line 2\n', new_text: 'by the agent\n' }] },
            },
          ],
        },
        ({ results }) => {
          assert.equal(results[0]?.isError, false, results[0]?.text);
          return complete();
        },
      ],
      script: { answers: [null], reviews: [ACCEPT] },
    });
    scene.project.writeAll({ 'poem.txt': dirty });
    const before = scene.project.fingerprint();
    const { view, run } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(scene.project.text('poem.txt'), lines([2, 'by the agent'], [10, 'by the person']));
    await scene.runs.undo(run.id);
    assert.equal(scene.project.text('poem.txt'), dirty);
    assert.deepEqual(scene.project.fingerprint(), before);
  });
});

/** The port with its methods, to put one of them in front. */
function bound(workspace: OrchestrationPorts['workspace']): OrchestrationPorts['workspace'] {
  return {
    root: workspace.root,
    read: (path) => workspace.read(path),
    list: (signal) => workspace.list(signal),
    apply: (changes) => workspace.apply(changes),
  };
}
