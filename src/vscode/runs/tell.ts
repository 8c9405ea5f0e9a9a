// How a run ended, as a message with what can be done next.
import * as vscode from 'vscode';
import type { RunResult } from '../../core/orchestrate/service.ts';

/** What the buttons of the message do. */
export interface NextSteps {
  readonly resume: () => Promise<void>;
  readonly undo: () => Promise<void>;
}

/** Resolves when the message is answered or closed. */
export async function tellEnd(
  { run, view, paused }: RunResult,
  log: vscode.LogOutputChannel,
  steps: NextSteps,
): Promise<void> {
  const { taskId, taskName } = run;
  if (paused !== null) {
    const resume = vscode.l10n.t('Resume');
    const told = vscode.l10n.t('The run of {0} “{1}” is paused: {2}', taskId, taskName, paused);
    if ((await vscode.window.showWarningMessage(told, resume)) === resume) await steps.resume();
    return;
  }
  const { outcome = 'failed', reason = '' } = view.finished ?? {};
  log.info(`Run ${run.id} of ${taskId}: ${outcome}.`);
  if (outcome === 'done') {
    const undo = vscode.l10n.t('Undo Run…');
    const next = vscode.l10n.t('Run Next Task');
    const commit = view.commits.at(-1)?.commit.slice(0, 8) ?? '';
    const branch = view.branching?.branch ?? '';
    const told = vscode.l10n.t('{0} “{1}” is done: commit {2} on {3}.', taskId, taskName, commit, branch);
    const choice = await vscode.window.showInformationMessage(told, next, undo);
    if (choice === undo) await steps.undo();
    if (choice === next) await vscode.commands.executeCommand('conductor.run.next');
    return;
  }
  if (outcome === 'cancelled' || outcome === 'rejected') {
    const told = vscode.l10n.t('The run of {0} “{1}” is over: {2}', taskId, taskName, reason);
    void vscode.window.showInformationMessage(told);
  } else void vscode.window.showWarningMessage(vscode.l10n.t('{0} “{1}” is blocked: {2}', taskId, taskName, reason));
}
