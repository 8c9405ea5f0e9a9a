import assert from 'node:assert/strict';
import type { ChangeSet, FileChange } from '../../../../src/core/review/changeSet.ts';
import { hashBytes } from '../../../../src/core/review/content.ts';
import { readTargets, rebaseChanges, settle, type RebaseResult } from '../../../../src/core/review/settle.ts';
import { text } from '../../../support/contracts/workspace.ts';
import { createMemoryWorkspace, type MemoryWorkspace } from '../../../support/memoryWorkspace.ts';

const hash = (content: string): Promise<string> => hashBytes(Buffer.from(content));
const OLD = '1\n2\n3\n4\n5\n';
const NEW = '1\n2\n3\n4\nfive\n';

describe('settle', () => {
  const changes: ChangeSet = [
    { kind: 'add', path: 'a', proposed: text('a') },
    { kind: 'delete', path: 'b', baseHash: 'h', original: text('b') },
    { kind: 'modify', path: 'c', baseHash: 'h', original: text('c'), proposed: text('c2') },
    { kind: 'rename', path: 'e', from: 'd', baseHash: 'h', original: text('d'), proposed: text('d') },
  ];
  const accept = (rejected: readonly string[], edited = {}) => settle(changes, { kind: 'accept', rejected, edited });

  it('takes what is not rejected', () => {
    assert.deepEqual(accept([]), { accepted: changes, rejected: [] });
    assert.deepEqual(accept(['b', 'e']), { accepted: [changes[0], changes[2]], rejected: ['b', 'e'] });
    const all = ['a', 'b', 'c', 'e'];
    assert.deepEqual(settle(changes, { kind: 'reject', reason: 'no' }), { accepted: [], rejected: all });
    const request = { kind: 'requestChanges', message: 'more', comments: [] } as const;
    assert.deepEqual(settle(changes, request), { accepted: [], rejected: [] });
  });

  it("takes the person's own edits, and drops what they took back", () => {
    const edited = { a: text('A'), b: text('kept in part'), c: text('c'), e: text('E') };
    const { accepted, rejected } = accept([], edited);
    assert.deepEqual(rejected, ['c']);
    assert.deepEqual(
      accepted.map((change) => [change.kind, change.path, change.kind === 'delete' ? null : change.proposed?.text]),
      [
        ['add', 'a', 'A'],
        ['modify', 'b', 'kept in part'],
        ['rename', 'e', 'E'],
      ],
    );
    assert.deepEqual(accept(['a'], { a: text('A') }).rejected, ['a']);
  });
});

describe('rebaseChanges', () => {
  let workspace: MemoryWorkspace;
  let changes: readonly FileChange[];
  beforeEach(async () => {
    const baseHash = await hash(OLD);
    changes = [
      { kind: 'add', path: 'add.txt', proposed: text('new\n') },
      { kind: 'delete', path: 'delete.txt', baseHash, original: text(OLD) },
      { kind: 'modify', path: 'modify.txt', baseHash, original: text(OLD), proposed: text(NEW) },
      { kind: 'rename', path: 'to.txt', from: 'from.txt', baseHash, original: text(OLD), proposed: text(NEW) },
    ];
    workspace = createMemoryWorkspace({ 'delete.txt': OLD, 'modify.txt': OLD, 'from.txt': OLD });
  });
  const rebase = async (): Promise<RebaseResult> =>
    rebaseChanges(changes, await readTargets(changes, (path) => workspace.read(path)));
  const conflicts = async (): Promise<readonly string[]> => {
    const result = await rebase();
    return result.kind === 'conflict' ? result.conflicts.map(({ path }) => path) : [];
  };

  it('leaves changes alone where nothing moved', async () => {
    assert.deepEqual(await rebase(), { kind: 'merged', changes });
  });

  it('drops what is there already', async () => {
    await workspace.apply(changes);
    assert.deepEqual(await rebase(), { kind: 'merged', changes: [] });
  });

  it('merges with what a person changed, so that it can be applied', async () => {
    workspace.put('modify.txt', OLD.replace('1', 'one'), true);
    workspace.put('from.txt', Buffer.from(`\uFEFF${OLD.replace('1', 'ONE')}`));
    assert.deepEqual(await workspace.apply(changes), { kind: 'stale', paths: ['modify.txt', 'to.txt'] });
    const result = await rebase();
    assert.ok(result.kind === 'merged');
    assert.equal((await workspace.apply(result.changes)).kind, 'applied');
    assert.equal(workspace.text('modify.txt'), NEW.replace('1', 'one'));
    assert.equal(workspace.files.get('modify.txt')?.isExecutable, true);
    assert.equal((await workspace.read('to.txt'))?.content?.encoding, 'utf8bom');
    assert.equal(workspace.text('to.txt'), NEW.replace('1', 'ONE'));
    assert.equal(workspace.text('from.txt'), null);
  });

  it('shows the lines that both changed', async () => {
    workspace.put('modify.txt', OLD.replace('5', 'fünf'));
    const result = await rebase();
    assert.ok(result.kind === 'conflict');
    const places = [{ line: 5, base: '5\n', mine: 'five\n', theirs: 'fünf\n' }];
    assert.deepEqual(result.conflicts, [
      { path: 'modify.txt', reason: 'modify.txt was changed in the same lines.', places },
    ]);
  });

  it('never overwrites, deletes or revives a file that somebody else changed', async () => {
    workspace.put('add.txt', 'theirs\n');
    workspace.put('delete.txt', 'theirs\n');
    workspace.put('to.txt', 'theirs\n');
    workspace.files.delete('modify.txt');
    assert.deepEqual(await conflicts(), ['add.txt', 'delete.txt', 'modify.txt', 'to.txt']);
    workspace.files.delete('to.txt');
    workspace.files.delete('from.txt');
    assert.deepEqual(await conflicts(), ['add.txt', 'delete.txt', 'modify.txt', 'to.txt']);
    workspace.put('modify.txt', Uint8Array.from([0, 1]));
    assert.equal((await conflicts()).length, 4);
  });
});
