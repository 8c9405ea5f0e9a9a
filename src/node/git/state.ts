// What a run must know of the repository before it starts: HEAD, uncommitted files, unfinished operations, identity.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryState } from '../../core/git/gitPort.ts';
import { readHead } from './head.ts';
import { toProject, type Place } from './place.ts';
import { split } from './runner.ts';
import { isTaskwerksOwn } from './taskwerkFiles.ts';

export async function readState(place: Place): Promise<RepositoryState> {
  const [head, dirty, identity, submodules] = await Promise.all([
    readHead(place),
    dirtyPaths(place),
    readIdentity(place),
    readSubmodules(place),
  ]);
  return {
    root: place.root,
    head,
    dirty,
    operation: readOperation(place),
    identity,
    submodules,
    isLinkedWorktree: place.gitDir !== place.commonDir,
  };
}

/** Sorted, relative to the project. A submodule is dirty as a whole. */
export async function dirtyPaths(place: Place): Promise<readonly string[]> {
  const { stdout } = await place.run([
    ...['status', '--porcelain=v2', '-z', '--untracked-files=all', '--ignore-submodules=none', '--no-renames'],
  ]);
  return split(stdout)
    .map(statusPath)
    .filter((path) => !isTaskwerksOwn(path))
    .map((path) => toProject(place, path.replace(/\/$/u, '')))
    .toSorted();
}

/** Of an entry of porcelain v2: `? path`, `1` with 8 fields before the path, `u` with 10. */
function statusPath(entry: string): string {
  const fields = { '1': 8, u: 10 }[entry.charAt(0)] ?? 1;
  let at = 0;
  for (let field = 0; field < fields; field++) at = entry.indexOf(' ', at) + 1;
  return entry.slice(at);
}

const OPERATIONS: readonly (readonly [string, NonNullable<RepositoryState['operation']>])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

export const readOperation = ({ gitDir }: Place): RepositoryState['operation'] =>
  OPERATIONS.find(([file]) => existsSync(join(gitDir, file)))?.[1] ?? null;

/** "Name <mail>", or null where a commit would be refused. */
export async function readIdentity({ run }: Place): Promise<string | null> {
  const [author, committer] = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) => run(['var', name], { accept: [1, 128] })),
  );
  if (author?.exitCode !== 0 || committer?.exitCode !== 0) return null;
  return author.stdout
    .toString('utf8')
    .trim()
    .replace(/ \d+ [+-]\d+$/u, '');
}

async function readSubmodules(place: Place): Promise<readonly string[]> {
  if (!existsSync(join(place.root, '.gitmodules'))) return [];
  const { stdout } = await place.run(
    ['config', '-z', '-f', '.gitmodules', '--get-regexp', String.raw`^submodule\..*\.path$`],
    { accept: [1] },
  );
  return split(stdout)
    .map((entry) => toProject(place, entry.slice(entry.indexOf('\n') + 1)))
    .toSorted();
}
