// A run from a task to its commit: a real repository, real tests in it, the real SDK over loopback, people by a script.
import assert from 'node:assert/strict';
import { ClaudeBackend } from '../../../../src/node/anthropic/backend.ts';
import { silent } from '../../../support/conductor.ts';
import { BROKEN, complete, MULTIPLY, MULTIPLY_TEST, write } from '../../../support/eventfulRun.ts';
import { scriptedAgent, type ScriptStep } from '../../../support/messages/scriptedAgent.ts';
import { MessagesServer } from '../../../support/messages/server.ts';
import { ACCEPT, ScriptedPeople, type PeopleScript } from '../../../support/people.ts';
import { PACKAGE_FILES, RunProject, type RunProjectOptions } from '../../../support/runProject.ts';
import { failsWith } from '../../../support/taskwerk.ts';

const TEST = MULTIPLY_TEST;
const done = complete();
const happy: readonly ScriptStep[] = [
  { text: 'I look first.', uses: [{ name: 'read_file', input: { path: 'src/sum.js' } }] },
  { uses: [write('src/multiply.js', MULTIPLY), write('test/multiply.test.js', TEST)] },
  done,
];

async function setUp(steps: readonly ScriptStep[], script: PeopleScript = {}, options: RunProjectOptions = {}) {
  const server = await MessagesServer.start({ answer: scriptedAgent(steps) });
  const project = new RunProject(options.files);
  const taskId = await project.addTask('Add multiplication', 'Users multiply numbers.');
  const people = new ScriptedPeople(script);
  const model = new ClaudeBackend({ apiKey: () => Promise.resolve(server.apiKey), baseUrl: server.url, log: silent });
  const runs = await project.runs({ model, people, ...options });
  return {
    ...{ server, project, people, taskId, runs, model },
    async [Symbol.asyncDispose]() {
      await runs.dispose();
      project.dispose();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe('a run', () => {
  it('goes from a task to a commit on its branch', async () => {
    await using set = await setUp(happy, { reviews: [ACCEPT] });
    const { ended } = await set.runs.start({});
    const { view, paused } = await ended;
    assert.equal(paused, null);
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    const { project } = set;
    assert.equal(project.git('branch', '--show-current').trim(), `feature/${set.taskId}-add-multiplication`);
    assert.match(
      project.git('log', '-1', '--format=%B'),
      /^feat: add multiplication\n\nAdded multiply\.[^]*Conductor-Run: /,
    );
    assert.deepEqual(project.git('show', '--name-only', '--format=', 'HEAD').trim().split('\n'), [
      'src/multiply.js',
      'test/multiply.test.js',
    ]);
    assert.equal(project.git('status', '--porcelain'), '');
    const task = await (await project.store()).getTask(set.taskId);
    assert.equal(task.status, 'done');
    assert.match(task.notes.at(-1)!.note, /^Committed [0-9a-f]{12} on feature\/[^]*Added multiply\./);
    const stored = await (await project.store()).journal.readRun((await set.runs.list())[0]!.id);
    const gates = stored.events.flatMap(({ event }) => (event.type === 'run.gateFinished' ? [event.result] : []));
    const tests = gates.find(({ gate }) => gate === 'tests');
    assert.deepEqual([tests?.verdict.status, tests?.command, tests?.exitCode], ['passed', 'npm test', 0]);
    assert.equal(tests?.tree, project.git('rev-parse', 'HEAD^{tree}').trim());
    assert.deepEqual(
      set.people.reviews[0]?.changes.map(({ kind, path }) => [kind, path]),
      [
        ['add', 'src/multiply.js'],
        ['add', 'test/multiply.test.js'],
      ],
    );
  });

  it('puts nothing on disk before it is accepted, and everything back when it is rejected', async () => {
    await using set = await setUp(happy, {
      reviews: [
        () => {
          assert.equal(set.project.text('src/multiply.js'), null);
          return { kind: 'reject', reason: 'Not wanted.' };
        },
      ],
    });
    const before = set.project.fingerprint();
    const { ended } = await set.runs.start({ taskId: set.taskId });
    const { view } = await ended;
    assert.deepEqual([view.finished?.outcome, view.finished?.reason], ['rejected', 'Not wanted.']);
    assert.deepEqual(set.project.fingerprint(), before);
    assert.equal((await (await set.project.store()).getTask(set.taskId)).status, 'todo');
  });

  it('hands requested changes, failed tests and a rejected file back to the agent', async () => {
    const steps: readonly ScriptStep[] = [
      { uses: [write('src/multiply.js', BROKEN), write('test/multiply.test.js', TEST), write('NOTES.md', 'x\n')] },
      done,
      ({ texts }) => {
        assert.match(texts.join('\n'), /src\/multiply\.js:1: Say what it does\./);
        return { uses: [write('src/multiply.js', `// Multiplies.\n${BROKEN}`)] };
      },
      done,
      ({ texts }) => {
        assert.match(texts.join('\n'), /multiplies/);
        assert.match(texts.join('\n'), /NOTES\.md/);
        return { uses: [write('src/multiply.js', `// Multiplies.\n${MULTIPLY}`)] };
      },
      done,
    ];
    await using set = await setUp(steps, {
      reviews: [
        {
          kind: 'requestChanges',
          message: 'Nearly.',
          comments: [{ path: 'src/multiply.js', line: 1, text: 'Say what it does.' }],
        },
        { kind: 'accept', rejected: ['NOTES.md'], edited: {} },
        ACCEPT,
      ],
    });
    const { view } = await (await set.runs.start({})).ended;
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(set.project.text('src/multiply.js'), `// Multiplies.\n${MULTIPLY}`);
    assert.equal(set.project.text('NOTES.md'), null);
    assert.equal(set.people.reviews.length, 3);
  });

  it('is undone byte for byte, also after the commit', async () => {
    await using set = await setUp(happy, { reviews: [ACCEPT], answers: [null] });
    set.project.writeAll({ 'src/sum.js': 'export const sum = (a, b) => a + b;\r\n', 'mine.txt': 'mine' });
    set.project.git('add', 'mine.txt');
    const before = set.project.fingerprint();
    const { view } = await (await set.runs.start({})).ended;
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.notDeepEqual(set.project.fingerprint(), before);
    const [run] = await set.runs.list();
    await set.runs.undo(run!.id);
    assert.deepEqual(set.project.fingerprint(), before);
    assert.equal((await (await set.project.store()).getTask(set.taskId)).status, 'todo');
    await assert.rejects(set.runs.undo(run!.id), failsWith('run.over'));
  });

  it('takes no part of the Taskwerk database for work of the person, ignored by git or not', async () => {
    const files = { ...PACKAGE_FILES, '.gitignore': 'node_modules/\n' };
    await using set = await setUp(happy, { reviews: [ACCEPT] }, { files });
    const { ended, run } = await set.runs.start({});
    assert.equal((await ended).view.finished?.outcome, 'done');
    assert.deepEqual(set.people.questions, []);
    const { events } = await (await set.project.store()).journal.readRun(run.id);
    const checks = events.flatMap(({ event }) => (event.type === 'run.checked' ? [event.where] : []));
    assert.deepEqual(checks, ['workspace']);
    assert.equal(set.project.git('show', '--name-only', '--format=', 'HEAD').trim().split('\n').length, 2);
  });

  it('keeps an answer as a note, and asks it in no later run', async () => {
    const ask = { name: 'ask_person', input: { question: 'Which sign?', choices: ['Star', 'Cross'] } };
    const steps: readonly ScriptStep[] = [
      { uses: [ask] },
      ({ results }) => {
        assert.match(results[0]!.text, /Cross/);
        return { uses: [write('src/multiply.js', MULTIPLY), write('test/multiply.test.js', TEST)] };
      },
      done,
    ];
    await using set = await setUp(steps, {
      answers: ['Cross'],
      reviews: [{ kind: 'reject', reason: 'Once more.' }, ACCEPT],
    });
    assert.equal((await (await set.runs.start({})).ended).view.finished?.outcome, 'rejected');
    const task = await (await set.project.store()).getTask(set.taskId);
    assert.ok(task.notes.some(({ note }) => note === 'Question: Which sign?\nAnswer: Cross'));
    assert.equal((await (await set.runs.start({})).ended).view.finished?.outcome, 'done');
    assert.equal(set.people.questions.length, 1);
  });

  it('is cancelled after its program was closed, and leaves nothing behind', async () => {
    await using set = await setUp(happy, { reviews: [() => new Promise(() => undefined)] });
    const before = set.project.fingerprint();
    const { ended, run } = await set.runs.start({});
    await reviewAsked(set.people);
    await set.runs.dispose();
    assert.match((await ended).paused ?? '', /closed/);
    const other = await set.project.runs({ model: set.model });
    await other.cancel(run.id, 'Enough.');
    const { view } = await other.read(run.id);
    assert.deepEqual([view.finished?.outcome, view.finished?.reason], ['cancelled', 'Enough.']);
    assert.deepEqual(set.project.fingerprint(), before);
    await assert.rejects(other.resume(run.id), failsWith('run.over'));
  });

  it('is not undone over what a person has written since', async () => {
    await using set = await setUp(happy, { reviews: [ACCEPT] });
    const { ended, run } = await set.runs.start({});
    await ended;
    set.project.writeAll({ 'src/multiply.js': `${MULTIPLY}// Mine.\n` });
    const before = set.project.fingerprint();
    await assert.rejects(set.runs.undo(run.id), failsWith('undo.movedOn', /src\/multiply\.js/));
    assert.deepEqual(set.project.fingerprint(), before);
    assert.equal((await (await set.project.store()).getTask(set.taskId)).status, 'done');
  });
});

/** Resolves when a review has been asked for. */
async function reviewAsked(people: ScriptedPeople): Promise<void> {
  while (people.reviews.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
