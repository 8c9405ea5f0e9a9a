// The index as it was: byte for byte where nobody has staged anything since, else only the paths that the run committed.
import { open, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConductorError } from '../../core/errors.ts';
import { listTree, type CheckpointContent, type TreeEntry } from './checkpointReader.ts';
import { toProject, type Place } from './place.ts';
import { split, type RunOptions, type RunResult } from './runner.ts';
import { withIndex } from './temporaryIndex.ts';

export interface IndexPlan {
  readonly apply: () => Promise<void>;
}

/** For each path its lines of `git ls-files -s`, without the path. */
type Staged = ReadonlyMap<string, string>;

/** Throws `undo.movedOn` where a committed path has been staged anew. */
export async function planIndex(
  place: Place,
  checkpoint: CheckpointContent,
  tip: string,
  committed: readonly string[],
): Promise<IndexPlan> {
  const before = await stagedBefore(place, checkpoint);
  const now = await readStaged(place.run);
  if (isSame(before, now)) return { apply: () => restoreBytes(place, checkpoint) };
  const tree = committed.length === 0 ? new Map<string, TreeEntry>() : await listTree(place, tip, true);
  const after = new Map(before);
  for (const path of committed) {
    const entry = tree.get(path);
    if (entry === undefined) after.delete(path);
    else after.set(path, `${entry.mode} ${entry.hash} 0`);
  }
  if (isSame(after, now)) return { apply: () => restoreBytes(place, checkpoint) };
  const foreign = committed.filter((path) => now.get(path) !== after.get(path) && now.get(path) !== before.get(path));
  if (foreign.length > 0) {
    const paths = foreign.map((path) => toProject(place, path));
    throw new ConductorError(
      'undo.movedOn',
      `The run cannot be undone, since files were staged after it: ${paths.join(', ')}. Nothing was changed.`,
      { remedy: 'Unstage these files first.', details: { paths } },
    );
  }
  return { apply: () => restorePaths(place, before, committed, tip) };
}

async function readStaged(run: (args: readonly string[], options?: RunOptions) => Promise<RunResult>): Promise<Staged> {
  const staged = new Map<string, string>();
  for (const entry of split((await run(['ls-files', '-z', '-s'])).stdout)) {
    const tab = entry.indexOf('\t');
    const [path, what] = [entry.slice(tab + 1), entry.slice(0, tab)];
    const other = staged.get(path);
    staged.set(path, other === undefined ? what : `${other}\n${what}`);
  }
  return staged;
}

async function stagedBefore(place: Place, checkpoint: CheckpointContent): Promise<Staged> {
  const { index, meta } = checkpoint;
  if (index === null) return new Map();
  await restoreSharedIndex(place, checkpoint);
  return withIndex(place, { bytes: index, time: meta.indexTime ?? 0 }, ({ run }) => readStaged(run));
}

const isSame = (a: Staged, b: Staged): boolean =>
  a.size === b.size && [...a].every(([path, what]) => b.get(path) === what);

async function restoreBytes(place: Place, checkpoint: CheckpointContent): Promise<void> {
  const file = join(place.gitDir, 'index');
  const lock = `${file}.lock`;
  try {
    await (await open(lock, 'wx')).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ConductorError('git.busy', 'Another program is using the git repository.', {
      remedy: `Wait until it has finished; if none is running, remove ${lock}.`,
      cause: error,
    });
  }
  try {
    if (checkpoint.index === null) {
      await rm(file, { force: true });
      await rm(lock);
      return;
    }
    await restoreSharedIndex(place, checkpoint);
    await writeFile(lock, checkpoint.index);
    // The time is part of what the index says: a file of the same tick is looked into, see `withIndex`.
    const time = checkpoint.meta.indexTime ?? 0;
    await utimes(lock, time, time);
    await rename(lock, file);
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}

/** Git removes the other file of a split index some weeks after nothing uses it. */
async function restoreSharedIndex({ gitDir }: Place, { sharedIndex }: CheckpointContent): Promise<void> {
  if (sharedIndex === null) return;
  const file = join(gitDir, sharedIndex.name);
  try {
    await stat(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await writeFile(file, sharedIndex.bytes);
  }
}

async function restorePaths({ run }: Place, before: Staged, paths: readonly string[], tip: string): Promise<void> {
  // As long as the repository's hashes.
  const none = '0'.repeat(tip.length);
  const lines = paths.map((path) => {
    const what = before.get(path);
    return what === undefined || what.includes('\n') ? `0 ${none}\t${path}\0` : `${what}\t${path}\0`;
  });
  if (lines.length > 0) await run(['update-index', '-z', '--index-info'], { input: lines.join('') });
}
