// How a run ended, as a message with what can be done next.
import * as vscode from 'vscode';
import type { RunResult, RunService } from '../../core/orchestrate/service.ts';

export async function tellEnd(
  runs: RunService,
  { run, view, paused }: RunResult,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const { taskId } = run;
  if (paused !== null) {
    const resume = vscode.l10n.t('Resume');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('The run of {0} is paused: {1}', taskId, paused),
      resume,
    );
    if (choice === resume) await vscode.commands.executeCommand('conductor.task.run', undefined);
    return;
  }
  const { outcome = 'failed', reason = '' } = view.finished ?? {};
  log.info(`Run ${run.id} of ${taskId}: ${outcome}.`);
  if (outcome === 'done') {
    const undo = vscode.l10n.t('Undo Run');
    const next = vscode.l10n.t('Run Next Task');
    const commit = view.commits.at(-1)?.commit.slice(0, 8) ?? '';
    const branch = view.branching?.branch ?? '';
    const told = vscode.l10n.t('{0} is done: commit {1} on {2}.', taskId, commit, branch);
    const choice = await vscode.window.showInformationMessage(told, next, undo);
    if (choice === undo) await runs.undo(run.id);
    if (choice === next) await vscode.commands.executeCommand('conductor.run.next');
    return;
  }
  if (outcome === 'cancelled' || outcome === 'rejected') {
    void vscode.window.showInformationMessage(vscode.l10n.t('The run of {0} is over: {1}', taskId, reason));
  } else void vscode.window.showWarningMessage(vscode.l10n.t('{0} is blocked: {1}', taskId, reason));
}
