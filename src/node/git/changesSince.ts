// What a person working in place has changed since a checkpoint.
import type { Checkpoint } from '../../core/git/gitPort.ts';
import type { ChangeSet } from '../../core/review/changeSet.ts';
import { changeSetOf, type FilePair } from './changeSets.ts';
import { readCheckpoint } from './checkpointReader.ts';
import { readState } from './files.ts';
import { toProject, type Place } from './place.ts';
import { split } from './runner.ts';
import { statesBefore } from './statesBefore.ts';
import { writeWorkTree } from './workTree.ts';

export async function changesSince(place: Place, checkpoint: Checkpoint): Promise<ChangeSet> {
  const [before, now] = await Promise.all([readCheckpoint(place, checkpoint.commit), writeWorkTree(place)]);
  const { stdout } = await place.run(['diff-tree', '-r', '-z', '--no-renames', '--name-only', before.work, now]);
  const paths = split(stdout).filter((path) => path.startsWith(place.prefix));
  const pairs: FilePair[] = [];
  for (const [path, state] of await statesBefore(place, before, paths))
    pairs.push({ path: toProject(place, path), before: state, after: await readState(place.root, path) });
  return changeSetOf(pairs);
}
