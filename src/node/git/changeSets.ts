// A change set from what files were and what they are.
import type { ChangeSet, FileChange, FileContent } from '../../core/review/changeSet.ts';
import { decodeFile } from '../../core/review/content.ts';
import { sha256 } from '../../core/sha256.ts';
import type { FileState } from './files.ts';

export interface FilePair {
  readonly path: string;
  readonly before: FileState;
  readonly after: FileState;
}

/** In the order of paths. Links are left out, and a binary file unless it is deleted or moved as it is. */
export async function changeSetOf(pairs: readonly FilePair[]): Promise<ChangeSet> {
  const files = pairs.filter(({ before, after }) =>
    [before, after].every(({ kind }) => kind === 'file' || kind === 'none'),
  );
  const moves = await findMoves(files);
  const sources = new Set(moves.values());
  const changes: FileChange[] = [];
  for (const pair of files) {
    if (sources.has(pair.path)) continue;
    const from = files.find(({ path }) => path === moves.get(pair.path));
    const change = from === undefined ? await changeOf(pair) : await renameOf(pair, from);
    if (change !== null) changes.push(change);
  }
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** New path → old path, where a file is gone and one with the same bytes is new. */
async function findMoves(pairs: readonly FilePair[]): Promise<ReadonlyMap<string, string>> {
  const gone = new Map<string, string[]>();
  for (const { path, before, after } of pairs) {
    if (before.kind !== 'file' || before.bytes.length === 0 || after.kind !== 'none') continue;
    const hash = await sha256(before.bytes);
    gone.set(hash, [...(gone.get(hash) ?? []), path]);
  }
  const moves = new Map<string, string>();
  if (gone.size === 0) return moves;
  for (const { path, before, after } of pairs) {
    if (after.kind !== 'file' || before.kind !== 'none') continue;
    const from = gone.get(await sha256(after.bytes))?.shift();
    if (from !== undefined) moves.set(path, from);
  }
  return moves;
}

const contentOf = (state: FileState): FileContent | null =>
  state.kind === 'file' ? decodeFile(state.bytes, (state.permissions & 0o100) !== 0) : null;

async function renameOf({ path, after }: FilePair, { path: from, before }: FilePair): Promise<FileChange | null> {
  if (before.kind !== 'file') return null;
  const baseHash = await sha256(before.bytes);
  return { kind: 'rename', path, from, baseHash, original: contentOf(before), proposed: contentOf(after) };
}

async function changeOf({ path, before, after }: FilePair): Promise<FileChange | null> {
  const [original, proposed] = [contentOf(before), contentOf(after)];
  if (before.kind !== 'file') return proposed && { kind: 'add', path, proposed };
  const baseHash = await sha256(before.bytes);
  if (after.kind !== 'file') return { kind: 'delete', path, baseHash, original };
  if (original === null || proposed === null) return null;
  return { kind: 'modify', path, baseHash, original, proposed };
}
