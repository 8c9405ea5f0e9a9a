// A run that is killed at any entry of its journal goes on from there: nothing twice, nothing lost.
import assert from 'node:assert/strict';
import { eventfulSteps } from '../../../support/eventfulRun.ts';
import { countOf, found, live, names, Namer, openKillScene, type KillScene } from '../../../support/killScene.ts';

describe('a run that is killed', function () {
  this.timeout(120_000);
  let undisturbed: Record<string, unknown>;
  let events: readonly string[];
  let requests: number;

  before(async () => {
    await using scene = await openKillScene();
    const result = await live(scene, () => null);
    assert.equal(result?.view.finished?.outcome, 'done', result?.paused ?? result?.view.finished?.reason);
    undisturbed = await found(scene);
    events = await names(scene);
    requests = scene.server.calls.length;
    assert.equal(requests, eventfulSteps.length);
    assert.equal(countOf(scene.commands, 'node make.js'), 1);
  });

  /** Each life ends at the first event that none before it has come to. Gives the number of lives. */
  async function dieEverywhere(scene: KillScene, how: 'before' | 'after'): Promise<number> {
    const seen = new Set<string>();
    for (let lives = 1; lives < 200; lives++) {
      const namer = new Namer();
      if (lives > 1) await names(scene, namer);
      const result = await live(scene, (event) => {
        const name = namer.name(event);
        if (seen.has(name)) return null;
        seen.add(name);
        return how;
      });
      if (result) return lives;
    }
    throw new Error(`It comes no further than ${[...seen].at(-1) ?? 'nowhere'}.`);
  }

  it('at every event, once that is written and before anything is done about it', async () => {
    await using scene = await openKillScene();
    const lives = await dieEverywhere(scene, 'after');
    assert.equal(lives, events.length);
    assert.deepEqual(await found(scene), undisturbed);
    assert.equal(scene.server.calls.length, requests, 'no turn was asked for twice');
    assert.equal(countOf(scene.commands, 'node make.js'), 1, 'no command ran twice');
  });

  it('before every event, when what it tells of is done already', async () => {
    await using scene = await openKillScene();
    const lives = await dieEverywhere(scene, 'before');
    assert.equal(lives, events.length);
    assert.deepEqual(await found(scene), undisturbed);
    assert.equal(scene.server.calls.length, 2 * requests, 'only the turn in flight was asked for again');
    assert.equal(countOf(scene.commands, 'node make.js'), 2, 'only the command in flight ran again');
  });
});
