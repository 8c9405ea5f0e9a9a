// The last stage of a run that cannot go on: the person is asked once, and their answer is not lost with the program.
import assert from 'node:assert/strict';
import { mortalOpener } from '../../../support/mortal.ts';
import { openScene } from '../../../support/runScene.ts';

describe('a run that cannot go on', function () {
  this.timeout(30_000);

  for (const type of ['run.questionAsked', 'run.questionAnswered'] as const) {
    it(`asks the person once, also when it is killed after ${type}`, async () => {
      await using scene = await openScene({
        waitForPerson: () => Promise.resolve({ stuck: 'The server is down.' }),
        script: { answers: ['Stop here: block the task with this reason'] },
      });
      const death = Promise.withResolvers<undefined>();
      const doomed = await scene.open(
        {
          wrapStore: (opener) =>
            mortalOpener(
              opener,
              ({ event }) => (event.type === type ? 'after' : null),
              () => {
                death.resolve(undefined);
              },
            ),
        },
        true,
      );
      const { run } = await doomed.start({ agent: 'manual' });
      await death.promise;
      scene.project.sql('UPDATE conductor_runs SET seen_at = 0');
      const { view } = await (await scene.runs.resume(run.id)).ended;
      assert.deepEqual([view.finished?.outcome, view.finished?.reason], ['blocked', 'The server is down.']);
      assert.equal(scene.people.questions.length, 1);
      const { journal } = await scene.project.store();
      const types = (await journal.listInteractions(scene.taskId)).map((each) => each.type);
      assert.deepEqual(types, ['assignment', 'question', 'response']);
      assert.equal((await scene.task()).notes.filter(({ note }) => note === 'Blocked: The server is down.').length, 1);
    });
  }

  it('leaves nothing behind where nothing was accepted', async () => {
    const step = { uses: [{ name: 'read_file', input: { path: 'src/sum.js' } }] };
    await using scene = await openScene({
      steps: Array.from({ length: 40 }, () => step),
      script: { answers: ['Stop here: block the task with this reason'] },
    });
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'blocked');
    assert.equal(scene.people.questions.length, 1);
    assert.equal((await scene.task()).status, 'blocked');
    assert.equal(scene.project.git('branch', '--format=%(refname:short)'), 'main\n');
    assert.equal(scene.project.git('status', '--porcelain'), '');
  });
});
