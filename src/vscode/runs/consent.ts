// Before a model is asked for the first time: what leaves the machine, to whom, and the most that it may cost; and before
// a run's proposals are dropped.
import * as vscode from 'vscode';
import { parseDuration, type OrchestrationConfig } from '../../core/config/schema.ts';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import type { SandboxStatus } from '../../core/exec/processPort.ts';

/** Throws a CancellationError when the person does not agree. */
export async function confirmRun(
  task: { readonly id: string; readonly name: string },
  agent: string,
  config: OrchestrationConfig,
  sandbox: SandboxStatus,
): Promise<void> {
  const { max_turns: turns, budget_usd: budget, max_task_duration: duration } = config.safety;
  const model = config.agents[agent]?.model ?? agent;
  const run = vscode.l10n.t('Run');
  const detail = [
    vscode.l10n.t(
      'What is sent: the task, its requirements, and the files that the agent reads or that its commands print.',
    ),
    vscode.l10n.t('It ends after {0} turns, ${1} or {2} at the latest.', turns, budget.toFixed(2), inWords(duration)),
    sandboxText(config, sandbox),
    vscode.l10n.t('Nothing is written to your files before you accept it.'),
  ].join('\n');
  const title = vscode.l10n.t('Let {0} work on {1} “{2}”?', model, task.id, task.name);
  if ((await vscode.window.showInformationMessage(title, { modal: true, detail }, run)) !== run) {
    throw new vscode.CancellationError();
  }
}

function inWords(duration: string): string {
  const minutes = parseDuration(duration) / 60_000;
  return minutes === Math.round(minutes)
    ? vscode.l10n.t('{0} minutes', minutes)
    : vscode.l10n.t('{0} seconds', minutes * 60);
}

function sandboxText({ safety }: OrchestrationConfig, sandbox: SandboxStatus): string {
  if (safety.sandbox === 'off') return vscode.l10n.t('Its commands run without a sandbox, as the settings say.');
  return sandbox.isAvailable
    ? vscode.l10n.t('Its commands run in a sandbox ({0}).', sandbox.name)
    : vscode.l10n.t('There is no sandbox here: the commands that you allow run with your rights. {0}', sandbox.reason);
}

/** Throws a CancellationError when the person keeps the run. */
export async function confirmCancel({ taskId, taskName }: RunSummary): Promise<void> {
  const cancel: vscode.MessageItem = { title: vscode.l10n.t('Cancel Run') };
  const keep: vscode.MessageItem = { title: vscode.l10n.t('Keep It'), isCloseAffordance: true };
  const detail = vscode.l10n.t(
    'What the agent proposes is dropped. What you have accepted stays in your files. To go on later, pause the run instead.',
  );
  const title = vscode.l10n.t('Cancel the run of {0} “{1}”?', taskId, taskName);
  const choice = await vscode.window.showWarningMessage(title, { modal: true, detail }, cancel, keep);
  if (choice !== cancel) throw new vscode.CancellationError();
}
