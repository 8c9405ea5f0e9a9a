// The commit and the end of a run: what Taskwerk is told, and that nothing is left half done.
import { isConductorError } from '../../errors.ts';
import { commitMessage, runTrailer } from '../../git/commitMessage.ts';
import type { RunContext } from '../runContext.ts';
import { RunStop } from '../runStop.ts';
import { tellTask } from './tellTask.ts';

export async function commit(context: RunContext, signal: AbortSignal): Promise<void> {
  const { git } = context.world;
  const known = new Set(context.view.commits.map(({ commit: id }) => id));
  if (context.view.committing) {
    // Killed between the commit and the note of it: the commit carries the run's name.
    const found = await git.findCommit(runTrailer(context.run.id));
    if (found !== null && !known.has(found)) {
      await recordCommit(context, found);
      return;
    }
  } else await announceCommit(context, signal);
  const { view } = context;
  const { committing } = view;
  if (!committing) return;
  try {
    await recordCommit(
      context,
      await git.commit({ ...committing, ...(view.branching && { branch: view.branching.branch }) }),
    );
  } catch (error) {
    if (!isConductorError(error) || error.code !== 'git.hookRefused') throw error;
    await context.record(
      { type: 'run.feedback', text: `The commit was refused by a git hook: ${error.message}` },
      'working',
    );
  }
}

async function recordCommit(context: RunContext, id: string): Promise<void> {
  const tree = await context.world.git.tree('head');
  await context.record({ type: 'run.committed', commit: id, tree }, 'committing');
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
  const reason = 'The agent handed over without changing anything.';
  await leave(context, { outcome: 'blocked', reason, note: `Blocked: ${reason}` });
}

export async function finishBlocked(context: RunContext): Promise<void> {
  const { view } = context;
  const failed = view.gateResults.filter(({ verdict }) => verdict.status === 'failed').map(({ title }) => title);
  const reason = `${view.failures} checks failed in a row, the last one in ${failed.join(', ')}.`;
  await tellTask(context, { status: 'blocked', note: `Blocked: ${reason}` });
  await context.record({ type: 'run.finished', outcome: 'blocked', reason }, 'blocked');
}

/** The end of a run by a person's word. Where nothing was accepted, the branch goes and everything is as it was. */
export async function cancel(context: RunContext, reason: string): Promise<void> {
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
  if (view.branching && view.applied.size === 0 && !world.agent.worksInPlace) await git.leaveBranch(view.branching);
  const status = outcome === 'blocked' ? 'blocked' : view.applied.size === 0 ? view.taskStatus : 'in-progress';
  const branch = view.branching && view.applied.size === 0 ? { branch_name: null } : {};
  await tellTask(context, { status, ...branch, ...(note !== null && { note }) });
  await context.record({ type: 'run.finished', outcome, reason }, outcome);
}
