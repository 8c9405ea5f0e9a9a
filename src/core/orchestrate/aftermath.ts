// What is in the person's folder after the run wrote there: found out anew, since a run can break off and a person goes on.
import { runTrailer } from '../git/commitMessage.ts';
import { targetHash } from '../review/apply.ts';
import type { AppliedFile, WorkspacePort } from '../review/workspacePort.ts';
import type { OrchestrationPorts } from './runContext.ts';
import type { RunView } from './runView.ts';

/** Of the changes that were to be written when the run broke off, those that are there. */
export async function writtenSoFar(workspace: WorkspacePort, { applying }: RunView): Promise<readonly AppliedFile[]> {
  if (!applying || applying.inPlace) return [];
  const written: AppliedFile[] = [];
  const look = async (path: string, hash: string | null): Promise<void> => {
    if (((await workspace.read(path))?.hash ?? null) === hash) written.push({ path, hash });
  };
  for (const change of applying.changes) {
    await look(change.path, await targetHash(change));
    if (change.kind === 'rename') await look(change.from, null);
  }
  return written;
}

/** The commit that was made before the run broke off, and that no event tells of. */
export async function untoldCommit(
  git: OrchestrationPorts['git'],
  runId: string,
  { committing, commits }: RunView,
): Promise<string | null> {
  if (!committing) return null;
  const found = await git.findCommit(runTrailer(runId));
  return commits.some(({ commit }) => commit === found) ? null : found;
}

/** Files of the run that are not any more as it left them. */
export async function movedOn(
  workspace: WorkspacePort,
  applied: Iterable<AppliedFile>,
): Promise<readonly AppliedFile[]> {
  const moved: AppliedFile[] = [];
  for (const { path, hash } of applied) {
    const now = (await workspace.read(path))?.hash ?? null;
    if (now !== hash) moved.push({ path, hash: now });
  }
  return moved;
}
