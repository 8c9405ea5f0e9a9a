import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isConductorError } from '../../../../src/core/errors.ts';
import type { ProposalDelta } from '../../../../src/core/review/changeSet.ts';
import { hashBytes } from '../../../../src/core/review/content.ts';
import { replay } from '../../../../src/core/review/delta.ts';
import { createOverlay, type Overlay } from '../../../../src/core/review/overlay.ts';
import { text } from '../../../support/contracts/workspace.ts';
import { createMemoryWorkspace, type MemoryWorkspace } from '../../../support/memoryWorkspace.ts';

const BINARY = Uint8Array.from([0, 1, 2, 255]);

describe('createOverlay', () => {
  let workspace: MemoryWorkspace;
  let overlay: Overlay;
  beforeEach(() => {
    workspace = createMemoryWorkspace({
      'a.txt': 'a\n',
      'b.txt': 'b\n',
      'crlf.txt': 'one\r\ntwo\r\n',
      'p.png': BINARY,
    });
    overlay = createOverlay(workspace);
  });
  const textOf = async (path: string): Promise<string | undefined> => (await overlay.read(path))?.content?.text;
  const shape = (): readonly string[] =>
    overlay
      .changes()
      .map((change) =>
        change.kind === 'rename' ? `rename ${change.from} ${change.path}` : `${change.kind} ${change.path}`,
      );

  it('shows the agent its own proposals and leaves the project alone', async () => {
    await overlay.write('a.txt', 'new\n');
    await overlay.write('sub/c.txt', 'c\n');
    await overlay.delete('b.txt');
    await overlay.rename('crlf.txt', 'moved.txt');
    assert.deepEqual(await overlay.list(), ['a.txt', 'moved.txt', 'p.png', 'sub/c.txt']);
    assert.deepEqual(
      [await textOf('a.txt'), await textOf('sub/c.txt'), await textOf('b.txt'), await textOf('moved.txt')],
      ['new\n', 'c\n', undefined, 'one\r\ntwo\r\n'],
    );
    assert.deepEqual(shape(), ['modify a.txt', 'delete b.txt', 'rename crlf.txt moved.txt', 'add sub/c.txt']);
    assert.deepEqual([...workspace.files.keys()], ['a.txt', 'b.txt', 'crlf.txt', 'p.png']);
    assert.equal(workspace.text('a.txt'), 'a\n');
  });

  it('gives what an apply needs', async () => {
    await overlay.write('a.txt', 'new\n');
    const baseHash = await hashBytes(Buffer.from('a\n'));
    const change = { kind: 'modify', path: 'a.txt', baseHash, original: text('a\n'), proposed: text('new\n') };
    assert.deepEqual(overlay.changes(), [change]);
  });

  it('takes a proposal back when it is what is on disk', async () => {
    await overlay.write('a.txt', 'new\n');
    await overlay.write('a.txt', 'a\n');
    await overlay.write('new.txt', 'x');
    await overlay.delete('new.txt');
    await overlay.rename('p.png', 'q.png');
    await overlay.rename('q.png', 'p.png');
    assert.deepEqual(overlay.changes(), []);
  });

  it('keeps line ends, mark, encoding and mode', async () => {
    workspace.put('bom.sh', '\uFEFFx\r\n', true);
    workspace.put('latin.txt', Buffer.from('gr\xfc\xdf\n', 'latin1'));
    workspace.put('mixed.txt', 'a\r\nb\n');
    await overlay.write('bom.sh', 'y\nz\n');
    await overlay.write('latin.txt', 'süß\n');
    await overlay.write('mixed.txt', 'a\r\nc\n');
    assert.deepEqual((await overlay.read('bom.sh'))?.content, {
      text: 'y\r\nz\r\n',
      encoding: 'utf8bom',
      isExecutable: true,
    });
    assert.deepEqual((await overlay.read('latin.txt'))?.content, text('süß\n', { encoding: 'latin1' }));
    assert.equal(await textOf('mixed.txt'), 'a\r\nc\n');
    await assert.rejects(overlay.write('latin.txt', '→'), { code: 'usage' });
    assert.equal(await textOf('latin.txt'), 'süß\n');
  });

  it('refuses what cannot be done', async () => {
    const cases: readonly (readonly [() => Promise<unknown>, string])[] = [
      [() => overlay.write('../x', ''), 'path.outside'],
      [() => overlay.read('/etc/passwd'), 'path.outside'],
      [() => overlay.delete('.git/config'), 'path.outside'],
      [() => overlay.rename('a.txt', 'c:/x'), 'path.outside'],
      [() => overlay.write('p.png', 'text'), 'file.binary'],
      [() => overlay.delete('none.txt'), 'document.missing'],
      [() => overlay.rename('none.txt', 'x.txt'), 'document.missing'],
      [() => overlay.rename('a.txt', 'b.txt'), 'usage'],
    ];
    for (const [attempt, code] of cases) await assert.rejects(attempt, { code });
    assert.deepEqual([overlay.changes(), overlay.revision], [[], 0]);
  });

  it('lets no name be a file and a folder', async () => {
    await overlay.write('sub/c.txt', 'c\n');
    await assert.rejects(overlay.write('sub', 'x'), {
      code: 'usage',
      message: /sub is a folder, with sub\/c\.txt in it/,
    });
    await assert.rejects(overlay.rename('b.txt', 'a.txt/b'), { code: 'usage', message: /a\.txt is a file, no folder/ });
    await overlay.delete('a.txt');
    await overlay.write('a.txt/b', 'x');
    assert.deepEqual(shape(), ['delete a.txt', 'add a.txt/b', 'add sub/c.txt']);
    assert.equal((await workspace.apply(overlay.changes())).kind, 'applied');
  });

  it('tells a move from new text', async () => {
    await overlay.rename('a.txt', 'moved.txt');
    await overlay.write('moved.txt', 'changed\n');
    await overlay.rename('moved.txt', 'again.txt');
    assert.deepEqual(shape(), ['rename a.txt again.txt']);
    await overlay.write('a.txt', 'something else\n');
    assert.deepEqual(shape(), ['modify a.txt', 'add again.txt']);
    await overlay.delete('a.txt');
    assert.deepEqual(shape(), ['rename a.txt again.txt']);
    await overlay.delete('again.txt');
    assert.deepEqual(shape(), ['delete a.txt']);
  });

  it('swaps two files', async () => {
    await overlay.rename('a.txt', 'x');
    await overlay.rename('b.txt', 'a.txt');
    await overlay.rename('x', 'b.txt');
    assert.deepEqual(shape(), ['modify a.txt', 'modify b.txt']);
    assert.deepEqual([await textOf('a.txt'), await textOf('b.txt')], ['b\n', 'a\n']);
  });

  it('moves and deletes binary files, which take no other place', async () => {
    await overlay.rename('p.png', 'img/p.png');
    assert.deepEqual(await overlay.read('img/p.png'), { content: null, size: 4 });
    assert.deepEqual(shape(), ['rename p.png img/p.png']);
    await overlay.delete('a.txt');
    await assert.rejects(overlay.rename('img/p.png', 'a.txt'), { code: 'file.binary' });
    await assert.rejects(overlay.write('p.png', 'x'), { code: 'file.binary' });
    await overlay.delete('img/p.png');
    assert.deepEqual(shape(), ['delete a.txt', 'delete p.png']);
  });

  it('bases a text on what the agent has read, so that a later change is found and not undone', async () => {
    await overlay.read('a.txt');
    workspace.put('a.txt', "a person's\n");
    await overlay.write('a.txt', "the agent's\n");
    assert.deepEqual(await workspace.apply(overlay.changes()), { kind: 'stale', paths: ['a.txt'] });
  });

  it('finds a file that appears where one was proposed', async () => {
    await overlay.write('new.txt', 'x\n');
    workspace.put('new.txt', "a person's\n");
    await overlay.write('new.txt', 'y\n');
    assert.deepEqual(await workspace.apply(overlay.changes()), { kind: 'stale', paths: ['new.txt'] });
  });

  it('takes over what a command changed', async () => {
    await overlay.write('a.txt', 'new\n');
    await overlay.rename('b.txt', 'c.txt');
    const proposed = text('made\r\n', { isExecutable: true });
    await overlay.adopt([
      { kind: 'modify', path: 'a.txt', baseHash: 'x', original: text('new\n'), proposed: text('formatted\n') },
      { kind: 'delete', path: 'c.txt', baseHash: 'x', original: text('b\n') },
      { kind: 'add', path: 'gen.sh', proposed },
      { kind: 'rename', path: 'lf.txt', from: 'crlf.txt', baseHash: 'x', original: null, proposed: text('one\n') },
    ]);
    assert.deepEqual(shape(), ['modify a.txt', 'delete b.txt', 'add gen.sh', 'rename crlf.txt lf.txt']);
    assert.deepEqual((await overlay.read('gen.sh'))?.content, proposed);
    assert.equal(await textOf('lf.txt'), 'one\n');
  });

  it('counts what changes and digests what is there', async () => {
    const empty = overlay.digest();
    await overlay.write('a.txt', 'new\n');
    const [revision, digest] = [overlay.revision, overlay.digest()];
    await overlay.write('a.txt', 'new\n');
    assert.deepEqual([overlay.revision, overlay.digest()], [revision, digest]);
    await overlay.write('a.txt', 'a\n');
    assert.ok(overlay.revision > revision && digest !== empty);
    assert.equal(overlay.digest(), empty);
  });

  it('is the same after a restart, whatever was done', async () => {
    const path = fc.constantFrom('a.txt', 'b.txt', 'crlf.txt', 'p.png', 'n/1.txt', 'n/2.txt');
    const action = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), path, to: fc.constantFrom('a\n', 'b\n', 'x\ny\n', '') }),
      fc.record({ kind: fc.constant('delete' as const), path }),
      fc.record({ kind: fc.constant('rename' as const), path, to: path }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
        workspace = createMemoryWorkspace({
          'a.txt': 'a\n',
          'b.txt': 'b\n',
          'crlf.txt': 'x\r\ny\r\n',
          'p.png': BINARY,
        });
        overlay = createOverlay(workspace);
        const deltas: ProposalDelta[] = [];
        for (const act of actions) {
          try {
            if (act.kind === 'write') await overlay.write(act.path, act.to);
            else if (act.kind === 'delete') await overlay.delete(act.path);
            else await overlay.rename(act.path, act.to);
          } catch (error) {
            assert.ok(isConductorError(error), String(error));
          }
          deltas.push(overlay.takeDelta());
          const again = createOverlay(workspace, replay(deltas));
          assert.deepEqual(again.changes(), overlay.changes());
          assert.deepEqual([await again.list(), again.digest()], [await overlay.list(), overlay.digest()]);
        }
        const expected = new Map<string, unknown>();
        for (const name of await overlay.list()) expected.set(name, await overlay.read(name));
        const named = overlay
          .changes()
          .flatMap((change) => (change.kind === 'rename' ? [change.path, change.from] : [change.path]));
        assert.equal(new Set(named).size, named.length, 'a path stands in one change at the most');
        assert.equal((await workspace.apply(overlay.changes())).kind, 'applied');
        assert.deepEqual(await workspace.list(), [...expected.keys()], 'what is applied is what the agent saw');
        for (const [name, file] of expected) {
          assert.deepEqual((await workspace.read(name))?.content, (file as { content: unknown }).content, name);
        }
      }),
    );
  });
});
