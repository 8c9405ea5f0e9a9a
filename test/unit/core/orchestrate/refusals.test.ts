// What keeps a run from starting: each one clear sentence, and nothing touched.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { ConductorError, type ErrorCode } from '../../../../src/core/errors.ts';
import { complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import { ACCEPT } from '../../../support/people.ts';
import { openScene, type RunScene, type SceneOptions } from '../../../support/runScene.ts';

const good: SceneOptions = {
  steps: [{ uses: [write('src/multiply.js', MULTIPLY), write('test/multiply.test.js', MULTIPLY_TEST)] }, complete()],
  script: { reviews: [ACCEPT] },
};

interface Refusal {
  readonly what: string;
  readonly code: ErrorCode;
  readonly prepare?: (scene: RunScene) => unknown;
  readonly request?: (scene: RunScene) => Parameters<RunScene['run']>[0];
  readonly options?: SceneOptions;
}

const refusals: readonly Refusal[] = [
  {
    what: 'no git repository',
    code: 'git.noRepository',
    prepare: ({ project }) => {
      rmSync(path.join(project.dir, '.git'), { recursive: true });
    },
  },
  { what: 'no commit yet', code: 'git.noCommit', prepare: ({ project }) => project.git('update-ref', '-d', 'HEAD') },
  {
    what: 'an unfinished merge',
    code: 'git.busy',
    prepare: ({ project }) => {
      project.git('switch', '-qc', 'other');
      project.git('commit', '-q', '--allow-empty', '-m', 'other');
      project.git('switch', '-q', 'main');
      project.git('merge', '-q', '--no-ff', '--no-commit', 'other');
    },
  },
  {
    what: 'nobody who commits',
    code: 'git.noIdentity',
    prepare: ({ project }) => {
      project.git('config', '--unset', 'user.name');
      project.git('config', '--unset', 'user.email');
      project.git('config', 'user.useConfigOnly', 'true');
    },
  },
  {
    what: 'a task that is done',
    code: 'task.invalid',
    prepare: async ({ project, taskId }) => (await project.store()).updateTasks([taskId], { status: 'done' }),
    request: ({ taskId }) => ({ taskId }),
  },
  {
    what: 'no task that is ready',
    code: 'task.missing',
    prepare: async ({ project, taskId }) => (await project.store()).updateTasks([taskId], { status: 'done' }),
  },
  { what: 'an agent that nobody knows', code: 'agent.unknown', request: () => ({ agent: 'hal' }) },
  {
    what: 'no key',
    code: 'agent.notReady',
    request: () => ({ agent: 'claude' }),
    options: {
      model: {
        ...{ id: 'none', listModels: () => Promise.resolve([]) },
        isReady: () => Promise.resolve(false),
        stream: () => {
          throw new Error('Nobody is to be asked.');
        },
      } as unknown as NonNullable<SceneOptions['model']>,
    },
  },
];

const rowsOf = ({ project }: RunScene): unknown[] =>
  ['orchestration_sessions', 'conductor_runs', 'agent_interactions'].map((table) => {
    const there = project.rows(`SELECT 1 FROM sqlite_master WHERE name = ?`, table);
    return there.length === 0 ? 0 : project.rows(`SELECT count(*) AS count FROM ${table}`)[0]?.['count'];
  });

describe('a run does not start', function () {
  this.timeout(30_000);

  for (const { what, code, prepare, request, options } of refusals) {
    it(`with ${what}`, async () => {
      await using scene = await openScene(options);
      await prepare?.(scene);
      const hasGit = code !== 'git.noRepository' && code !== 'git.noCommit';
      const before = [hasGit && scene.project.fingerprint(), await scene.task()];
      const refused = await scene.runs.start(request?.(scene) ?? {}).then(
        () => null,
        (error: unknown) => error,
      );
      assert.ok(refused instanceof ConductorError, String(refused));
      assert.equal(refused.code, code, refused.message);
      assert.match(refused.message, /^[A-Z][^]*\.$/);
      assert.ok(refused.remedy, 'says what to do');
      assert.deepEqual([hasGit && scene.project.fingerprint(), await scene.task()], before);
      assert.deepEqual(rowsOf(scene), [0, 0, 0]);
    });
  }

  it('without a database', async () => {
    await using scene = await openScene();
    (await scene.project.store()).close();
    rmSync(path.join(scene.project.dir, '.taskwerk'), { recursive: true });
    await assert.rejects(
      scene.runs.start({}),
      (error) => error instanceof ConductorError && error.code === 'store.missing',
    );
  });

  it('in a second window, which cannot take the run over either', async () => {
    await using scene = await openScene({ ...good, script: { reviews: [() => new Promise(() => undefined)] } });
    const { run } = await scene.runs.start({});
    const other = await scene.open();
    const isBusy = (error: unknown): boolean => error instanceof ConductorError && error.code === 'run.busy';
    await assert.rejects(other.start({ taskId: scene.taskId }), isBusy);
    await assert.rejects(other.resume(run.id), isBusy);
    await assert.rejects(other.cancel(run.id, 'No.'), isBusy);
    await assert.rejects(other.undo(run.id), isBusy);
    assert.equal((await scene.runs.sessions()).length, 1);
    await scene.runs.cancel(run.id, 'Enough.');
  });

  it('on a task whose run is paused, when any task will do', async () => {
    await using scene = await openScene({ settings: { safety: { max_turns: 1 } }, ...good });
    const { run } = await scene.run();
    await (await scene.project.store()).updateTasks([scene.taskId], { status: 'todo' });
    await assert.rejects(
      scene.runs.start({}),
      (error) => error instanceof ConductorError && error.code === 'task.missing',
    );
    await scene.runs.cancel(run.id, 'Enough.');
  });
});

describe('a run on a detached HEAD', function () {
  this.timeout(30_000);

  it('works on its branch, and goes back when it is undone', async () => {
    await using scene = await openScene(good);
    scene.project.git('checkout', '-q', '--detach');
    const before = scene.project.fingerprint();
    const { view, run } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.match(scene.project.git('branch', '--show-current'), /^feature\//);
    await scene.runs.undo(run.id);
    assert.deepEqual(scene.project.fingerprint(), before);
  });

  it('goes back when it is rejected', async () => {
    await using scene = await openScene({ ...good, script: { reviews: [{ kind: 'reject', reason: 'No.' }] } });
    scene.project.git('checkout', '-q', '--detach');
    const before = scene.project.fingerprint();
    assert.equal((await scene.run()).view.finished?.outcome, 'rejected');
    assert.deepEqual(scene.project.fingerprint(), before);
  });
});
