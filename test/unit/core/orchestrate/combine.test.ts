// Two change sets after one another do the same as their combination.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { combineChanges } from '../../../../src/core/orchestrate/combine.ts';
import type { ChangeSet, FileChange, FileContent } from '../../../../src/core/review/changeSet.ts';

type Files = ReadonlyMap<string, FileContent>;

const content = (text: string): FileContent => ({ text, encoding: 'utf8', isExecutable: false });
const hash = (file: FileContent): string => `hash of ${file.text}`;

/** As a workspace does it: throws where a change does not fit the files. */
function apply(files: Files, changes: ChangeSet): Files {
  const result = new Map(files);
  for (const change of changes) {
    const source = change.kind === 'rename' ? change.from : change.path;
    const before = files.get(source);
    if (change.kind === 'add') assert.equal(before, undefined, `${change.path} is there already`);
    else assert.equal(before && hash(before), change.baseHash, `${source} is another file`);
    if (change.kind === 'delete' || change.kind === 'rename') result.delete(source);
  }
  for (const change of changes) {
    if (change.kind === 'delete') continue;
    assert.ok(change.proposed);
    result.set(change.path, change.proposed);
  }
  return result;
}

type Wish =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string; readonly text: string | null };

const path = fc.constantFrom('a', 'b', 'c', 'd');
const text = fc.constantFrom('1', '2', '3', '4');
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), path, text }),
  fc.record({ kind: fc.constant('delete' as const), path }),
  fc.record({ kind: fc.constant('rename' as const), path, to: path, text: fc.option(text) }),
);

/** The wishes that make sense on these files, as one change set in which no path stands twice. */
function changeSet(files: Files, wishes: readonly Wish[]): ChangeSet {
  const used = new Set<string>();
  const changes: FileChange[] = [];
  for (const item of wishes) {
    const paths = item.kind === 'rename' ? [item.path, item.to] : [item.path];
    if (new Set(paths).size < paths.length || paths.some((name) => used.has(name))) continue;
    const change = changeOf(files, item);
    if (!change) continue;
    for (const name of paths) used.add(name);
    changes.push(change);
  }
  return changes;
}

function changeOf(files: Files, item: Wish): FileChange | null {
  const before = files.get(item.path);
  if (item.kind === 'write') {
    const proposed = content(item.text);
    if (!before) return { kind: 'add', path: item.path, proposed };
    return { kind: 'modify', path: item.path, baseHash: hash(before), original: before, proposed };
  }
  if (!before) return null;
  if (item.kind === 'delete') return { kind: 'delete', path: item.path, baseHash: hash(before), original: before };
  if (files.has(item.to)) return null;
  const proposed = item.text === null ? before : content(item.text);
  return { kind: 'rename', path: item.to, from: item.path, baseHash: hash(before), original: before, proposed };
}

describe('two change sets', () => {
  it('do together what they do one after the other', () => {
    const files = fc.uniqueArray(path).map((names) => new Map(names.map((name) => [name, content(`0 of ${name}`)])));
    fc.assert(
      fc.property(files, fc.array(wish, { maxLength: 4 }), fc.array(wish, { maxLength: 4 }), (base, one, two) => {
        const first = changeSet(base, one);
        const between = apply(base, first);
        const second = changeSet(between, two);
        const combined = combineChanges(first, second);
        assert.deepEqual(apply(base, combined), apply(between, second));
        const paths = combined.flatMap((change) =>
          change.kind === 'rename' ? [change.path, change.from] : [change.path],
        );
        assert.equal(new Set(paths).size, paths.length, 'a path stands twice');
      }),
      { numRuns: 2_000 },
    );
  });

  it('keep a rename that is edited later', () => {
    const original = content('0');
    const first: ChangeSet = [
      { kind: 'rename', path: 'b', from: 'a', baseHash: 'h', original, proposed: content('1') },
    ];
    const second: ChangeSet = [
      { kind: 'modify', path: 'b', baseHash: 'h2', original: content('1'), proposed: content('2') },
    ];
    assert.deepEqual(combineChanges(first, second), [{ ...first[0], proposed: content('2') }]);
  });

  it('are nothing when the second takes the first back', () => {
    const first: ChangeSet = [{ kind: 'add', path: 'a', proposed: content('1') }];
    const second: ChangeSet = [{ kind: 'delete', path: 'a', baseHash: 'h', original: content('1') }];
    assert.deepEqual(combineChanges(first, second), []);
  });
});
