// Going to a run's branch and back: HEAD moves, index and files stay as they are.
import { ConductorError, isConductorError } from '../../core/errors.ts';
import type { Branching, Head } from '../../core/git/gitPort.ts';
import { branchCommit, commitAt, deleteBranch, moveHead, otherWorktree, readHead } from './head.ts';
import type { Place } from './place.ts';
import { readOperation } from './state.ts';

/** `base` is empty in a repository without a commit, where the branch comes to be with its first commit. */
export async function startBranch(place: Place, branch: string): Promise<Branching> {
  const previous = await readHead(place);
  const existing = await branchCommit(place, branch);
  const base = existing ?? commitAt(previous);
  if (previous.kind !== 'detached' && previous.branch === branch) return { branch, previous, isNew: false, base };
  refuseDuringOperation(place);
  const { exitCode } = await place.run(['check-ref-format', '--branch', branch], { accept: [1, 128] });
  if (exitCode !== 0) throw new ConductorError('usage', `Git takes no branch that is called "${branch}".`);
  if (existing !== null) await takeBranch(place, branch, existing, previous);
  else {
    if (base !== '')
      await place.run(['update-ref', '-m', 'conductor: created for a run', `refs/heads/${branch}`, base, '']);
    await moveHead(place, headOn(branch, base), `conductor: to ${branch}`);
  }
  return { branch, previous, isNew: existing === null, base };
}

const headOn = (branch: string, commit: string): Head =>
  commit === '' ? { kind: 'unborn', branch } : { kind: 'branch', branch, commit };

async function takeBranch(place: Place, branch: string, commit: string, previous: Head): Promise<void> {
  const other = await otherWorktree(place, branch);
  if (other !== null) {
    throw new ConductorError('git.busy', `The branch ${branch} is checked out in another work tree, ${other}.`, {
      remedy: 'Work on the task there, or switch that work tree to another branch.',
    });
  }
  await goTo(place, headOn(branch, commit), commitAt(previous));
}

/** HEAD alone where it is the same commit; else `git switch`, which keeps changes or refuses. */
async function goTo(place: Place, to: Head, from: string): Promise<void> {
  if (commitAt(to) === from) return moveHead(place, to, 'conductor: same commit');
  const target = to.kind === 'detached' ? ['--detach', to.commit] : ['--no-guess', to.branch];
  try {
    await place.run(['switch', '--quiet', '--no-recurse-submodules', ...target]);
  } catch (error) {
    if (!isConductorError(error) || !/would be overwritten|would be removed|would lose/u.test(wordsOf(error)))
      throw error;
    throw new ConductorError(
      'git.dirty',
      `Uncommitted changes are in the way of ${to.kind === 'detached' ? to.commit.slice(0, 10) : to.branch}: ${wordsOf(error)}`,
      { remedy: 'Commit these changes or put them away, then try again.', cause: error },
    );
  }
}

const wordsOf = (error: ConductorError): string =>
  typeof error.details['output'] === 'string' ? error.details['output'] : error.message;

export function refuseDuringOperation(place: Place): void {
  const operation = readOperation(place);
  if (operation === null) return;
  throw new ConductorError('git.busy', `A ${operation} is not finished in this repository.`, {
    remedy: `Finish or abort the ${operation}, then try again.`,
    details: { operation },
  });
}

/** Leaves HEAD where the person has moved it, and a branch that has commits of its own. May be repeated. */
export async function leaveBranch(place: Place, { branch, previous, isNew, base }: Branching): Promise<void> {
  const head = await readHead(place);
  const isOnBranch = head.kind !== 'detached' && head.branch === branch;
  const wasOnBranch = previous.kind !== 'detached' && previous.branch === branch;
  if (wasOnBranch) return;
  if (isOnBranch) await goTo(place, await present(place, previous), commitAt(head));
  if (!isNew || (await branchCommit(place, branch)) !== base) return;
  if ((await otherWorktree(place, branch)) === null) await deleteBranch(place, branch, base);
}

/** Where the branch that HEAD was on stands now; somebody may have moved it meanwhile. */
async function present(place: Place, previous: Head): Promise<Head> {
  if (previous.kind === 'detached') return previous;
  return headOn(previous.branch, (await branchCommit(place, previous.branch)) ?? '');
}
