// Programs killed by the system around the effects of a run: another one goes on, or takes everything back.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventfulSteps } from '../../../support/eventfulRun.ts';
import type { KilledRun } from '../../../support/killedRun.ts';
import { countOf, found, live, openKillScene, type KillScene } from '../../../support/killScene.ts';

type Place = Pick<KilledRun, 'type' | 'skip' | 'how'>;

const place = (how: Place['how'], type: KilledRun['type'], skip = 0): Place => ({ how, type, skip });
const inWords = ({ how, type, skip }: Place): string => `${how} ${type}${skip > 0 ? ` ${skip + 1}` : ''}`;

async function killAt({ project, server }: KillScene, at: Place): Promise<void> {
  const given: KilledRun = { dir: project.dir, url: server.url, apiKey: server.apiKey, ...at };
  const driver = fileURLToPath(new URL('../../../support/killedRun.ts', import.meta.url));
  const child = spawn(process.execPath, [driver, JSON.stringify(given)], { stdio: ['ignore', 'inherit', 'inherit'] });
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
}

/** In this process, which is quicker. */
async function dieAt(scene: KillScene, { type, skip, how }: Place): Promise<void> {
  let left = skip;
  assert.equal(await live(scene, (event) => (event.type === type && left-- === 0 ? how : null)), null);
}

describe('a program that is killed', function () {
  this.timeout(60_000);
  let undisturbed: Record<string, unknown>;

  before(async () => {
    await using scene = await openKillScene();
    await live(scene, () => null);
    undisturbed = await found(scene);
  });

  const places = [
    place('before', 'run.assigned'),
    place('after', 'run.applying'),
    place('before', 'run.applied', 1),
    place('before', 'run.committed'),
  ];
  for (const at of places) {
    it(`is followed by one that goes on: ${inWords(at)}`, async () => {
      await using scene = await openKillScene();
      await killAt(scene, at);
      const result = await live(scene, () => null);
      assert.equal(result?.view.finished?.outcome, 'done', result?.paused ?? '');
      assert.deepEqual(await found(scene), undisturbed);
      const calls = scene.server.calls.length;
      assert.ok(calls <= eventfulSteps.length + 1, `${calls} calls of the model`);
      assert.ok(countOf(scene.commands, 'node make.js') <= 1);
    });
  }

  for (const at of [...places, place('after', 'run.finished')]) {
    it(`leaves nothing that cannot be undone: ${inWords(at)}`, async () => {
      await using scene = await openKillScene();
      const before = scene.project.fingerprint();
      await dieAt(scene, at);
      scene.project.sql('UPDATE conductor_runs SET seen_at = 0');
      const [run] = await scene.runs.list();
      await scene.runs.undo(run!.id);
      assert.deepEqual(scene.project.fingerprint(), before);
      const task = await scene.task();
      assert.equal(task.status, 'todo');
      assert.deepEqual(await scene.runs.list({ open: true }), []);
    });
  }

  for (const at of places.slice(0, 2)) {
    it(`leaves nothing that cannot be cancelled: ${inWords(at)}`, async () => {
      await using scene = await openKillScene();
      const before = scene.project.fingerprint();
      await dieAt(scene, at);
      scene.project.sql('UPDATE conductor_runs SET seen_at = 0');
      const [run] = await scene.runs.list();
      await scene.runs.cancel(run!.id, 'Not today.');
      const after = await scene.runs.read(run!.id);
      assert.deepEqual([after.view.finished?.outcome, after.view.finished?.reason], ['cancelled', 'Not today.']);
      assert.deepEqual(
        (await scene.events()).filter(({ event }) => event.type === 'run.turnFinished').length,
        scene.server.calls.length,
      );
      // What a person had accepted before is not taken back.
      if (at.type === 'run.applying') assert.notEqual(scene.project.text('src/multiply.js'), null);
      else assert.deepEqual(scene.project.fingerprint(), before);
    });
  }
});
