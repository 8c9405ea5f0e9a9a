// What the workspace allows: without trust, on a virtual file system, without a folder.
import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ConductorError } from '../../src/core/errors.ts';
import type { StoreOpener, TaskStore } from '../../src/core/ports.ts';
import type { PlanId } from '../../src/core/plan/model.ts';
import { databasesSettled, portsOf, type Shared } from '../../src/extensionPorts.ts';
import { pickProject } from '../../src/vscode/commands/pick.ts';
import { locationOf, uriOf, workspaceFiles } from '../../src/vscode/files/files.ts';
import { GuardedOpener, virtualOpener } from '../../src/vscode/store.ts';
import { closeEditors, fileUri, folder, prdName, replaceInDocument, writeText } from './support/editor.ts';

const limit = 1024 * 1024;

const failsWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof ConductorError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, /^\S.*\.$/s);
  return true;
};

describe('documents of the workspace', () => {
  afterEach(closeEditors);

  it('are named relative to their folder, others by path or address, and found again by that name', () => {
    const outside = vscode.Uri.file('/elsewhere/notes.md');
    const virtual = vscode.Uri.parse('conductor-test:/remote/spec.md');
    const names = [fileUri('docs/a b.md'), outside, virtual].map((uri) => [locationOf(folder(), uri), uri] as const);
    assert.equal(names[0]?.[0], 'docs/a b.md');
    for (const [name, uri] of names) assert.equal(uriOf(folder(), name).toString(), uri.toString());
  });

  it('are read as the editor shows them', async () => {
    const uri = await writeText('shown.md', 'On disk.');
    const files = workspaceFiles(folder());
    const read = async () => new TextDecoder().decode(await files.read('shown.md', limit));
    assert.equal(await read(), 'On disk.');
    await replaceInDocument(await vscode.workspace.openTextDocument(uri), 'On disk.', 'In the editor.');
    assert.equal(await read(), 'In the editor.');
  });

  it('say why they cannot be read', async () => {
    const files = workspaceFiles(folder());
    await assert.rejects(files.read('missing.md', limit), failsWith('document.missing'));
    await assert.rejects(files.read(prdName, 10), failsWith('document.tooLarge'));
    await vscode.workspace.fs.createDirectory(fileUri('folder.md'));
    await assert.rejects(files.read('folder.md', limit), failsWith('document.missing'));
  });

  it('are read from a virtual file system, where no database can be', async () => {
    const bytes = new TextEncoder().encode('# Spec');
    const file = { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length };
    const nothing = (): never => {
      throw vscode.FileSystemError.NoPermissions();
    };
    const registration = vscode.workspace.registerFileSystemProvider('conductor-test', {
      onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: () => file,
      readFile: () => bytes,
      readDirectory: () => [],
      createDirectory: nothing,
      writeFile: nothing,
      delete: nothing,
      rename: nothing,
    });
    try {
      const virtual = { uri: vscode.Uri.parse('conductor-test:/remote'), name: 'remote', index: 0 };
      assert.deepEqual(await workspaceFiles(virtual).read('spec.md', limit), bytes);
      assert.equal(await virtualOpener(virtual).openExisting(), null);
      await assert.rejects(virtualOpener(virtual).openOrCreate(), failsWith('workspace.virtual'));
    } finally {
      registration.dispose();
    }
  });
});

describe('a workspace without trust', () => {
  const written: string[] = [];
  const subscribe = () => ({ dispose: () => undefined });
  const store = {
    location: 'x',
    onDidChange: subscribe,
    listPlans: () => Promise.resolve([]),
    deletePlan: () => Promise.resolve(void written.push('deletePlan')),
  } as unknown as TaskStore;
  const inner: StoreOpener = {
    openExisting: () => Promise.resolve(store),
    openOrCreate: () => Promise.resolve(store),
    onDidChange: subscribe,
  };

  it('can be read and not written, until trust is granted', async () => {
    let isTrusted = false;
    const opener = new GuardedOpener(inner, () => isTrusted);
    const untrusted = await opener.openExisting();
    assert.deepEqual(await untrusted?.listPlans(), []);
    await assert.rejects(Promise.resolve(untrusted?.deletePlan(1 as PlanId)), failsWith('trust.required'));
    await assert.rejects(opener.openOrCreate(), failsWith('trust.required'));
    assert.deepEqual(written, []);
    isTrusted = true;
    await (await opener.openExisting())?.deletePlan(1 as PlanId);
    assert.deepEqual(written, ['deletePlan']);
  });
});

describe('the database of a workspace folder', () => {
  it('has a thread of its own, so that no import holds up the editor', async () => {
    const shared = { log: vscode.window.createOutputChannel('Database tests', { log: true }) } as unknown as Shared;
    const dir = mkdtempSync(join(tmpdir(), 'conductor-database-'));
    const { store } = portsOf({ uri: vscode.Uri.file(dir), name: 'database', index: 0 }, shared);
    const started = once(process, 'worker');
    const opened = await store.openOrCreate();
    await started;
    const heard: string[] = [];
    opened.onDidChange(() => heard.push('changed'));
    await Promise.all([
      opened.addTasks([{ name: 'First' }]).then(() => heard.push('added')),
      opened.listTasks().then((tasks) => heard.push(`listed ${tasks.length}`)),
    ]);
    assert.deepEqual(heard, ['changed', 'added', 'listed 1']);
    opened.close();
    await databasesSettled();
    rmSync(dir, { recursive: true });
  });
});

describe('a window without a folder', () => {
  it('is told to open one', async () => {
    const none = { all: [], of: () => undefined, onDidChange: new vscode.EventEmitter<undefined>().event };
    await assert.rejects(pickProject(none), failsWith('workspace.none'));
  });
});
