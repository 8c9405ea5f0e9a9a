// The state machine of a run: what is to be done next, decided by nothing but its events.
import type { RunView } from './runView.ts';

export type Step =
  | 'checkpoint'
  | 'askAboutTree'
  | 'branch'
  | 'assign'
  | 'work'
  | 'review'
  | 'settle'
  | 'apply'
  | 'check'
  | 'mend'
  | 'commit'
  | 'finishDone'
  | 'finishRejected'
  | 'finishUnchanged'
  | 'finishBlocked'
  | 'none';

/** `maxFailures`: failed checks in a row after which the task is blocked. */
export function nextStep(view: RunView, maxFailures: number): Step {
  if (view.finished) return 'none';
  if (!view.checkpoint) return 'checkpoint';
  if (!view.hasAskedAboutTree) return 'askAboutTree';
  if (!view.branching) return 'branch';
  if (view.assignment === null) return 'assign';
  // Written down as about to be applied: that is finished first, whatever came after.
  if (view.applying) return 'apply';
  if (!view.handedOver) return 'work';
  return view.decision ? afterDecision(view, maxFailures) : beforeDecision(view, maxFailures);
}

function beforeDecision(view: RunView, maxFailures: number): Step {
  if (view.proposals.length > 0) return 'review';
  // The agent answers failed gates without a change: they are run again and may pass, a flaky test for one.
  return view.accepted.length > 0 ? afterApply(view, maxFailures) : 'finishUnchanged';
}

function afterDecision(view: RunView, maxFailures: number): Step {
  if (view.decision?.kind === 'reject') return 'finishRejected';
  if (view.decision?.kind === 'requestChanges' || view.proposals.length > 0) return 'settle';
  return view.accepted.length > 0 ? afterApply(view, maxFailures) : 'finishRejected';
}

function afterApply(view: RunView, maxFailures: number): Step {
  const { checked } = view;
  const commit = view.commits.at(-1);
  if (!checked) return 'check';
  if (!checked.passed) return view.failures >= maxFailures ? 'finishBlocked' : 'mend';
  if (!commit || view.appliedSinceCommit) return 'commit';
  return commit.tree === checked.tree ? 'finishDone' : 'check';
}
