// The commit and the end of a run: what Taskwerk is told, and that nothing is left half done.
import { isConductorError } from '../../errors.ts';
import { asData } from '../../agent/data.ts';
import { commitMessage } from '../../git/commitMessage.ts';
import type { AppliedFile } from '../../review/workspacePort.ts';
import { movedOn, untoldCommit, writtenSoFar } from '../aftermath.ts';
import type { RunContext } from '../runContext.ts';
import { RunStop } from '../runStop.ts';
import { tellTask } from './tellTask.ts';

export async function commit(context: RunContext, signal: AbortSignal): Promise<void> {
  const { git, config } = context.world;
  // Killed between the commit and the note of it: the commit carries the run's name.
  if (await recordUntoldCommit(context)) return;
  if (await takeOverMoved(context, signal)) return;
  if (!context.view.committing) await announceCommit(context, signal);
  const { committing, branching } = context.view;
  if (!committing) return;
  try {
    await recordCommit(context, await git.commit({ ...committing, ...(branching && { branch: branching.branch }) }));
  } catch (error) {
    if (!isConductorError(error) || error.code !== 'git.hookRefused') throw error;
    const text = `The commit was refused. What the hook said:\n${asData('hook_output', error.message)}`;
    await context.record({ type: 'run.feedback', text }, 'working');
    if (context.view.failures >= config.safety.max_consecutive_failures) await finishBlocked(context);
  }
}

async function recordUntoldCommit(context: RunContext): Promise<boolean> {
  const found = await untoldCommit(context.world.git, context.run.id, context.view);
  if (found !== null) await recordCommit(context, found);
  return found !== null;
}

async function recordCommit(context: RunContext, id: string): Promise<void> {
  const { git } = context.world;
  const tree = await git.tree('head');
  const files = await changedByHooks(context, id);
  await context.record({ type: 'run.committed', commit: id, tree, ...(files.length > 0 && { files }) }, 'committing');
}

/** Files that are in the commit as they are on disk, and that are not what the run wrote. */
async function changedByHooks({ world, view }: RunContext, id: string): Promise<readonly AppliedFile[]> {
  const moved = await movedOn(world.workspace, view.applied.values());
  if (moved.length === 0) return [];
  const committed = (await world.git.describeCommit(id))?.files ?? [];
  const { dirty } = await world.git.state();
  return moved.filter(({ path }) => committed.includes(path) && !dirty.includes(path));
}

/** What somebody has made of accepted files since goes into the commit by a person's word alone, and is checked first. */
async function takeOverMoved(context: RunContext, signal: AbortSignal): Promise<boolean> {
  const { world, run, view } = context;
  const moved = await movedOn(world.workspace, view.applied.values());
  if (moved.length === 0) return false;
  const names = moved.map(({ path }) => path).join(', ');
  const { allow } = await world.approvals.permit(
    {
      runId: run.id,
      taskId: run.taskId,
      tool: 'commit',
      what: `Commit as they are now: ${names}`,
      reason: 'These files were changed after you accepted them.',
      hearsWhy: false,
    },
    signal,
  );
  if (!allow) throw new RunStop('pause', `Not committed, since these files changed after you accepted them: ${names}.`);
  await context.record({ type: 'run.applied', files: moved }, 'checking');
  return true;
}

async function announceCommit(context: RunContext, signal: AbortSignal): Promise<void> {
  const { world, run, view } = context;
  const task = await world.store.getTask(run.taskId);
  const message = commitMessage({
    taskId: task.id,
    name: task.name,
    kind: task.category,
    summary: view.handedOver?.summary ?? '',
    why: task.description ?? '',
    runId: run.id,
    sessionId: run.sessionId,
    agent: view.agent,
    requirements: [],
  });
  if (!world.config.workflow.auto_commit) {
    const answer = await world.approvals.permit(
      {
        runId: run.id,
        taskId: run.taskId,
        tool: 'commit',
        what: message,
        reason: 'workflow.auto_commit is off.',
        hearsWhy: false,
      },
      signal,
    );
    if (!answer.allow) throw new RunStop('pause', 'The change is accepted and checked, but not committed.');
  }
  await context.record({ type: 'run.committing', message, paths: [...view.applied.keys()] }, 'committing');
}

export async function finishDone(context: RunContext): Promise<void> {
  const { view } = context;
  const id = view.commits.at(-1)?.commit ?? '';
  const gates = view.gateResults.map(({ title, verdict }) => `${title}: ${verdict.status}`).join(', ');
  const where = `Committed ${id.slice(0, 12)} on ${view.branching?.branch ?? 'the branch'}.`;
  const note = [where, view.handedOver?.summary, view.handedOver?.notes, gates && `Gates: ${gates}.`]
    .filter(Boolean)
    .join('\n');
  await tellTask(context, { status: 'done', progress: 100, note });
  await context.record({ type: 'run.finished', outcome: 'done', reason: '' }, 'done');
}

export async function finishRejected(context: RunContext): Promise<void> {
  const { decision } = context.view;
  const reason = decision?.kind === 'reject' && decision.reason !== '' ? decision.reason : 'No change was accepted.';
  await leave(context, { outcome: 'rejected', reason, note: `Rejected: ${reason}` });
}

export async function finishUnchanged(context: RunContext): Promise<void> {
  await finishStuck(context, 'The agent handed over without changing anything.');
}

export async function finishBlocked(context: RunContext): Promise<void> {
  const { view } = context;
  const failed = view.gateResults.filter(({ verdict }) => verdict.status === 'failed').map(({ title }) => title);
  const reason =
    failed.length > 0
      ? `${view.failures} checks failed in a row, the last one in ${failed.join(', ')}.`
      : `The commit did not come about in ${view.failures} attempts: a git hook refused it.`;
  await finishStuck(context, reason);
}

export async function finishStuck(context: RunContext, reason: string): Promise<void> {
  await leave(context, { outcome: 'blocked', reason, note: `Blocked: ${reason}` });
}

/** The end of a run by a person's word. Where nothing was accepted, the branch goes and everything is as it was. */
export async function cancel(context: RunContext, reason: string): Promise<void> {
  // What a killed run has written or committed is the run's, and Undo Run has to know of it.
  const files = await writtenSoFar(context.world.workspace, context.view);
  if (files.length > 0) await context.record({ type: 'run.applied', files }, 'reviewing');
  await recordUntoldCommit(context);
  await leave(context, { outcome: 'cancelled', reason, note: null });
}

interface Ending {
  readonly outcome: 'rejected' | 'blocked' | 'cancelled';
  readonly reason: string;
  readonly note: string | null;
}

async function leave(context: RunContext, { outcome, reason, note }: Ending): Promise<void> {
  const { world, view } = context;
  const { git } = world;
  // Who works in place may have left work of theirs on the branch.
  const branching = view.applied.size === 0 && !world.agent.worksInPlace ? view.branching : null;
  if (branching) await git.leaveBranch(branching);
  const status = outcome === 'blocked' ? 'blocked' : view.applied.size === 0 ? view.taskStatus : 'in-progress';
  const branch = branching ? { branch_name: null } : {};
  await tellTask(context, { status, ...branch, ...(note !== null && { note }) });
  await context.record({ type: 'run.finished', outcome, reason }, outcome);
}
