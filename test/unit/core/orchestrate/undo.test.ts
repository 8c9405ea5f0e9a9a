// Undo Run where git knows less than the person's folder held: files that it ignores, and what was written while the run went on.
import assert from 'node:assert/strict';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelBackend } from '../../../../src/core/model/backend.ts';
import type { ReviewRequest } from '../../../../src/core/review/approvals.ts';
import { BROKEN, complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import { failsWith } from '../../../support/taskwerk.ts';
import { ACCEPT, ScriptedPeople } from '../../../support/people.ts';
import { PACKAGE_FILES, RunProject } from '../../../support/runProject.ts';
import { openScene, type RunScene } from '../../../support/runScene.ts';

interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const done: Call = { name: 'complete', input: { summary: 'Changed it.' } };

/** Answers at once, with the calls of one turn after the other. */
function model(turns: readonly (readonly Call[])[]): ModelBackend {
  let turn = 0;
  const info = { id: 'instant', name: 'instant', maxInput: 1_000_000, takesTemperature: false, takesSchema: true };
  return {
    name: 'instant',
    isReady: () => Promise.resolve(true),
    countTokens: () => Promise.resolve(0),
    listModels: () => Promise.resolve([info]),
    async *stream() {
      await Promise.resolve();
      const calls = turns[turn++] ?? [done];
      const parts = calls.map((call, index) => ({ type: 'toolUse', id: `${turn}-${index}`, ...call }) as const);
      yield { type: 'done', parts, stop: 'tools', usage: { input: 1, cacheRead: 0, cacheWrite: 0, output: 1 } };
    },
  };
}

/** Runs a task to its end and undoes it. */
async function runAndUndo(
  project: RunProject,
  turns: readonly (readonly Call[])[],
  reviews: readonly (typeof ACCEPT | ((request: ReviewRequest) => typeof ACCEPT))[],
): Promise<void> {
  await project.addTask('Change it');
  const people = new ScriptedPeople({ reviews });
  const settings = { workflow: { require_tests: false }, gates: { skip: ['tests'] } };
  const runs = await project.runs({ model: model(turns), people, settings });
  const { ended, run } = await runs.start({});
  const { view } = await ended;
  assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
  await runs.undo(run.id);
}

const IGNORING = { ...PACKAGE_FILES, '.gitignore': '.taskwerk/\nlocal.json\n' };

describe('undoing a run', () => {
  let project: RunProject;

  afterEach(() => {
    project.dispose();
  });

  it('gives back a file that git ignores, with its permissions', async () => {
    project = new RunProject(IGNORING);
    project.writeAll({ 'local.json': '{"mine": true}\r\n' });
    chmodSync(join(project.dir, 'local.json'), 0o600);
    const turns = [[write('local.json', '{"mine": false}\n'), write('src/a.js', '1\n')], [done]];
    await runAndUndo(project, turns, [ACCEPT]);
    assert.equal(project.text('local.json'), '{"mine": true}\r\n');
    assert.equal(statSync(join(project.dir, 'local.json')).mode & 0o777, 0o600);
    assert.equal(project.text('src/a.js'), null);
  });

  it('gives back an ignored file that the run deleted', async () => {
    project = new RunProject(IGNORING);
    project.writeAll({ 'local.json': '{"mine": true}\n' });
    const remove = { name: 'delete_file', input: { path: 'local.json' } };
    await runAndUndo(project, [[remove, write('src/a.js', '1\n')], [done]], [ACCEPT]);
    assert.equal(project.text('local.json'), '{"mine": true}\n');
  });

  it('keeps what the person wrote in other lines of a file before the run did', async () => {
    const lines = (first: string, last: string): string => `${first}\n${'\n'.repeat(9)}${last}\n`;
    project = new RunProject({ ...PACKAGE_FILES, 'a.txt': lines('one', 'two') });
    const review = (): typeof ACCEPT => {
      project.writeAll({ 'a.txt': lines('one', 'two, by the person') });
      return ACCEPT;
    };
    await runAndUndo(project, [[write('a.txt', lines('one, by the run', 'two'))], [done]], [review]);
    assert.equal(project.text('a.txt'), lines('one', 'two, by the person'));
    assert.equal(project.git('status', '--porcelain'), ' M a.txt\n');
  });
});

const poem = (changed: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: 12 }, (_, index) => `${changed[index + 1] ?? `line ${index + 1}`}\n`).join('');

const edit = (path: string, old_text: string, new_text: string) => ({
  name: 'edit_file',
  input: { path, edits: [{ old_text, new_text }] },
});

/** The first round writes the second line of a poem and a function that its tests refuse; then the person writes; then the second round mends both. */
async function runInTwoRounds(path: string, theirs: string, second: ReturnType<typeof edit>): Promise<RunScene> {
  const scene = await openScene({
    files: { ...PACKAGE_FILES, '.gitignore': '.taskwerk/\nignored.txt\n', 'poem.txt': poem() },
    steps: [
      {
        uses: [
          write('src/multiply.js', BROKEN),
          write('test/multiply.test.js', MULTIPLY_TEST),
          write(path, poem({ 2: 'by the run' })),
        ],
      },
      complete(),
      () => {
        assert.equal(scene.project.text(path), poem({ 2: 'by the run' }));
        scene.project.writeAll({ [path]: theirs });
        return { uses: [write('src/multiply.js', MULTIPLY), { name: 'read_file', input: { path } }] };
      },
      { uses: [second] },
      ({ results }) => {
        assert.equal(results[0]?.isError, false, results[0]?.text);
        return complete();
      },
    ],
    script: { reviews: [ACCEPT, ACCEPT] },
  });
  return scene;
}

describe('undoing a run in whose files the person wrote between two rounds', function () {
  this.timeout(30_000);

  const mended = edit('poem.txt', 'by the run\n', 'by the run, mended\n');

  it('takes the lines of the run alone', async () => {
    await using scene = await runInTwoRounds('poem.txt', poem({ 2: 'by the run', 10: 'by the person' }), mended);
    const { view, run } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(scene.project.text('poem.txt'), poem({ 2: 'by the run, mended', 10: 'by the person' }));
    await scene.runs.undo(run.id);
    assert.equal(scene.project.text('poem.txt'), poem({ 10: 'by the person' }));
    assert.equal(scene.project.git('status', '--porcelain'), ' M poem.txt\n');
  });

  it('does it in a file that git ignores', async () => {
    const both = poem({ 2: 'by the run', 10: 'by the person' });
    await using scene = await runInTwoRounds('ignored.txt', both, {
      ...mended,
      input: { ...mended.input, path: 'ignored.txt' },
    });
    scene.project.writeAll({ 'ignored.txt': poem() });
    const { view, run } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    await scene.runs.undo(run.id);
    assert.equal(scene.project.text('ignored.txt'), poem({ 10: 'by the person' }));
  });

  it('changes nothing where both wrote the same lines', async () => {
    const theirs = poem({ 2: 'by the run and the person' });
    const second = edit('poem.txt', 'by the run and the person\n', 'by all\n');
    await using scene = await runInTwoRounds('poem.txt', theirs, second);
    const { view, run } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    const head = scene.project.git('rev-parse', 'HEAD');
    await assert.rejects(scene.runs.undo(run.id), failsWith('undo.movedOn', /between two of its rounds: poem\.txt/));
    assert.equal(scene.project.text('poem.txt'), poem({ 2: 'by all' }));
    assert.equal(scene.project.git('rev-parse', 'HEAD'), head);
  });

  it('changes nothing where the person wrote in a file that the run made', async () => {
    const second = edit('new.txt', 'line 3\n', 'third\n');
    await using scene = await runInTwoRounds('new.txt', poem({ 2: 'by the run', 10: 'by the person' }), second);
    const { view, run } = await scene.run();
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    await assert.rejects(scene.runs.undo(run.id), failsWith('undo.movedOn', /between two of its rounds: new\.txt/));
    assert.equal(scene.project.text('new.txt'), poem({ 2: 'by the run', 3: 'third', 10: 'by the person' }));
  });
});
