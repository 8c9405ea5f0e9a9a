// The project's git repository, as the core asks for it. What speaks to git loads when it is first needed.
import type { GitPort } from '../../core/git/gitPort.ts';
import type { Log } from '../../core/ports.ts';

/** Needs no repository before its first method is called. */
export function createGit(projectDir: string, { log }: { readonly log: Log }): GitPort {
  let loaded: Promise<GitPort> | undefined;
  const git = (): Promise<GitPort> =>
    (loaded ??= import('./gitRepository.ts').then(({ openRepository }) => openRepository(projectDir, log)));
  return {
    state: async () => (await git()).state(),
    head: async () => (await git()).head(),
    branchCommit: async (branch) => (await git()).branchCommit(branch),
    startBranch: async (branch) => (await git()).startBranch(branch),
    leaveBranch: async (branching) => (await git()).leaveBranch(branching),
    checkpoint: async (runId, name) => (await git()).checkpoint(runId, name),
    changesSince: async (checkpoint) => (await git()).changesSince(checkpoint),
    tree: async (of) => (await git()).tree(of),
    isClean: async (except) => (await git()).isClean(except),
    openCopy: async (runId) => (await git()).openCopy(runId),
    commit: async (request) => (await git()).commit(request),
    findCommit: async (trailer) => (await git()).findCommit(trailer),
    undo: async (request) => (await git()).undo(request),
    describeCommit: async (commit) => (await git()).describeCommit(commit),
  };
}
