// The run's private copy of the project: commands and gates work there, and what they change is read back from it.
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkCopy } from '../../core/git/gitPort.ts';
import type { Log } from '../../core/ports.ts';
import type { ChangeSet } from '../../core/review/changeSet.ts';
import { changeSetOf, type FilePair } from './changeSets.ts';
import { readBlobs } from './checkpointReader.ts';
import { createStateRepository, writeVisibleRepository } from './copyRepository.ts';
import { CopySync } from './copySync.ts';
import { readState, type FileState } from './files.ts';
import { toProject, type Place } from './place.ts';
import { split } from './runner.ts';
import { copyName, removeStaleCopies } from './staleCopies.ts';

/**
 * Beside the copy's files lies a repository of our own that commands do not see: a command that writes `.git` within
 * the copy can neither hide what it changed nor have our git run something.
 */
export async function openWorkCopy(place: Place, runId: string, log: Log): Promise<WorkCopy> {
  const temporary = await realpath(tmpdir());
  await removeStaleCopies(temporary, log);
  const folder = await mkdtemp(join(temporary, copyName(runId)));
  const root = join(folder, 'work');
  await mkdir(join(root, place.prefix), { recursive: true });
  const state = await createStateRepository(place, folder, root);
  const sync = new CopySync(place, state);
  return {
    dir: join(root, place.prefix),
    sync: async (tree, changes) => {
      const made = await sync.run(tree, changes);
      await writeVisibleRepository(place, state, tree);
      return made;
    },
    changes: () => readChanges(place, sync, log),
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function readChanges(place: Place, sync: CopySync, log: Log): Promise<ChangeSet> {
  const { run, root } = sync.state;
  const { stdout } = await run(['ls-files', '-z', '-m', '-d', '-o', '--exclude-standard']);
  const changed = [...new Set(split(stdout))].filter((path) => !path.endsWith('/'));
  const paths = changed.filter((path) => path.startsWith(place.prefix));
  if (paths.length < changed.length)
    log.warn(`Left out what a command changed outside the project: ${changed.length - paths.length} files.`);
  const before = await statesAtSync(sync, paths);
  const pairs: FilePair[] = [];
  for (const [path, state] of before)
    pairs.push({ path: toProject(place, path), before: state, after: await readState(root, path) });
  return changeSetOf(pairs);
}

async function statesAtSync(sync: CopySync, paths: readonly string[]): Promise<ReadonlyMap<string, FileState>> {
  const entries = paths.map((path) => sync.entry(path));
  const blobs = await readBlobs(
    sync.state,
    entries.map((entry) => (entry?.mode.startsWith('100') === true ? entry.hash : undefined)),
  );
  return new Map(
    paths.map((path, index): [string, FileState] => {
      const [entry, bytes] = [entries[index], blobs[index]];
      if (entry === undefined) return [path, { kind: 'none' }];
      if (bytes === undefined) return [path, { kind: 'other' }];
      return [path, { kind: 'file', bytes, permissions: entry.mode === '100755' ? 0o755 : 0o644 }];
    }),
  );
}
