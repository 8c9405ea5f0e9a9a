// HEAD, branches and who stands on them.
import { ConductorError } from '../../core/errors.ts';
import type { Head } from '../../core/git/gitPort.ts';
import { line } from './runner.ts';
import type { Place } from './place.ts';

const BRANCHES = 'refs/heads/';
const NO_COMMIT = { accept: [1, 128] };

export async function readHead(place: Place): Promise<Head> {
  const [symbolic, commit] = await Promise.all([
    place.run(['symbolic-ref', '-q', 'HEAD'], { accept: [1] }),
    commitOf(place, 'HEAD'),
  ]);
  const ref = line(symbolic.stdout);
  if (ref === '') {
    if (commit === null) throw new ConductorError('git.failed', 'Git cannot read HEAD.');
    return { kind: 'detached', commit };
  }
  const branch = ref.startsWith(BRANCHES) ? ref.slice(BRANCHES.length) : ref;
  return commit === null ? { kind: 'unborn', branch } : { kind: 'branch', branch, commit };
}

/** The commit that a name stands for, or null. */
export async function commitOf(place: Place, name: string): Promise<string | null> {
  const { stdout, exitCode } = await place.run(
    ['rev-parse', '-q', '--verify', '--end-of-options', `${name}^{commit}`],
    NO_COMMIT,
  );
  return exitCode === 0 ? (line(stdout).split('\n').at(-1) ?? null) : null;
}

export const branchCommit = (place: Place, branch: string): Promise<string | null> =>
  commitOf(place, `${BRANCHES}${branch}`);

/** The empty string where there is no commit. */
export const commitAt = (head: Head): string => (head.kind === 'unborn' ? '' : head.commit);

/** Moves HEAD and nothing else: index and files stay, no hook runs. */
export async function moveHead({ run }: Place, to: Head, reason: string): Promise<void> {
  await (to.kind === 'detached'
    ? run(['update-ref', '--no-deref', '-m', reason, 'HEAD', to.commit])
    : run(['symbolic-ref', '-m', reason, 'HEAD', `${BRANCHES}${to.branch}`]));
}

/** Throws when the branch is not where it was. */
export async function deleteBranch({ run }: Place, branch: string, commit: string): Promise<void> {
  await run(['update-ref', '-d', `${BRANCHES}${branch}`, commit]);
}

export async function setBranch({ run }: Place, branch: string, commit: string, before: string): Promise<void> {
  await run(['update-ref', '-m', 'conductor', `${BRANCHES}${branch}`, commit, before]);
}

/** The other work tree that has the branch checked out, or null. */
export async function otherWorktree(place: Place, branch: string): Promise<string | null> {
  const { stdout } = await place.run(['worktree', 'list', '--porcelain']);
  for (const block of stdout.toString('utf8').split(/\n\n/u)) {
    const folder = /^worktree (.*)$/mu.exec(block)?.[1];
    const ref = /^branch (.*)$/mu.exec(block)?.[1];
    if (ref === `${BRANCHES}${branch}` && folder !== undefined && folder !== place.root) return folder;
  }
  return null;
}
