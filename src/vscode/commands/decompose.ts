// "Decompose this PRD" and "Decompose and Import": from the palette, the editor, or the explorer.
import * as vscode from 'vscode';
import type { StoredPlan } from '../../core/plan/model.ts';
import type { Feature, Host } from '../feature.ts';
import { isDocument, locationOf } from '../files/files.ts';
import { registerCommand } from '../notify.ts';
import type { PlanRef, Project } from '../projects.ts';
import { revealInPlans } from '../reveal.ts';
import { settingsFor } from '../settings.ts';
import { requireTrust } from '../store.ts';
import { importWithPreview } from './importPlan.ts';
import { pickDocument, pickProject } from './pick.ts';
import { withCancellableProgress } from './progress.ts';

export const decomposeCommands: Feature = (host) =>
  vscode.Disposable.from(
    registerCommand('conductor.plan.decompose', host.log, async (subject) => {
      const { project, stored } = await decompose(host, subject);
      await revealInPlans({ project, planId: stored.id });
      void offerNextSteps(stored, { project, planId: stored.id });
    }),
    registerCommand('conductor.plan.decomposeAndImport', host.log, async (subject) => {
      const { project, stored } = await decompose(host, subject);
      await revealInPlans({ project, planId: stored.id });
      await importWithPreview(host, { project, planId: stored.id });
    }),
  );

async function decompose({ projects }: Host, subject: unknown): Promise<{ project: Project; stored: StoredPlan }> {
  requireTrust();
  const named = subject instanceof vscode.Uri ? subject : activeDocument();
  const project = await pickProject(projects, named);
  const uri = await saved(named ?? (await pickDocument(project)));
  const location = locationOf(project.folder, uri);
  const { maxDepth } = settingsFor(project.folder);
  const title = vscode.l10n.t('Decomposing {0}', location);
  const stored = await withCancellableProgress(title, (signal, onProgress) =>
    project.conductor.plans.decompose(location, { maxDepth, signal, onProgress }),
  );
  return { project, stored };
}

/** The document in the active editor, also one without text such as a PDF. */
function activeDocument(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isPlain = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return isPlain && isDocument(input.uri) ? input.uri : undefined;
}

/** A document that was never saved gets its place first: a plan cites its source. */
async function saved(uri: vscode.Uri): Promise<vscode.Uri> {
  if (uri.scheme !== 'untitled') return uri;
  const place = await vscode.workspace.save(uri);
  if (!place) throw new vscode.CancellationError();
  return place;
}

async function offerNextSteps({ plan }: StoredPlan, ref: PlanRef): Promise<void> {
  const review = vscode.l10n.t('Review Plan');
  const importIt = vscode.l10n.t('Import…');
  const message = vscode.l10n.t(
    '{0} tasks planned from {1} requirements of {2}. Nothing is in Taskwerk yet.',
    plan.tasks.length,
    plan.requirements.length,
    plan.sourceFile,
  );
  const choice = await vscode.window.showInformationMessage(message, review, importIt);
  if (choice === review) await vscode.commands.executeCommand('conductor.plan.review', ref);
  if (choice === importIt) await vscode.commands.executeCommand('conductor.plan.import', ref);
}
