// "Undo Run": what goes back is said first; what changed since is named, and nothing is touched then.
import * as vscode from 'vscode';
import { isConductorError } from '../../core/errors.ts';
import type { RunId } from '../../core/orchestrate/journal.ts';
import type { RunService } from '../../core/orchestrate/service.ts';

/** Throws a CancellationError when the person does not agree. */
export async function confirmUndo(runs: RunService, id: RunId): Promise<void> {
  const { run, view } = await runs.read(id);
  const undo = vscode.l10n.t('Undo Run');
  const title = vscode.l10n.t('Undo the run of {0} “{1}”?', run.taskId, run.taskName);
  const { branching } = view;
  const branch = branching?.isNew === true ? branching.branch : null;
  const detail =
    branch === null
      ? vscode.l10n.t('Files, index and branch go back to where they were before it.')
      : vscode.l10n.t('Files and index go back to where they were before it. The branch {0} is removed.', branch);
  if ((await vscode.window.showWarningMessage(title, { modal: true, detail }, undo)) !== undo) {
    throw new vscode.CancellationError();
  }
  try {
    await runs.undo(id);
  } catch (error) {
    if (!isConductorError(error) || error.code !== 'undo.movedOn') throw error;
    const { message, remedy } = error;
    await vscode.window.showErrorMessage(message, { modal: true, ...(remedy && { detail: remedy.text }) });
    return;
  }
  void vscode.window.showInformationMessage(vscode.l10n.t('The run of {0} was undone.', run.taskId));
}
