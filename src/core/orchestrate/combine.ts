// Two change sets, one after the other, as one on the first one's base.
import { isSameContent } from '../review/content.ts';
import type { ChangeSet, FileChange, FileContent } from '../review/changeSet.ts';

/** What a path held on the base; null where there was no file. `content` is null for a binary file. */
type Base = { readonly hash: string; readonly content: FileContent | null } | null;
/** What a path holds now. A binary file that only moved has no content here. */
type Now = FileContent | 'gone' | 'moved';

/** `later` was made on the result of `earlier`. */
export function combineChanges(earlier: ChangeSet, later: ChangeSet): ChangeSet {
  const bases = new Map<string, Base>();
  const nows = new Map<string, Now>();
  const origins = new Map<string, string>();
  for (const change of [...earlier, ...later]) {
    for (const { path, base, now } of placesOf(change)) {
      if (!bases.has(path)) bases.set(path, base);
      nows.set(path, now);
    }
    if (change.kind !== 'rename') continue;
    origins.set(change.path, origins.get(change.from) ?? change.from);
    origins.delete(change.from);
  }
  return rebuild(bases, nows, origins);
}

function placesOf(change: FileChange): readonly { readonly path: string; readonly base: Base; readonly now: Now }[] {
  const { path } = change;
  if (change.kind === 'add') return [{ path, base: null, now: change.proposed }];
  const base = { hash: change.baseHash, content: change.original };
  if (change.kind === 'modify') return [{ path, base, now: change.proposed }];
  if (change.kind === 'delete') return [{ path, base, now: 'gone' }];
  return [
    { path: change.from, base, now: 'gone' },
    { path, base: null, now: change.proposed ?? 'moved' },
  ];
}

function rebuild(
  bases: ReadonlyMap<string, Base>,
  nows: ReadonlyMap<string, Now>,
  origins: ReadonlyMap<string, string>,
): ChangeSet {
  const changes: FileChange[] = [];
  const moved = new Set<string>();
  for (const [path, now] of nows) {
    const from = origins.get(path);
    const base = from === undefined ? null : (bases.get(from) ?? null);
    if (from === undefined || !base || now === 'gone' || moved.has(from)) continue;
    if (nows.get(from) !== 'gone' || bases.get(path)) continue;
    moved.add(from).add(path);
    const proposed = now === 'moved' ? null : now;
    changes.push({ kind: 'rename', path, from, baseHash: base.hash, original: base.content, proposed });
  }
  for (const [path, now] of nows) {
    if (!moved.has(path)) changes.push(...plainChange(path, bases.get(path) ?? null, now));
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function plainChange(path: string, base: Base, now: Now): readonly FileChange[] {
  if (now === 'gone') return base ? [{ kind: 'delete', path, baseHash: base.hash, original: base.content }] : [];
  // The bytes of a binary file are not here; it can only have come back to where it was.
  if (now === 'moved') return [];
  if (!base) return [{ kind: 'add', path, proposed: now }];
  if (base.content && isSameContent(base.content, now)) return [];
  return [{ kind: 'modify', path, baseHash: base.hash, original: base.content ?? now, proposed: now }];
}
