// A person decides on a change set inside VS Code: what they see, tick, type and comment becomes the decision.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { ChangeSet } from '../../src/core/review/changeSet.ts';
import { acceptInput, allChangesTab, conductor, content, openFile, startReview } from './reviewSetup.ts';
import { closeEditors, eventually, replaceInDocument } from './support/editor.ts';

const hash = 'a'.repeat(64);
const changes: ChangeSet = [
  { kind: 'add', path: 'src/new.ts', proposed: content('export const one = 1;\n') },
  {
    kind: 'modify',
    path: 'src/old.ts',
    baseHash: hash,
    original: content('first\r\nsecond\r\nthird\r\n'),
    proposed: content('first\r\n2nd\r\nthird\r\nfourth\r\n'),
  },
  { kind: 'delete', path: 'src/zap.ts', baseHash: hash, original: content('gone\n') },
  {
    kind: 'rename',
    path: 'src/zip.ts',
    from: 'src/zop.ts',
    baseHash: hash,
    original: content('name\n'),
    proposed: content('new name\n'),
  },
];

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`conductor.review.${command}`, ...args);

const textOf = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();

describe('the review', () => {
  afterEach(closeEditors);

  it('shows both sides of every change', async () => {
    const review = await startReview(changes);
    assert.equal(await textOf(review.proposed('src/new.ts')), 'export const one = 1;\n');
    assert.equal(await textOf(review.original('src/old.ts')), 'first\r\nsecond\r\nthird\r\n');
    assert.equal(await textOf(review.proposed('src/old.ts')), 'first\r\n2nd\r\nthird\r\nfourth\r\n');
    assert.equal(await textOf(review.original('src/zap.ts')), 'gone\n');
    assert.equal(await textOf(review.original('src/zop.ts')), 'name\n');
    assert.equal(await textOf(review.proposed('src/zip.ts')), 'new name\n');
    await assert.rejects(textOf(review.proposed('src/zap.ts')));
    review.abort();
    await assert.rejects(review.decision);
  });

  it('accepts all through the command and closes its editors', async () => {
    const review = await startReview(changes);
    await openFile(review.proposed('src/old.ts'));
    await run('accept');
    assert.deepEqual(await review.decision, { kind: 'accept', rejected: [], edited: {} });
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.deepEqual(open, []);
  });

  it('leaves out a rejected file, and takes one in again', async () => {
    const review = await startReview(changes);
    for (const path of ['src/new.ts', 'src/old.ts']) await run('rejectFile', review.proposed(path));
    await run('rejectFile', review.original('src/zap.ts'));
    await run('acceptFile', review.proposed('src/new.ts'));
    await run('accept', review.proposed('src/new.ts'));
    assert.deepEqual(await review.decision, {
      kind: 'accept',
      rejected: ['src/old.ts', 'src/zap.ts'],
      edited: {},
    });
  });

  it('takes what is typed into the proposal, saved or not', async () => {
    const review = await startReview(changes);
    const saved = await vscode.workspace.openTextDocument(review.proposed('src/new.ts'));
    await replaceInDocument(saved, '1;', '100;');
    assert.ok(await saved.save());
    const { document: unsaved } = await openFile(review.proposed('src/old.ts'));
    await replaceInDocument(unsaved, '2nd', 'zwei');
    await run('accept', review.proposed('src/old.ts'));
    assert.deepEqual(await review.decision, {
      kind: 'accept',
      rejected: [],
      edited: {
        'src/new.ts': content('export const one = 100;\n'),
        'src/old.ts': content('first\r\nzwei\r\nthird\r\nfourth\r\n'),
      },
    });
    assert.equal(allChangesTab(review.title), undefined);
  });

  it('takes a file out whose hunks were all reverted', async () => {
    const review = await startReview(changes);
    const { document } = await openFile(review.proposed('src/old.ts'));
    await replaceInDocument(document, '2nd', 'second');
    await replaceInDocument(document, 'fourth\r\n', '');
    await run('accept', review.proposed('src/old.ts'));
    assert.deepEqual(await review.decision, { kind: 'accept', rejected: ['src/old.ts'], edited: {} });
  });

  /** What the editor does when a person types other words and presses a button. */
  async function reword(thread: vscode.CommentThread, index: number, button: string, words: string): Promise<void> {
    await run('editComment', thread.comments[index]);
    const comment = thread.comments[index];
    assert.equal(comment?.mode, vscode.CommentMode.Editing);
    comment.body = words;
    await run(button, comment);
  }

  it('sends comments with their lines, and what was typed, as a request for changes', async () => {
    const review = await startReview(changes);
    const { document } = await openFile(review.proposed('src/old.ts'));
    await replaceInDocument(document, 'fourth', '4th');
    const controller = vscode.comments.createCommentController('conductor.test', 'Tests');
    const range = new vscode.Range(1, 0, 1, 0);
    const thread = controller.createCommentThread(document.uri, range, []);
    await run('addComment', { thread, text: 'Spell it.' });
    await run('addComment', { thread, text: 'Why?' });
    await reword(thread, 0, 'saveComment', 'Spell it out.');
    await reword(thread, 1, 'cancelEdit', 'Because.');
    assert.equal(thread.comments[1]?.body, 'Why?');
    await reword(thread, 1, 'saveComment', ' ');
    await acceptInput(run('requestChanges', review.proposed('src/old.ts')));
    controller.dispose();
    assert.deepEqual(await review.decision, {
      kind: 'requestChanges',
      message: '',
      comments: [{ path: 'src/old.ts', line: 2, text: 'Spell it out.' }],
      edited: { 'src/old.ts': content('first\r\n2nd\r\nthird\r\n4th\r\n') },
    });
  });

  it('rejects', async () => {
    const review = await startReview(changes);
    await acceptInput(run('reject', review.proposed('src/new.ts')));
    assert.deepEqual(await review.decision, { kind: 'reject', reason: '' });
  });

  it('asks for a rejection where no file is ticked', async () => {
    const review = await startReview(changes.slice(0, 1));
    await run('rejectFile', review.proposed('src/new.ts'));
    await acceptInput(run('accept', review.proposed('src/new.ts')));
    assert.deepEqual(await review.decision, { kind: 'reject', reason: '' });
  });

  it('survives the closing of its editors', async () => {
    const review = await startReview(changes);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('closed editor', () => allChangesTab(review.title) === undefined);
    await run('openChanges', review.proposed('src/new.ts'));
    await eventually('editor', () => allChangesTab(review.title) !== undefined);
    await run('accept');
    assert.equal((await review.decision).kind, 'accept');
  });

  it('goes with the run that asked, also with text that is not saved', async () => {
    const review = await startReview(changes);
    const { document } = await openFile(review.proposed('src/old.ts'));
    await replaceInDocument(document, '2nd', 'two');
    review.abort();
    await assert.rejects(review.decision, { name: 'AbortError' });
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
      [],
    );
    await assert.rejects(async () => vscode.workspace.fs.readFile(review.proposed('src/old.ts')));
  });

  it('shows the next round under the same addresses', async () => {
    const first = await startReview(changes);
    const { document } = await openFile(first.proposed('src/new.ts'));
    await acceptInput(run('reject', first.proposed('src/new.ts')));
    await first.decision;
    const proposed = content('export const two = 2;\n');
    const second = await startReview([{ kind: 'add', path: 'src/new.ts', proposed }], { runId: first.runId, round: 2 });
    const editor = await openFile(second.proposed('src/new.ts'));
    await eventually('text of the second round', () => editor.document.getText() === proposed.text);
    assert.ok(document.isClosed || document.getText() === proposed.text);
    await run('accept', second.proposed('src/new.ts'));
    assert.deepEqual(await second.decision, { kind: 'accept', rejected: [], edited: {} });
  });

  it('keeps the reviews of several runs apart', async () => {
    const one = await startReview(changes);
    const other = await startReview(changes.slice(0, 1));
    await run('rejectFile', one.proposed('src/new.ts'));
    await run('accept', other.proposed('src/new.ts'));
    assert.deepEqual(await other.decision, { kind: 'accept', rejected: [], edited: {} });
    await run('accept', one.proposed('src/new.ts'));
    assert.deepEqual(await one.decision, { kind: 'accept', rejected: ['src/new.ts'], edited: {} });
  });

  it('walks from file to file', async () => {
    const review = await startReview(changes);
    await openFile(review.proposed('src/new.ts'));
    const seen = [];
    for (const command of ['nextFile', 'nextFile', 'nextFile', 'nextFile', 'previousFile']) {
      const before = vscode.window.activeTextEditor?.document.uri.toString();
      await run(command);
      const next = await eventually('other file', () => {
        const uri = vscode.window.activeTextEditor?.document.uri;
        return uri?.toString() === before ? undefined : uri;
      });
      seen.push(next.path.slice('/src/'.length));
    }
    assert.deepEqual(seen, ['old.ts', 'zap.ts', 'zip.ts', 'new.ts', 'zip.ts']);
    review.abort();
    await assert.rejects(review.decision);
  });

  it('reads proposals as they are whatever encoding the person prefers', async () => {
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('encoding', 'windows1252', vscode.ConfigurationTarget.Workspace);
    try {
      const review = await startReview([{ kind: 'add', path: 'ä.md', proposed: content('Grüße\n') }]);
      const { document } = await openFile(review.proposed('ä.md'));
      assert.equal(document.getText(), 'Grüße\n');
      await replaceInDocument(document, 'Grüße', 'Schöne Grüße');
      assert.ok(await document.save());
      await run('accept', review.proposed('ä.md'));
      const expected = { 'ä.md': content('Schöne Grüße\n') };
      assert.deepEqual(await review.decision, { kind: 'accept', rejected: [], edited: expected });
    } finally {
      await settings.update('encoding', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('refuses a second review of a run that is under review', async () => {
    const { approvals } = await conductor();
    const review = await startReview(changes);
    const request = { taskId: 'TASK-007', title: 'Again', round: 1, summary: '', changes, mustLook: [] };
    await assert.rejects(approvals.review({ ...request, runId: review.runId }, new AbortController().signal), {
      code: 'run.busy',
    });
    review.abort();
    await assert.rejects(review.decision);
  });
});
