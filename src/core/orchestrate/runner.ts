// Takes a run from step to step until it is over, paused or fails.
import { isConductorError } from '../errors.ts';
import { requireOwnBranch } from './ownBranch.ts';
import type { RunContext } from './runContext.ts';
import { isRunStop } from './runStop.ts';
import { nextStep, type Step } from './nextStep.ts';
import { check, mend } from './steps/check.ts';
import { cancel, commit, finishBlocked, finishDone, finishRejected, finishUnchanged } from './steps/finish.ts';
import { askAboutTree, assign, makeCheckpoint, startBranch } from './steps/prepare.ts';
import { apply, review, settle } from './steps/review.ts';
import { work } from './steps/work.ts';

type Action = (context: RunContext, signal: AbortSignal) => Promise<void>;

const ACTIONS: Readonly<Record<Exclude<Step, 'none'>, Action>> = {
  checkpoint: makeCheckpoint,
  askAboutTree,
  branch: startBranch,
  assign,
  work,
  review,
  settle,
  apply,
  check,
  mend,
  commit,
  finishDone,
  finishRejected,
  finishUnchanged,
  finishBlocked,
};

/** What reads the project's folder as the run's, or writes to it. */
const ON_BRANCH: ReadonlySet<Step> = new Set(['work', 'settle', 'apply', 'check', 'commit']);

/** Resolves when the run is finished or paused. Throws what a person must mend first; the run is paused then and can be resumed. */
export async function advance(context: RunContext, signal: AbortSignal): Promise<void> {
  try {
    if (context.view.isPaused) await context.record({ type: 'run.resumed' }, 'preparing');
    for (;;) {
      const step = nextStep(context.view, context.world.config.safety.max_consecutive_failures);
      // What is over can be neither paused nor cancelled.
      if (step === 'none') return;
      signal.throwIfAborted();
      context.world.log.debug(`Run ${context.run.id}: ${step}.`);
      if (ON_BRANCH.has(step)) await requireOwnBranch(context);
      await ACTIONS[step](context, signal);
    }
  } catch (error) {
    await stop(context, causeOf(error, signal));
  }
}

/** What was told to stop may fail in words of its own. */
function causeOf(error: unknown, signal: AbortSignal): unknown {
  const isLost = isConductorError(error) && error.code === 'run.busy';
  return signal.aborted && isRunStop(signal.reason) && !isLost ? signal.reason : error;
}

async function stop(context: RunContext, error: unknown): Promise<void> {
  if (isRunStop(error)) {
    if (context.view.finished) return;
    if (error.kind === 'cancel') {
      // What was being written when the program was killed is not left half done.
      if (context.view.applying) await apply(context);
      await cancel(context, error.message);
    } else await context.record({ type: 'run.paused', reason: error.message }, 'paused');
    return;
  }
  // Somebody else has the run now: there is nothing to write down.
  if (isConductorError(error) && error.code === 'run.busy') throw error;
  const reason = error instanceof Error ? error.message : String(error);
  const isUntouched = !context.view.checkpoint;
  if (isUntouched) await context.record({ type: 'run.finished', outcome: 'failed', reason }, 'failed');
  else await context.record({ type: 'run.paused', reason }, 'paused');
  throw error;
}
