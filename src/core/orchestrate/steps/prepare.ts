// From a chosen task to an assignment: checkpoint, the person's uncommitted changes, the branch.
import { gatherAssignment } from '../../agent/assignment/gather.ts';
import { ConductorError } from '../../errors.ts';
import { plannedGates } from '../../gates/planned.ts';
import { branchName } from '../../git/branchName.ts';
import type { RepositoryState } from '../../git/gitPort.ts';
import type { RunContext } from '../runContext.ts';
import { RunStop } from '../runStop.ts';
import { tellTask } from './tellTask.ts';

const CARRY_ON = 'Carry on: they stay in the work tree, and the commit leaves them out';
const CHECKPOINT = 'Checkpoint: carry on, and keep a copy of them under refs/conductor first';
const STOP = 'Stop: I will commit or stash them myself';

/** Nothing of the person's is touched: only refs under `refs/conductor` are written. */
export async function makeCheckpoint(context: RunContext): Promise<void> {
  refuseUnready(await context.world.git.state());
  const checkpoint = await context.world.git.checkpoint(context.run.id, 'start');
  await context.record({ type: 'run.checkpointed', checkpoint }, 'preparing');
}

/** Uncommitted changes are never stashed in silence: the person says what becomes of them. */
export async function askAboutTree(context: RunContext, signal: AbortSignal): Promise<void> {
  const { git, questions } = context.world;
  const { dirty } = await git.state();
  if (dirty.length === 0) {
    await context.record({ type: 'run.dirtyTree', choice: 'clean', paths: [] }, 'preparing');
    return;
  }
  const shown = dirty.slice(0, 5).join(', ') + (dirty.length > 5 ? ` and ${dirty.length - 5} more` : '');
  const answer = await questions.ask(
    {
      id: `${context.run.id}:tree`,
      runId: context.run.id,
      taskId: context.run.taskId,
      text: `The work tree has uncommitted changes (${shown}). What shall become of them?`,
      choices: [CARRY_ON, CHECKPOINT, STOP],
    },
    signal,
  );
  if (answer === STOP || answer?.toLowerCase().startsWith('stop'))
    throw new RunStop('cancel', 'The person stopped it.');
  const choice = answer === CHECKPOINT || answer?.toLowerCase().startsWith('checkpoint') ? 'checkpoint' : 'carryOn';
  if (choice === 'checkpoint') await git.checkpoint(context.run.id, 'uncommitted');
  await context.record({ type: 'run.dirtyTree', choice, paths: dirty }, 'preparing');
}

/** Written down before the branch is made: a killed run knows where HEAD was, and that the branch is its own. */
export async function startBranch(context: RunContext): Promise<void> {
  const { git, store, config } = context.world;
  const task = await store.getTask(context.run.taskId);
  const branch = branchName(config.workflow.branch_pattern, { id: task.id, name: task.name });
  const { head: previous } = await git.state();
  const existing = await git.branchCommit(branch);
  const base = existing ?? (previous.kind === 'unborn' ? '' : previous.commit);
  const branching = { branch, previous, isNew: existing === null, base };
  await context.record({ type: 'run.branched', branching }, 'preparing');
}

async function takeBranch(context: RunContext): Promise<void> {
  const { branching } = context.view;
  if (!branching) return;
  await context.world.git.startBranch(branching.branch);
  await tellTask(context, { status: 'in-progress', branch_name: branching.branch });
}

export async function assign(context: RunContext, signal: AbortSignal): Promise<void> {
  await takeBranch(context);
  const { store, workspace, git, codeMap, config, folders } = context.world;
  const dir = workspace.root;
  const project = {
    dir,
    config,
    readFile: (path: string) => folders.readText(dir, path),
    listFiles: (folder: string) => folders.list(dir, folder),
  };
  const assignment = await gatherAssignment(
    { store, workspace, git, codeMap, journal: store.journal },
    context.run.taskId,
    { gates: await plannedGates(project), config, isForPerson: context.world.agent.worksInPlace, signal },
  );
  await context.record({ type: 'run.assigned', assignment: assignment.text, core: assignment.core }, 'preparing');
}

export function refuseUnready({ head, operation, identity }: RepositoryState): void {
  if (operation) {
    throw new ConductorError('git.busy', `A ${operation} is not finished in this repository.`, {
      remedy: `Finish or abort the ${operation} first.`,
    });
  }
  if (head.kind === 'unborn') {
    throw new ConductorError('git.noCommit', 'This repository has no commit yet, so there is nothing to branch from.', {
      remedy: 'Make a first commit, then run the task again.',
    });
  }
  if (identity === null) {
    throw new ConductorError('git.noIdentity', 'Git does not know who commits here.', {
      remedy: 'Set user.name and user.email with `git config`.',
    });
  }
}
