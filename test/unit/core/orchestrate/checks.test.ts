// What must hold before a task is done: gates on exactly what is committed, hooks, and a person where one is needed.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../../../../src/core/agent/runEvents.ts';
import type { ScriptStep } from '../../../support/messages/scriptedAgent.ts';
import { BROKEN, complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import { ACCEPT, ALLOW } from '../../../support/people.ts';
import { PACKAGE_FILES } from '../../../support/runProject.ts';
import { openScene, type RunScene } from '../../../support/runScene.ts';

const good: readonly ScriptStep[] = [
  { uses: [write('src/multiply.js', MULTIPLY), write('test/multiply.test.js', MULTIPLY_TEST)] },
  complete(),
];

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

async function eventsOf<Type extends RunEvent['type']>(scene: RunScene, type: Type): Promise<Of<Type>[]> {
  return (await scene.events()).map(({ event }) => event).filter((event): event is Of<Type> => event.type === type);
}

function hook({ project }: RunScene, name: string, script: string): void {
  const file = `.git/hooks/${name}`;
  project.writeAll({ [file]: `#!/bin/sh\n${script}\n` });
  chmodSync(path.join(project.dir, file), 0o755);
}

describe('the check of a run', function () {
  this.timeout(30_000);

  it('is not failed by what the person has broken and not committed', async () => {
    await using scene = await openScene({ steps: good, script: { answers: [null], reviews: [ACCEPT] } });
    scene.project.writeAll({ 'test/mine.test.js': 'throw new Error("unfinished");\n' });
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.deepEqual(
      (await eventsOf(scene, 'run.checked')).map(({ where }) => where),
      ['copy'],
    );
  });

  it('is not passed by what the person has written and not committed', async () => {
    const uses = [write('test/multiply.test.js', MULTIPLY_TEST)];
    await using scene = await openScene({
      steps: [{ uses }, complete()],
      script: { answers: [null], reviews: [ACCEPT] },
      settings: { safety: { max_consecutive_failures: 1 } },
    });
    scene.project.writeAll({ 'src/multiply.js': MULTIPLY });
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'blocked');
    const [checked] = await eventsOf(scene, 'run.checked');
    assert.deepEqual([checked?.passed, checked?.where], [false, 'copy']);
    assert.equal(scene.project.git('log', '--format=%s', 'main..HEAD'), '');
  });

  it('is made again on the committed tree where a hook has changed files', async () => {
    await using scene = await openScene({ steps: good, script: { reviews: [ACCEPT] } });
    hook(scene, 'pre-commit', "printf '// By the hook.\\n' >> src/multiply.js && git add src/multiply.js");
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    const checks = await eventsOf(scene, 'run.checked');
    assert.deepEqual(
      checks.map(({ passed, where }) => [passed, where]),
      [
        [true, 'workspace'],
        [true, 'copy'],
      ],
    );
    assert.equal(checks[1]?.tree, scene.project.git('rev-parse', 'HEAD^{tree}').trim());
    assert.equal(scene.project.git('show', 'HEAD:src/multiply.js'), `${MULTIPLY}// By the hook.\n`);
  });

  it('goes back to the agent where a hook refuses the commit', async () => {
    await using scene = await openScene({
      steps: [
        ...good,
        ({ texts }) => {
          assert.match(texts.join('\n'), /pre-commit hook refused[^]*Say what it does first/);
          return { uses: [write('src/multiply.js', `// Multiplies.\n${MULTIPLY}`)] };
        },
        complete(),
      ],
      script: { reviews: [ACCEPT, ACCEPT] },
    });
    hook(
      scene,
      'pre-commit',
      'grep -q "// Multiplies" src/multiply.js || { echo "Say what it does first" >&2; exit 1; }',
    );
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(scene.project.git('rev-list', '--count', 'main..HEAD').trim(), '1');
  });

  it('blocks the task after too many failures, with the reason as a note', async () => {
    const step = (text: string): ScriptStep => ({ uses: [write('src/multiply.js', text)] });
    await using scene = await openScene({
      steps: [
        { uses: [write('src/multiply.js', BROKEN), write('test/multiply.test.js', MULTIPLY_TEST)] },
        complete(),
        step(`// Again.\n${BROKEN}`),
        complete(),
      ],
      script: { reviews: [ACCEPT, ACCEPT] },
      settings: { safety: { max_consecutive_failures: 2 } },
    });
    const { view } = await scene.run();
    assert.deepEqual([view.finished?.outcome, view.failures], ['blocked', 2]);
    const task = await scene.task();
    assert.equal(task.status, 'blocked');
    assert.equal(task.notes.at(-1)?.note, 'Blocked: 2 checks failed in a row, the last one in Tests.');
    assert.equal(scene.project.git('rev-list', '--count', 'main..HEAD').trim(), '0');
  });

  it('fails where no tests run, unless tests are not required', async () => {
    const { 'package.json': _, 'test/sum.test.js': __, ...files } = PACKAGE_FILES;
    const steps: readonly ScriptStep[] = [{ uses: [write('src/multiply.js', MULTIPLY)] }, complete()];
    const given = { steps, files, script: { reviews: [ACCEPT] } };
    {
      const settings = { gates: {}, safety: { max_consecutive_failures: 1 } };
      await using scene = await openScene({ ...given, settings });
      const { view } = await scene.run();
      assert.equal(view.finished?.outcome, 'blocked');
      const tests = view.gateResults.find(({ gate }) => gate === 'tests');
      assert.match(JSON.stringify(tests?.verdict), /No task is done without passing tests/);
    }
    const settings = { gates: {}, workflow: { require_tests: false } };
    await using scene = await openScene({ ...given, settings });
    const { view } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
  });

  it('tells the task which gates there were', async () => {
    await using scene = await openScene({ steps: good, script: { reviews: [ACCEPT] } });
    await scene.run();
    assert.match((await scene.task()).notes.at(-1)!.note, /^Gates: .*Tests: passed/m);
  });

  it('leaves the commit to the person where they want it so', async () => {
    const settings = { workflow: { auto_commit: false } };
    const no = { allow: false, remember: false };
    await using scene = await openScene({
      steps: good,
      settings,
      script: { reviews: [ACCEPT], permissions: [no, ALLOW] },
    });
    const { paused, run } = await scene.run();
    assert.equal(paused, 'The change is accepted and checked, but not committed.');
    assert.equal(scene.project.git('rev-list', '--count', 'main..HEAD').trim(), '0');
    const { view } = await (await scene.runs.resume(run.id)).ended;
    assert.equal(view.finished?.outcome, 'done');
    assert.deepEqual(
      scene.people.permissions.map(({ tool }) => tool),
      ['commit', 'commit'],
    );
    assert.match(scene.people.permissions[0]!.what, /^feat: add multiplication\n/);
  });
});

describe('a change that a person must look at in every mode', function () {
  this.timeout(30_000);

  const noTest = PACKAGE_FILES['test/sum.test.js']!.replace("test('adds", "test.skip('adds");
  const cases = [
    { what: 'weakened tests', path: 'test/sum.test.js', text: noTest },
    { what: 'a protected file', path: '.github/workflows/ci.yml', text: 'on: push\n' },
    { what: 'a secret', path: '.env', text: 'TOKEN=none\n' },
  ];
  for (const mode of ['acceptEdits', 'autonomous'] as const) {
    for (const { what, path: name, text } of cases) {
      it(`is ${what}, in ${mode}`, async () => {
        await using scene = await openScene({
          steps: [{ uses: [write(name, text)] }, complete()],
          script: { permissions: [ALLOW], reviews: [{ kind: 'reject', reason: 'No.' }] },
        });
        const { view } = await scene.run({ mode });
        assert.equal(view.finished?.outcome, 'rejected', view.finished?.reason);
        assert.ok(scene.people.reviews[0]?.mustLook.some(({ path: named }) => named === name));
      });
    }

    it(`is nothing else, in ${mode}`, async () => {
      await using scene = await openScene({ steps: good });
      const { view } = await scene.run({ mode });
      assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
      assert.deepEqual(
        (await eventsOf(scene, 'run.decided')).map(({ by }) => by),
        ['mode'],
      );
    });
  }
});
