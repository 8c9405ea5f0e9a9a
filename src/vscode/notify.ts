// The one place where a failure becomes a message: what happened, and its remedy as a button.
import * as vscode from 'vscode';
import { isCancellation, isConductorError } from '../core/errors.ts';

/** A further button of a message. */
export interface Action {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

/** Shows what went wrong; cancellation is silent. Resolves when the message is gone. */
export async function showError(error: unknown, log: vscode.LogOutputChannel, also?: Action): Promise<void> {
  if (isCancellation(error) || error instanceof vscode.CancellationError) return;
  if (!isConductorError(error)) {
    await showUnexpected(error, log);
    return;
  }
  log.error(`${error.code}: ${error.message}`, error.details);
  const { remedy } = error;
  const text = remedy ? `${error.message} ${remedy.text}` : error.message;
  const button = remedy?.command === undefined ? vscode.l10n.t('Show Log') : titleOf(remedy.command);
  const choice = await vscode.window.showErrorMessage(text, button, ...(also ? [also.title] : []));
  if (choice === also?.title) await also?.run();
  if (choice !== button) return;
  if (remedy?.command === undefined) log.show(true);
  else await vscode.commands.executeCommand(remedy.command);
}

async function showUnexpected(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  log.error(error instanceof Error ? error : String(error));
  const message = vscode.l10n.t('Something went wrong in Conductor: {0}', messageOf(error));
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show(true);
}

/** Registers a command whose failures are shown. What it is called with may come from anywhere: menus, keybindings, links. */
export function registerCommand(
  id: string,
  log: vscode.LogOutputChannel,
  run: (...args: readonly unknown[]) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      await run(...args);
    } catch (error) {
      void showError(error, log);
    }
  });
}

/** What a remedy's button says. */
function titleOf(command: string): string {
  const titles: Readonly<Record<string, string>> = {
    'conductor.model.choose': vscode.l10n.t('Choose Model…'),
    'conductor.model.setKey': vscode.l10n.t('Set API Key…'),
    'conductor.plan.decompose': vscode.l10n.t('Decompose a PRD'),
    'conductor.plan.review': vscode.l10n.t('Review Plan'),
    'workbench.action.files.openFolder': vscode.l10n.t('Open Folder'),
    'workbench.trust.manage': vscode.l10n.t('Manage Workspace Trust'),
  };
  return titles[command] ?? vscode.l10n.t('Fix');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
