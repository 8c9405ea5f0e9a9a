// What goes on in a run, in words: for rows and cards, and for a screen reader.
import * as vscode from 'vscode';
import type { GateResult } from '../../core/gates/gate.ts';
import type { Activity, Outcome, RunStory } from './runStory.ts';

/** e.g. "waits for your review". */
export function activityLabel(activity: Activity): string {
  if (activity.kind === 'over') return outcomeLabel(activity.outcome);
  return {
    preparing: vscode.l10n.t('preparing'),
    working: vscode.l10n.t('working'),
    byHand: vscode.l10n.t('you work on it'),
    checking: vscode.l10n.t('checking'),
    committing: vscode.l10n.t('committing'),
    review: vscode.l10n.t('waits for your review'),
    answer: vscode.l10n.t('waits for an answer'),
    permission: vscode.l10n.t('waits for your permission'),
    paused: vscode.l10n.t('paused'),
    interrupted: vscode.l10n.t('interrupted'),
  }[activity.kind];
}

/** With what can be said besides: the turn, the reason, the question. */
export function activitySentence(activity: Activity, { view, pauseReason, question }: RunStory): string {
  const { kind } = activity;
  const label = activityLabel(activity);
  if (kind === 'interrupted') return vscode.l10n.t('interrupted: resume it to go on from where it stopped');
  if (kind === 'working' && view.turns > 0) return vscode.l10n.t('working, turn {0}', view.turns);
  if (kind === 'paused') return withDetail(label, pauseReason);
  if (kind === 'answer') return withDetail(label, question?.text ?? '');
  return kind === 'over' && !view.isUndone ? withDetail(label, view.finished?.reason ?? '') : label;
}

function outcomeLabel(outcome: Outcome): string {
  return {
    done: vscode.l10n.t('done'),
    rejected: vscode.l10n.t('rejected'),
    blocked: vscode.l10n.t('blocked'),
    cancelled: vscode.l10n.t('cancelled'),
    failed: vscode.l10n.t('failed'),
    undone: vscode.l10n.t('undone'),
  }[outcome];
}

/** e.g. "failed: 2 findings", "passed, at the second try". */
export function verdictLabel({ verdict, attempts }: GateResult): string {
  switch (verdict.status) {
    case 'passed':
      return attempts > 1 ? vscode.l10n.t('passed after {0} attempts', attempts) : vscode.l10n.t('passed');
    case 'failed': {
      const { length } = verdict.findings;
      if (length === 0) return vscode.l10n.t('failed');
      return length === 1 ? vscode.l10n.t('failed: 1 finding') : vscode.l10n.t('failed: {0} findings', length);
    }
    case 'skipped':
      return vscode.l10n.t('skipped: {0}', verdict.reason);
  }
}

function withDetail(label: string, detail: string): string {
  const [line = ''] = detail.split('\n');
  return line === '' ? label : `${label}: ${line}`;
}
