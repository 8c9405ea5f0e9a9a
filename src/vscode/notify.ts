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
  logFailure(error, log);
  const failure = isConductorError(error) ? error : undefined;
  const command = failure?.remedy?.command;
  const button = command === undefined ? vscode.l10n.t('Show Log') : titleOf(command);
  const buttons = [button, ...(also && failure ? [also.title] : [])];
  const choice = await vscode.window.showErrorMessage(sentenceOf(error), ...buttons);
  if (choice === also?.title) await also?.run();
  if (choice !== button) return;
  if (command === undefined) log.show(true);
  else await vscode.commands.executeCommand(command);
}

function logFailure(error: unknown, log: vscode.LogOutputChannel): void {
  if (isConductorError(error)) log.error(`${error.code}: ${error.message}`, error.details);
  else log.error(error instanceof Error ? error : String(error));
}

/** What went wrong and what to do about it, for a person. */
export function sentenceOf(error: unknown): string {
  if (isConductorError(error)) return error.remedy ? `${error.message} ${error.remedy.text}` : error.message;
  return vscode.l10n.t(
    'Something went wrong in Conductor: {0}',
    error instanceof Error ? error.message : String(error),
  );
}

/** Registers a command whose failures are shown. What it is called with may come from anywhere: menus, keybindings, links. */
export function registerCommand(
  id: string,
  log: vscode.LogOutputChannel,
  run: (...args: readonly unknown[]) => Promise<void> | void,
): vscode.Disposable {
  return registerTitleCommand(id, log, (...args) => {
    if (!isRowLost(args)) return run(...args);
    sayRowLost();
  });
}

/** The same for one that stands in the title of a view, which gives the row in focus, or undefined where there is none. */
export function registerTitleCommand(
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

/**
 * The menu of a row in a tree gives the row and, where that is one of several selected, all of them: undefined for those
 * that VS Code is drawing anew. Without this, such a command would act on whatever it takes when it is called on nothing.
 */
function isRowLost(args: readonly unknown[]): boolean {
  if (args.length !== 2) return false;
  const [row, rows] = args;
  return Array.isArray(rows) ? rows.includes(undefined) : row === undefined && rows === undefined;
}

export function sayRowLost(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('The view was being drawn anew, so nothing was done. Choose the command again.'),
  );
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
