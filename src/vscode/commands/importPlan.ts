// "Import Plan into Taskwerk" and "Undo Import": first what will happen, then that it happened.
import * as vscode from 'vscode';
import { revealInPlans } from '../reveal.ts';
import type { Feature, Host } from '../feature.ts';
import { registerCommand, showError } from '../notify.ts';
import type { PlanRef } from '../projects.ts';
import { requireTrust } from '../store.ts';
import { saveOpenPlan } from '../planDocument/open.ts';
import { confirmImport, summarize } from './importPreview.ts';
import { pickPlan } from './pick.ts';
import { withCancellableProgress, withQuietProgress } from './progress.ts';

export const importCommands: Feature = (host) =>
  vscode.Disposable.from(
    registerCommand('conductor.plan.import', host.log, async (subject) => {
      await importWithPreview(host, await pickPlan(host.projects, subject));
    }),
    registerCommand('conductor.plan.undoImport', host.log, async (subject) => {
      await undoImport(await pickPlan(host.projects, subject, 'imported'));
    }),
  );

/** Shows what the import will do, does it when the person agrees, and offers to undo it. */
export async function importWithPreview(host: Host, ref: PlanRef): Promise<void> {
  requireTrust();
  await saveOpenPlan(host.projects, ref);
  const { plans } = ref.project.conductor;
  const [{ plan }, preview] = await withQuietProgress(vscode.l10n.t('Comparing the plan with Taskwerk'), () =>
    Promise.all([plans.load(ref.planId), plans.previewImport(ref.planId)]),
  );
  const isWanted = await confirmImport(plan.title, preview);
  if (!isWanted) return;
  const result = await withCancellableProgress(vscode.l10n.t('Importing “{0}” into Taskwerk', plan.title), (signal) =>
    plans.import(ref.planId, { signal }),
  );
  const did = summarize(result.changes);
  host.log.info(`Imported plan ${ref.planId}: ${did}`);
  void offerAfterImport(host, ref, did);
}

async function offerAfterImport(host: Host, ref: PlanRef, did: string): Promise<void> {
  const show = vscode.l10n.t('Show Tasks');
  const undo = vscode.l10n.t('Undo Import');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('Imported into Taskwerk: {0}.', did),
    show,
    undo,
  );
  try {
    if (choice === show) await revealInPlans(ref);
    if (choice === undo) await undoImport(ref);
  } catch (error) {
    void showError(error, host.log);
  }
}

async function undoImport(ref: PlanRef): Promise<void> {
  requireTrust();
  const { removed, restored } = await withCancellableProgress(vscode.l10n.t('Undoing the import'), (signal) =>
    ref.project.conductor.plans.undoImport(ref.planId, { signal }),
  );
  const message =
    restored.length === 0
      ? vscode.l10n.t('The import is undone: {0} tasks removed.', removed.length)
      : vscode.l10n.t(
          'The import is undone: {0} tasks removed, {1} put back as they were.',
          removed.length,
          restored.length,
        );
  void vscode.window.showInformationMessage(message);
}
