// The `GitPort` over the person's git: finds the repository and hands each question to the part that answers it.
import type { GitPort } from '../../core/git/gitPort.ts';
import type { Log } from '../../core/ports.ts';
import { leaveBranch, startBranch } from './branches.ts';
import { changesSince } from './changesSince.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { commitPaths } from './commit.ts';
import { branchCommit, readHead } from './head.ts';
import { describeCommit, findCommit } from './history.ts';
import { findPlace, type Place } from './place.ts';
import { line } from './runner.ts';
import { dirtyPaths, readState } from './state.ts';
import { undoRun } from './undo.ts';
import { openWorkCopy } from './workCopy.ts';
import { writeWorkTree } from './workTree.ts';

export function openRepository(projectDir: string, log: Log): GitPort {
  let found: Promise<Place> | undefined;
  // Asked again after a failure: the person may run `git init` meanwhile.
  const place = (): Promise<Place> =>
    (found ??= findPlace(projectDir).catch((error: unknown) => {
      found = undefined;
      throw error;
    }));
  return {
    state: async () => readState(await place()),
    head: async () => readHead(await place()),
    branchCommit: async (branch) => branchCommit(await place(), branch),
    startBranch: async (branch) => startBranch(await place(), branch),
    leaveBranch: async (branching) => leaveBranch(await place(), branching),
    checkpoint: async (runId, name) => writeCheckpoint(await place(), runId, name),
    changesSince: async (checkpoint) => changesSince(await place(), checkpoint),
    tree: async (of) => (of === 'head' ? headTree(await place()) : writeWorkTree(await place())),
    isClean: async (except) => {
      const allowed = new Set(except);
      return (await dirtyPaths(await place())).every((path) => allowed.has(path));
    },
    openCopy: async (runId) => openWorkCopy(await place(), runId, log),
    commit: async (request) => commitPaths(await place(), request, log),
    findCommit: async (trailer) => findCommit(await place(), trailer),
    undo: async (request) => undoRun(await place(), request),
    describeCommit: async (commit) => describeCommit(await place(), commit),
  };
}

async function headTree({ run }: Place): Promise<string> {
  const { stdout, exitCode } = await run(['rev-parse', '-q', '--verify', 'HEAD^{tree}'], { accept: [1, 128] });
  return line(exitCode === 0 ? stdout : (await run(['mktree'])).stdout);
}
