// Limits pause a run with a sentence, and it goes on where they are raised.
import assert from 'node:assert/strict';
import type { OrchestrationConfig } from '../../../../src/core/config/schema.ts';
import { complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import type { ScriptStep } from '../../../support/messages/scriptedAgent.ts';
import { ACCEPT, ScriptedPeople } from '../../../support/people.ts';
import { openScene } from '../../../support/runScene.ts';

const steps: readonly ScriptStep[] = [
  { uses: [{ name: 'read_file', input: { path: 'src/sum.js' } }] },
  { uses: [write('src/multiply.js', MULTIPLY), write('test/multiply.test.js', MULTIPLY_TEST)] },
  complete(),
];

const limits: readonly {
  readonly safety: Partial<OrchestrationConfig['safety']>;
  readonly says: RegExp;
  readonly turns: number;
}[] = [
  { safety: { max_turns: 2 }, says: /^The run has taken all 2 turns .*\(safety\.max_turns\)\.$/, turns: 2 },
  { safety: { budget_usd: 0.000_1 }, says: /^The next turn could take the run above .*safety\.budget_usd/, turns: 0 },
  {
    safety: { max_task_duration: '0s' },
    says: /^The run may work no longer than 0s \(safety\.max_task_duration\)\.$/,
    turns: 0,
  },
];

describe('a limit of a run', function () {
  this.timeout(30_000);

  for (const { safety, says, turns } of limits) {
    it(`pauses it, and raised lets it go on: ${Object.keys(safety).join()}`, async () => {
      await using scene = await openScene({ steps, settings: { safety } });
      const first = await scene.run();
      assert.match(first.paused ?? '', says);
      assert.equal(scene.server.calls.length, turns);
      assert.equal((await scene.runs.sessions())[0]?.status, 'paused');
      assert.equal((await scene.task()).status, 'in-progress');
      const again = await (await scene.runs.resume(first.run.id)).ended;
      assert.match(again.paused ?? '', says, 'as long as the limit stands');
      const people = new ScriptedPeople({ reviews: [ACCEPT] });
      const raised = await scene.open({ settings: {}, people });
      const { view, paused } = await (await raised.resume(first.run.id)).ended;
      assert.equal(view.finished?.outcome, 'done', paused ?? view.finished?.reason);
      assert.equal(scene.server.calls.length, steps.length);
    });
  }
});
