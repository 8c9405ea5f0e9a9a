// Accepted changes arrive byte for byte through the editor, whatever is open, dirty or reformatted when it is saved.
import { strict as assert } from 'node:assert';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ChangeSet, FileContent } from '../../src/core/review/changeSet.ts';
import { hashBytes } from '../../src/core/review/content.ts';
import { createDiskWorkspace } from '../../src/node/files/workspace.ts';
import { EditorWorkspace } from '../../src/vscode/review/workspace.ts';
import { text, workspaceContract } from '../support/contracts/workspace.ts';
import { closeEditors, folder, replaceInDocument } from './support/editor.ts';

describe('the workspace of the editor', () => {
  let root: string;
  let workspace: EditorWorkspace;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(folder().uri.fsPath, 'review-')));
    workspace = new EditorWorkspace(vscode.Uri.file(root), createDiskWorkspace(root));
  });
  afterEach(async () => {
    await closeEditors();
    await rm(root, { recursive: true, force: true });
  });

  const put = async (path: string, content: string | Uint8Array, isExecutable = false): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
    await chmod(join(root, path), isExecutable ? 0o755 : 0o644);
  };
  const bytes = (path: string): Promise<Uint8Array | null> => readFile(join(root, path)).catch(() => null);
  const textOf = async (path: string): Promise<string> => Buffer.from((await bytes(path)) ?? []).toString();
  const open = async (path: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(join(root, path));
    await vscode.window.showTextDocument(document, { preview: false });
    return document;
  };
  const modify = async (
    path: string,
    from: string,
    to: string,
    more: Partial<FileContent> = {},
  ): Promise<ChangeSet> => {
    const baseHash = await hashBytes(Buffer.from(from));
    return [{ kind: 'modify', path, baseHash, original: text(from), proposed: text(to, more) }];
  };
  const labels = (): readonly string[] =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));

  workspaceContract(() => Promise.resolve({ workspace, put, bytes }));

  it('lets files come, move and go where no text changes', async () => {
    const add: ChangeSet = [{ kind: 'add', path: 'new/a.txt', proposed: text('one\n') }];
    assert.equal((await workspace.apply(add)).kind, 'applied');
    assert.equal(await textOf('new/a.txt'), 'one\n');
    const baseHash = await hashBytes(Buffer.from('one\n'));
    const content = { original: text('one\n'), proposed: text('one\n') };
    const move: ChangeSet = [{ kind: 'rename', from: 'new/a.txt', path: 'b.txt', baseHash, ...content }];
    assert.equal((await workspace.apply(move)).kind, 'applied');
    assert.deepEqual([await bytes('new/a.txt'), await textOf('b.txt')], [null, 'one\n']);
    const remove: ChangeSet = [{ kind: 'delete', path: 'b.txt', baseHash, original: text('one\n') }];
    assert.deepEqual(await workspace.apply(remove), { kind: 'applied', files: [{ path: 'b.txt', hash: null }] });
    assert.equal(await bytes('b.txt'), null);
  });

  it('reads what is not saved yet, as it would be saved', async () => {
    await put('a.txt', 'one\r\ntwo\r\n', true);
    await replaceInDocument(await open('a.txt'), 'two', 'zwei');
    const file = await workspace.read('a.txt');
    assert.deepEqual(file?.content, text('one\r\nzwei\r\n', { isExecutable: true }));
    assert.equal(file.hash, await hashBytes(Buffer.from('one\r\nzwei\r\n')));
    assert.equal(await textOf('a.txt'), 'one\r\ntwo\r\n');
  });

  it('applies to an editor with unsaved text what was made from that text', async () => {
    await put('a.txt', 'one\ntwo\n');
    const document = await open('a.txt');
    await replaceInDocument(document, 'two', 'zwei');
    const result = await workspace.apply(await modify('a.txt', 'one\nzwei\n', 'one\nzwei\ndrei\n'));
    assert.equal(result.kind, 'applied');
    assert.equal(await textOf('a.txt'), 'one\nzwei\ndrei\n');
    assert.equal(document.isDirty, false);
    assert.deepEqual(labels(), ['a.txt']);
  });

  it('saves unsaved text that is what was accepted', async () => {
    await put('a.txt', 'one\n');
    await replaceInDocument(await open('a.txt'), 'one', 'two');
    assert.equal((await workspace.apply(await modify('a.txt', 'one\n', 'two\n'))).kind, 'applied');
    assert.equal(await textOf('a.txt'), 'two\n');
  });

  it('is stale where the person has typed since, and leaves the text alone', async () => {
    await put('a.txt', 'one\n');
    await put('b.txt', 'one\n');
    const document = await open('a.txt');
    await replaceInDocument(document, 'one', 'mine');
    const changes = [...(await modify('a.txt', 'one\n', 'theirs\n')), ...(await modify('b.txt', 'one\n', 'two\n'))];
    assert.deepEqual(await workspace.apply(changes), { kind: 'stale', paths: ['a.txt'] });
    assert.equal(document.getText(), 'mine\n');
    assert.equal(await textOf('b.txt'), 'one\n');
  });

  it('can be undone in the editor', async () => {
    await put('a.txt', 'one\ntwo\n');
    const document = await open('a.txt');
    await workspace.apply(await modify('a.txt', 'one\ntwo\n', 'one\n2\n'));
    assert.equal(document.getText(), 'one\n2\n');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'one\ntwo\n');
  });

  it('saves closed files and opens none', async () => {
    await put('a.txt', 'a\n');
    await put('b.txt', 'b\n');
    await workspace.apply([...(await modify('a.txt', 'a\n', 'A\n')), ...(await modify('b.txt', 'b\n', 'B\n'))]);
    assert.equal(await textOf('a.txt'), 'A\n');
    assert.equal(await textOf('b.txt'), 'B\n');
    assert.deepEqual(labels(), []);
    assert.deepEqual(
      vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty),
      [],
    );
  });

  it('keeps mixed and changed line endings', async () => {
    await put('mixed.txt', 'a\r\nb\nc\r\n');
    await put('turned.txt', 'a\r\nb\r\n');
    await open('turned.txt');
    await workspace.apply([
      ...(await modify('mixed.txt', 'a\r\nb\nc\r\n', 'a\r\nB\nc\r\nd\n')),
      ...(await modify('turned.txt', 'a\r\nb\r\n', 'a\nb\n')),
    ]);
    assert.equal(await textOf('mixed.txt'), 'a\r\nB\nc\r\nd\n');
    assert.equal(await textOf('turned.txt'), 'a\nb\n');
  });

  it('sets the executable bit of new and of changed files', async () => {
    await put('old.sh', 'a\n');
    const proposed = text('echo\n', { isExecutable: true });
    await workspace.apply([
      { kind: 'add', path: 'new.sh', proposed },
      ...(await modify('old.sh', 'a\n', 'b\n', { isExecutable: true })),
    ]);
    for (const path of ['new.sh', 'old.sh']) assert.equal((await stat(join(root, path))).mode & 0o111, 0o111);
  });

  it('brings the accepted bytes also where saving changes them', async () => {
    const settings = vscode.workspace.getConfiguration('files');
    const set = (value: true | undefined) =>
      settings.update('trimTrailingWhitespace', value, vscode.ConfigurationTarget.Workspace);
    await put('a.txt', 'one\n');
    await set(true);
    try {
      const document = await open('a.txt');
      const result = await workspace.apply(await modify('a.txt', 'one\n', 'one  \ntwo\t\n'));
      const hash = await hashBytes(Buffer.from('one  \ntwo\t\n'));
      assert.deepEqual(result, { kind: 'applied', files: [{ path: 'a.txt', hash }] });
      assert.equal(await textOf('a.txt'), 'one  \ntwo\t\n');
      assert.equal(document.isDirty, false);
    } finally {
      await set(undefined);
    }
  });

  it('renames a file that is open with unsaved text', async () => {
    await put('a.txt', 'one\n');
    await replaceInDocument(await open('a.txt'), 'one', 'two');
    const baseHash = await hashBytes(Buffer.from('two\n'));
    const result = await workspace.apply([
      { kind: 'rename', path: 'b/c.txt', from: 'a.txt', baseHash, original: text('two\n'), proposed: text('three\n') },
    ]);
    assert.equal(result.kind, 'applied');
    assert.equal(await bytes('a.txt'), null);
    assert.equal(await textOf('b/c.txt'), 'three\n');
  });

  it('gives everything back where a file may not be written', async () => {
    await put('a.txt', 'a\n');
    await put('locked/b.txt', 'b\n');
    await put('z.bin', Uint8Array.from([0, 1, 255]));
    const document = await open('a.txt');
    const baseHash = await hashBytes(Uint8Array.from([0, 1, 255]));
    // A folder where the new file is to come.
    await mkdir(join(root, 'locked/new.txt'));
    await assert.rejects(
      workspace.apply([
        ...(await modify('a.txt', 'a\n', 'A\n')),
        { kind: 'add', path: 'locked/new.txt', proposed: text('x\n') },
        { kind: 'delete', path: 'z.bin', baseHash, original: null },
      ]),
      { code: 'apply.failed' },
    );
    assert.equal(await textOf('a.txt'), 'a\n');
    assert.equal(document.isDirty, false);
    assert.deepEqual(await bytes('z.bin'), Buffer.from([0, 1, 255]));
  });
});
