// A person does the task in their own folder: the same review, gates and commit, and nothing of theirs is thrown away.
import assert from 'node:assert/strict';
import type { ManualAgentOptions } from '../../../../src/core/agent/manualAgent.ts';
import { BROKEN, MULTIPLY, MULTIPLY_TEST } from '../../../support/eventfulRun.ts';
import { ACCEPT } from '../../../support/people.ts';
import { openScene, type RunScene } from '../../../support/runScene.ts';

describe('a run of a person', function () {
  this.timeout(30_000);

  it('is reviewed, checked, mended, committed and undone', async () => {
    const late: { scene?: RunScene } = {};
    const told: (readonly string[])[] = [];
    const waitForPerson: ManualAgentOptions['waitForPerson'] = (assignment, feedback) => {
      assert.match(assignment.text, /Add multiplication/);
      told.push(feedback);
      const mended = feedback.length > 0;
      const text = mended ? MULTIPLY : BROKEN;
      late.scene?.project.writeAll({
        'src/multiply.js': text,
        'test/multiply.test.js': MULTIPLY_TEST,
        'notes.txt': 'mine\n',
      });
      return Promise.resolve({ summary: 'Added multiply.' });
    };
    const edited = { text: `// By hand.\n${MULTIPLY}`, encoding: 'utf8', isExecutable: false } as const;
    const rejected = ['notes.txt'];
    await using scene = await openScene({
      waitForPerson,
      script: {
        reviews: [
          { kind: 'accept', rejected, edited: {} },
          { kind: 'accept', rejected, edited: { 'src/multiply.js': edited } },
        ],
      },
    });
    late.scene = scene;
    const before = scene.project.fingerprint();
    const { view, run } = await scene.run({ agent: 'manual' });
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.deepEqual([told.length, told[0]], [2, []]);
    assert.match(told[1]?.[0] ?? '', /multiplies/);
    assert.equal(scene.project.git('show', 'HEAD:src/multiply.js'), edited.text);
    assert.equal(scene.project.text('src/multiply.js'), edited.text);
    assert.equal(scene.project.git('status', '--porcelain'), '?? notes.txt\n');
    assert.equal(scene.project.text('notes.txt'), 'mine\n');
    await scene.runs.undo(run.id);
    assert.equal(scene.project.text('src/multiply.js'), null);
    assert.equal(scene.project.text('notes.txt'), 'mine\n');
    assert.deepEqual({ ...scene.project.fingerprint(), status: '' }, { ...before, status: '' });
  });

  it('leaves what they wrote when they are rejected', async () => {
    const late: { scene?: RunScene } = {};
    await using scene = await openScene({
      waitForPerson: () => {
        late.scene?.project.writeAll({ 'src/multiply.js': MULTIPLY });
        return Promise.resolve({ summary: '' });
      },
      script: { reviews: [{ kind: 'reject', reason: 'No.' }] },
    });
    late.scene = scene;
    assert.equal((await scene.run({ agent: 'manual' })).view.finished?.outcome, 'rejected');
    assert.equal(scene.project.text('src/multiply.js'), MULTIPLY);
    const [task] = await (await scene.project.store()).listTasks();
    const rows = scene.project.rows('SELECT branch_name FROM tasks WHERE id = ?', task!.id);
    assert.equal(rows[0]?.['branch_name'], scene.project.git('branch', '--show-current').trim());
  });

  it('keeps in their files what they changed by hand in a review that asks for more', async () => {
    const late: { scene?: RunScene } = {};
    const byHand = `// By hand.\n${MULTIPLY}`;
    let seen: string | null = null;
    await using scene = await openScene({
      waitForPerson: (_assignment, feedback) => {
        if (feedback.length === 0) {
          late.scene?.project.writeAll({ 'src/multiply.js': MULTIPLY, 'test/multiply.test.js': MULTIPLY_TEST });
        } else seen = late.scene?.project.text('src/multiply.js') ?? null;
        return Promise.resolve({ summary: 'Added multiply.' });
      },
      script: {
        reviews: [
          {
            kind: 'requestChanges',
            message: 'Look once more.',
            comments: [],
            edited: { 'src/multiply.js': { text: byHand, encoding: 'utf8', isExecutable: false } },
          },
          ACCEPT,
        ],
      },
    });
    late.scene = scene;
    assert.equal((await scene.run({ agent: 'manual' })).view.finished?.outcome, 'done');
    assert.equal(seen, byHand);
    assert.equal(scene.project.git('show', 'HEAD:src/multiply.js'), byHand);
  });

  it('is paused, and cancelled, at any moment', async () => {
    const waiting = Promise.withResolvers<undefined>();
    await using scene = await openScene({
      waitForPerson: (_assignment, _feedback, signal) =>
        new Promise((_resolve, reject) => {
          waiting.resolve(undefined);
          signal.addEventListener('abort', () => {
            reject(new DOMException('The wait was given up.', 'AbortError'));
          });
        }),
      script: { reviews: [ACCEPT] },
    });
    const before = scene.project.fingerprint();
    const { run, ended } = await scene.runs.start({ agent: 'manual' });
    await waiting.promise;
    await scene.runs.pause(run.id, 'Lunch.');
    assert.equal((await ended).paused, 'Lunch.');
    await scene.runs.cancel(run.id, 'Enough.');
    assert.equal((await scene.runs.read(run.id)).view.finished?.outcome, 'cancelled');
    await scene.runs.undo(run.id);
    assert.deepEqual(scene.project.fingerprint(), before);
  });
});
