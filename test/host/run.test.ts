// Runs inside VS Code: what is typed and not saved, a window that closes, and where no agent may work.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { createConductor } from '../../src/core/conductor.ts';
import { isConductorError } from '../../src/core/errors.ts';
import { portsOf } from '../../src/extensionPorts.ts';
import { GuardedOpener } from '../../src/vscode/store.ts';
import { runsOf } from '../../src/vscode/runs/pick.ts';
import type { ScriptStep } from '../support/messages/scriptedAgent.ts';
import { log } from './modelSetup.ts';
import { acceptInput, allChangesTab, conductor } from './reviewSetup.ts';
import { RunSetup } from './runSetup.ts';
import { eventually, replaceInDocument } from './support/editor.ts';

const MULTIPLY = 'export function multiply(a, b) {\n  return a * b;\n}\n';
const TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { multiply } from '../src/sum.js';

test('multiplies', () => {
  assert.equal(multiply(2, 3), 6);
});
`;

const steps: readonly ScriptStep[] = [
  { uses: [{ name: 'read_file', input: { path: 'src/sum.js' } }] },
  {
    uses: [
      {
        name: 'edit_file',
        input: {
          path: 'src/sum.js',
          edits: [{ old_text: '  return a + b;\n}\n', new_text: `  return a + b;\n}\n\n${MULTIPLY}` }],
        },
      },
      { name: 'write_file', input: { path: 'test/multiply.test.js', text: TEST } },
    ],
  },
  { uses: [{ name: 'complete', input: { summary: 'Added multiply.' } }] },
];

const underReview = () => eventually('review', () => allChangesTab('Add multiplication') !== undefined);
const failsWith = (code: string) => (error: unknown) => isConductorError(error) && error.code === code;

async function startedRun(setup: RunSetup) {
  const runs = await runsOf({ folder: setup.folder, conductor: await setup.activate() });
  const active = await runs.start({ taskId: setup.taskId });
  // A failing test must not end as an unhandled rejection.
  active.ended.catch(() => undefined);
  return { runs, ...active };
}

/** A document of the project with words in it that are not saved. */
async function typeInto(setup: RunSetup): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(setup.uri('src/sum.js'));
  await vscode.window.showTextDocument(document, { preview: false });
  await replaceInDocument(document, 'export function sum', '// Typed.\nexport function sum');
  return document;
}

describe('a run inside VS Code', () => {
  it('goes from the task to a commit, on what is typed and not saved', async () => {
    await using setup = await RunSetup.start(steps);
    const document = await typeInto(setup);
    const { run, ended } = await startedRun(setup);
    await underReview();
    assert.ok(document.isDirty);
    assert.doesNotMatch(setup.project.text('src/sum.js') ?? '', /Typed|multiply/);
    await vscode.commands.executeCommand('conductor.review.accept', setup.proposed(run.id, 'src/sum.js'));
    const { view } = await ended;
    assert.equal(view.finished?.outcome, 'done', view.finished?.reason);
    assert.equal(document.isDirty, false);
    assert.match(setup.project.git('show', 'HEAD:src/sum.js'), /^\/\/ Typed\.\n[^]*function multiply/);
    assert.equal(setup.project.git('status', '--porcelain'), '');
    assert.equal((await (await setup.project.store()).getTask(setup.taskId)).status, 'done');
  });

  it('leaves everything as it was when it is rejected, also what is not saved', async () => {
    await using setup = await RunSetup.start(steps);
    const document = await typeInto(setup);
    const before = setup.project.fingerprint();
    const { run, ended } = await startedRun(setup);
    await underReview();
    await acceptInput(vscode.commands.executeCommand('conductor.review.reject', setup.proposed(run.id, 'src/sum.js')));
    const { view } = await ended;
    assert.equal(view.finished?.outcome, 'rejected');
    assert.deepEqual(setup.project.fingerprint(), before);
    assert.ok(document.isDirty);
    assert.match(document.getText(), /^\/\/ Typed\.\nexport function sum[^]*\}\n$/);
    assert.equal((await (await setup.project.store()).getTask(setup.taskId)).status, 'todo');
  });

  it('pauses with its window and goes on in the next one, without asking the agent again', async () => {
    await using setup = await RunSetup.start(steps);
    const first = await setup.activate();
    const { run, ended } = await (await runsOf({ folder: setup.folder, conductor: first })).start({});
    await underReview();
    await first.dispose();
    assert.equal((await ended).paused, 'The program was closed.');
    await eventually('end of the review', () => allChangesTab('Add multiplication') === undefined);
    const calls = setup.server.calls.length;
    const again = await runsOf({ folder: setup.folder, conductor: await setup.activate() });
    const resumed = await again.resume(run.id);
    await underReview();
    await vscode.commands.executeCommand('conductor.review.accept', setup.proposed(run.id, 'src/sum.js'));
    assert.equal((await resumed.ended).view.finished?.outcome, 'done');
    assert.equal(setup.server.calls.length, calls);
  });

  it('takes back an accepted run, also in an editor that shows the file', async () => {
    await using setup = await RunSetup.start(steps);
    const before = setup.project.fingerprint();
    const document = await vscode.workspace.openTextDocument(setup.uri('src/sum.js'));
    await vscode.window.showTextDocument(document, { preview: false });
    const { run, ended, runs } = await startedRun(setup);
    await underReview();
    await vscode.commands.executeCommand('conductor.review.accept', setup.proposed(run.id, 'src/sum.js'));
    await ended;
    assert.match(document.getText(), /multiply/);
    await runs.undo(run.id);
    assert.deepEqual(setup.project.fingerprint(), before);
    await eventually('old text in the editor', () => !document.getText().includes('multiply'));
    assert.equal(document.isDirty, false);
  });

  it('does not begin without trust', async () => {
    await using setup = await RunSetup.start(steps);
    const ports = portsOf(setup.folder, { model: setup.model, people: await conductor(), log });
    const untrusted = createConductor({ ...ports, store: new GuardedOpener(setup.project.opener, () => false) });
    const before = setup.project.fingerprint();
    const runs = await runsOf({ folder: setup.folder, conductor: untrusted });
    await assert.rejects(runs.start({}), failsWith('trust.required'));
    assert.deepEqual(setup.project.fingerprint(), before);
    assert.equal(setup.project.git('for-each-ref', 'refs/conductor'), '');
    assert.deepEqual(setup.server.hits, []);
  });

  it('does not begin in a folder that is not on a disk', async () => {
    await using setup = await RunSetup.start(steps);
    const folder = { uri: vscode.Uri.parse('conductor-test:/remote'), name: 'remote', index: 0 };
    const ports = portsOf(folder, { model: setup.model, people: await conductor(), log });
    await assert.rejects(runsOf({ folder, conductor: createConductor(ports) }), failsWith('workspace.virtual'));
  });
});
