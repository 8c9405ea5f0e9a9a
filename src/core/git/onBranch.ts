// A run goes on only on its own branch: a person may have gone to another one meanwhile.
import { ConductorError } from '../errors.ts';
import type { Head } from './gitPort.ts';

/** Throws `git.otherBranch`. */
export function requireBranch(head: Head, branch: string): void {
  if (head.kind === 'branch' && head.branch === branch) return;
  if (head.kind === 'unborn' && head.branch === branch) {
    throw new ConductorError('git.otherBranch', `The branch of the run, ${branch}, is gone.`, {
      remedy: `Make it anew where it was (\`git reflog\` tells) and resume the run, or cancel the run.`,
    });
  }
  const there = head.kind === 'detached' ? `the commit ${head.commit.slice(0, 10)}` : head.branch;
  throw new ConductorError(
    'git.otherBranch',
    `The run works on the branch ${branch}, but ${there} is checked out now.`,
    {
      remedy: `Go back with \`git switch ${branch}\` and resume the run, or cancel it.`,
    },
  );
}
