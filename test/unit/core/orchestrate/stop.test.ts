// A stop that comes too late stops nothing.
import assert from 'node:assert/strict';
import type { RunService } from '../../../../src/core/orchestrate/service.ts';
import { complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import { mortalOpener } from '../../../support/mortal.ts';
import { ACCEPT } from '../../../support/people.ts';
import { openScene } from '../../../support/runScene.ts';

describe('a run that is about to be done', function () {
  this.timeout(30_000);

  for (const how of ['pause', 'cancel'] as const) {
    it(`stays done: ${how}`, async () => {
      const late: { runs?: RunService } = {};
      await using scene = await openScene({
        steps: [
          { uses: [write('src/multiply.js', MULTIPLY), write('test/multiply.test.js', MULTIPLY_TEST)] },
          complete(),
        ],
        script: { reviews: [ACCEPT] },
        wrapStore: (opener) =>
          mortalOpener(
            opener,
            ({ id, event }) => {
              if (event.type === 'run.finished') void late.runs?.[how](id, 'Too late.');
              return null;
            },
            () => undefined,
          ),
      });
      late.runs = scene.runs;
      const { view, paused } = await scene.run();
      assert.deepEqual([view.finished?.outcome, paused], ['done', null]);
      assert.equal((await scene.task()).status, 'done');
      assert.equal((await scene.events()).at(-1)?.event.type, 'run.finished');
    });
  }
});
