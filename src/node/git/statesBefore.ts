// The files of a checkpoint as they were on disk: bytes, permissions, links.
import { readBlobs, type CheckpointContent } from './checkpointReader.ts';
import type { FileState } from './files.ts';
import type { Place } from './place.ts';
import { listEntries } from './rawFiles.ts';
import { withIndex } from './temporaryIndex.ts';

/** What each path was; a submodule is left out. */
export async function statesBefore(
  place: Place,
  checkpoint: CheckpointContent,
  paths: readonly string[],
): Promise<ReadonlyMap<string, FileState>> {
  const hidden = await hiddenPaths(place, checkpoint);
  const entries = paths.map((path) => (hidden.has(path) ? undefined : checkpoint.files.get(path)));
  const isSubmodule = (index: number): boolean => entries[index]?.mode === '160000';
  const blobs = await readBlobs(
    place,
    entries.map((entry, index) => (isSubmodule(index) ? undefined : entry?.hash)),
  );
  return new Map(
    paths.flatMap((path, index): (readonly [string, FileState])[] => {
      if (isSubmodule(index)) return [];
      const [entry, bytes] = [entries[index], blobs[index]];
      if (entry === undefined || bytes === undefined) return [[path, { kind: 'none' }]];
      if (entry.mode === '120000') return [[path, { kind: 'link', target: bytes.toString('utf8') }]];
      return [[path, { kind: 'file', bytes, permissions: permissionsOf(checkpoint, path, entry.mode) }]];
    }),
  );
}

const permissionsOf = ({ meta }: CheckpointContent, path: string, mode: string): number =>
  meta.otherModes[path] ?? meta.modes[mode] ?? (mode === '100755' ? 0o755 : 0o644);

/** What a sparse checkout had left out is in the tree, but was not on disk. */
async function hiddenPaths(place: Place, { meta, index, raw }: CheckpointContent): Promise<ReadonlySet<string>> {
  if (!meta.isSparse || index === null) return new Set();
  return withIndex(place, { bytes: index, time: meta.indexTime ?? 0 }, async ({ run }) => {
    const paths = (await listEntries(run)).filter(({ isSkipped }) => isSkipped).map(({ path }) => path);
    return new Set(paths.map((path) => Buffer.from(path, 'latin1').toString('utf8')).filter((path) => !raw.has(path)));
  });
}
