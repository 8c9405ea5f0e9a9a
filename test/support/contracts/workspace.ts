// What every WorkspacePort does: the one on disk, the editor's, the one in memory.
import assert from 'node:assert/strict';
import { hashBytes, decodeFile } from '../../../src/core/review/content.ts';
import type { ChangeSet, FileChange, FileContent } from '../../../src/core/review/changeSet.ts';
import type { WorkspacePort } from '../../../src/core/review/workspacePort.ts';

export interface WorkspaceUnderTest {
  readonly workspace: WorkspacePort;
  /** Writes a file as somebody else would. */
  readonly put: (path: string, content: string | Uint8Array, isExecutable?: boolean) => Promise<void>;
  /** What lies there now, or null. */
  readonly bytes: (path: string) => Promise<Uint8Array | null>;
}

export const text = (value: string, more: Partial<FileContent> = {}): FileContent => ({
  text: value,
  encoding: 'utf8',
  isExecutable: false,
  ...more,
});

const BINARY = Uint8Array.from([0, 1, 2, 255]);
const hash = (content: string | Uint8Array): Promise<string> => hashBytes(Buffer.from(content));

/** Registers the contract's tests; `open` gives an empty project. */
export function workspaceContract(open: () => Promise<WorkspaceUnderTest>): void {
  let workspace: WorkspacePort;
  let put: WorkspaceUnderTest['put'];
  let bytes: WorkspaceUnderTest['bytes'];
  beforeEach(async () => {
    ({ workspace, put, bytes } = await open());
  });
  const textOf = async (path: string): Promise<string | null> => {
    const found = await bytes(path);
    return found && Buffer.from(found).toString();
  };
  const modify = async (path: string, from: string, to: string): Promise<FileChange> => {
    return { kind: 'modify', path, baseHash: await hash(from), original: text(from), proposed: text(to) };
  };
  const remove = async (path: string, from: string): Promise<FileChange> => {
    return { kind: 'delete', path, baseHash: await hash(from), original: text(from) };
  };
  const rename = async (from: string, path: string, old: string, to = old): Promise<FileChange> => {
    return { kind: 'rename', path, from, baseHash: await hash(old), original: text(old), proposed: text(to) };
  };

  it('reads text with its fingerprint, binary files without text, and null where there is none', async () => {
    await put('src/a.ts', 'one\r\n');
    await put('b.bin', BINARY);
    const content = text('one\r\n');
    const found = await workspace.read('./src//a.ts');
    assert.deepEqual([found?.content, found?.hash, found?.size], [content, await hash('one\r\n'), 5]);
    const binary = await workspace.read('b.bin');
    assert.deepEqual([binary?.content, binary?.hash, binary?.size], [null, await hash(BINARY), 4]);
    assert.equal(await workspace.read('src/gone.ts'), null);
    assert.equal(await workspace.read('src/a.ts/deeper'), null);
    assert.equal(await workspace.read('src'), null);
  });

  it('reads no text of more than 5 MB', async () => {
    await put('large.txt', 'x'.repeat(5 * 1024 * 1024 + 1));
    const large = await workspace.read('large.txt');
    assert.deepEqual([large?.content, large?.size], [null, 5 * 1024 * 1024 + 1]);
  });

  it('refuses paths that leave the project', async () => {
    for (const path of [
      '../a',
      'a/../../b',
      '/etc/passwd',
      'C:\\a',
      'a\0',
      '.git/config',
      'sub/.GIT/hooks/x',
      '..\\a',
    ]) {
      await assert.rejects(workspace.read(path), { code: 'path.outside' }, path);
      const changes: ChangeSet = [{ kind: 'add', path, proposed: text('x') }];
      await assert.rejects(workspace.apply(changes), { code: 'path.outside' }, path);
    }
  });

  it('lists its files in order', async () => {
    for (const path of ['b.txt', 'a/z.txt', 'a.txt', 'B.md']) await put(path, path);
    assert.deepEqual(await workspace.list(), ['B.md', 'a.txt', 'a/z.txt', 'b.txt']);
  });

  it('adds, changes, deletes and renames in one go', async () => {
    await put('changed.txt', 'old\n');
    await put('deleted.txt', 'gone\n');
    await put('moved.bin', BINARY);
    await put('moved.txt', 'text\n');
    const changes: ChangeSet = [
      await modify('changed.txt', 'old\n', 'new\n'),
      await remove('deleted.txt', 'gone\n'),
      { kind: 'add', path: 'deep/er/new.txt', proposed: text('hello\r\n', { encoding: 'utf8bom' }) },
      {
        kind: 'rename',
        path: 'to/b.bin',
        from: 'moved.bin',
        baseHash: await hash(BINARY),
        original: null,
        proposed: null,
      },
      await rename('moved.txt', 'to/b.txt', 'text\n', 'text 2\n'),
    ];
    const result = await workspace.apply(changes);
    assert.deepEqual(result, {
      kind: 'applied',
      files: [
        { path: 'changed.txt', hash: await hash('new\n') },
        { path: 'deep/er/new.txt', hash: await hash('\uFEFFhello\r\n') },
        { path: 'deleted.txt', hash: null },
        { path: 'moved.bin', hash: null },
        { path: 'moved.txt', hash: null },
        { path: 'to/b.bin', hash: await hash(BINARY) },
        { path: 'to/b.txt', hash: await hash('text 2\n') },
      ],
    });
    assert.deepEqual(await workspace.list(), ['changed.txt', 'deep/er/new.txt', 'to/b.bin', 'to/b.txt']);
    assert.equal(await textOf('deep/er/new.txt'), '\uFEFFhello\r\n');
    assert.deepEqual(await workspace.apply(changes), result, 'applying again is no change');
    assert.equal(await textOf('to/b.txt'), 'text 2\n');
  });

  it('keeps every encoding', async () => {
    const utf16 = Buffer.from('\uFEFFgrüß\r\n', 'utf16le');
    for (const original of [
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from('gr\xfc\xdf', 'latin1'),
      Buffer.from('\uFEFFx'),
    ]) {
      await put('file.txt', original);
      const content = decodeFile(original, false)!;
      const proposed = { ...content, text: `${content.text}!` };
      const baseHash = await hash(original);
      await workspace.apply([{ kind: 'modify', path: 'file.txt', baseHash, original: content, proposed }]);
      assert.deepEqual(decodeFile((await bytes('file.txt'))!, false), proposed);
    }
  });

  it('writes nothing when one target is not any more what it was', async () => {
    await put('a.txt', 'old\n');
    await put('b.txt', "a person's\n");
    const there: ChangeSet = [await modify('a.txt', 'old\n', 'new\n')];
    const stale: ChangeSet = [
      await modify('b.txt', 'old\n', 'new\n'),
      { kind: 'add', path: 'b.txt', proposed: text('new\n') },
      await remove('b.txt', 'old\n'),
      await rename('a.txt', 'b.txt', 'old\n'),
      await rename('b.txt', 'c.txt', 'old\n'),
      await rename('gone.txt', 'c.txt', 'old\n'),
      await modify('gone.txt', 'old\n', 'new\n'),
    ];
    for (const change of stale) {
      assert.deepEqual(await workspace.apply([...there, change]), { kind: 'stale', paths: [change.path] });
      assert.equal(await textOf('a.txt'), 'old\n');
      assert.equal(await textOf('b.txt'), "a person's\n");
      assert.deepEqual(await workspace.list(), ['a.txt', 'b.txt']);
    }
  });

  it('undoes what it wrote when a later file cannot be written', async () => {
    await put('a.txt', 'old\n');
    await put('b.txt', 'b\n');
    await put('d.txt', 'd\n');
    const changes: ChangeSet = [
      await modify('a.txt', 'old\n', 'new\n'),
      await remove('b.txt', 'b\n'),
      { kind: 'add', path: 'new/c.txt', proposed: text('c\n') },
      await rename('d.txt', 'to/d.txt', 'd\n', 'e\n'),
      { kind: 'add', path: 'to/d.txt/x', proposed: text('x\n') },
    ];
    await assert.rejects(workspace.apply(changes), { code: 'apply.failed' });
    assert.deepEqual(await workspace.list(), ['a.txt', 'b.txt', 'd.txt']);
    assert.deepEqual([await textOf('a.txt'), await textOf('b.txt'), await textOf('d.txt')], ['old\n', 'b\n', 'd\n']);
  });

  it('goes on where an apply was broken off', async () => {
    await put('a.txt', 'new\n');
    await put('b.txt', 'b\n');
    await put('to.txt', 'b\n');
    const changes: ChangeSet = [
      await modify('a.txt', 'old\n', 'new\n'),
      await modify('c.txt', 'old\n', 'new\n'),
      await rename('b.txt', 'to.txt', 'b\n'),
    ];
    await put('c.txt', 'old\n');
    assert.equal((await workspace.apply(changes)).kind, 'applied');
    assert.deepEqual(await workspace.list(), ['a.txt', 'c.txt', 'to.txt']);
    assert.equal(await textOf('c.txt'), 'new\n');
  });
}
