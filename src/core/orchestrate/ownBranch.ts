// Whether the person's folder is still on the run's branch.
import { requireBranch } from '../git/onBranch.ts';
import type { RunContext } from './runContext.ts';

/** Throws `git.otherBranch`: what is in the folder now is not what the run works on. */
export async function requireOwnBranch({ view, world }: RunContext): Promise<void> {
  if (view.branching) requireBranch(await world.git.head(), view.branching.branch);
}
