// "Decompose this PRD" and "Decompose and Import": from the palette, the editor, or the explorer.
import * as vscode from 'vscode';
import type { Feature, Host } from '../feature.ts';
import { isDocument, locationOf } from '../files/files.ts';
import { decomposeByModel, describeResult, tellWarnings, tellWhyStopped } from '../models/decompose.ts';
import { registerCommand, registerTitleCommand } from '../notify.ts';
import type { PlanRef, Project } from '../projects.ts';
import { revealInPlans } from '../reveal.ts';
import { requireTrust } from '../store.ts';
import { importWithPreview } from './importPlan.ts';
import { pickDocument, pickProject, requireFolder } from './pick.ts';
import { withCancellableProgress } from './progress.ts';

export const decomposeCommands: Feature = (host) =>
  vscode.Disposable.from(
    registerTitleCommand('conductor.plan.decompose', host.log, async (subject) => {
      const { ref, summary, planner } = await decompose(host, subject);
      if (!ref) return;
      await revealInPlans(ref);
      const isFirst = planner === 'outline for want of a model' && (await isFirstTime(host));
      void offerNextSteps(summary, ref, isFirst);
    }),
    registerCommand('conductor.plan.decomposeAndImport', host.log, async (subject) => {
      const { ref } = await decompose(host, subject);
      if (!ref) return;
      await revealInPlans(ref);
      await importWithPreview(host, ref);
    }),
  );

interface Outcome {
  /** Absent when planning ended before the plan was complete; the person has been told why. */
  readonly ref?: PlanRef;
  readonly summary: string;
  readonly planner: 'model' | 'outline' | 'outline for want of a model';
}

async function decompose(host: Host, subject: unknown): Promise<Outcome> {
  requireTrust();
  const named = await saved(subject instanceof vscode.Uri ? subject : activeDocument(), host);
  const project = await pickProject(host.projects, named);
  const uri = named ?? (await pickDocument(project));
  const location = locationOf(project.folder, uri);
  const { planning } = (await project.conductor.config.read()).config;
  const useModel =
    planning.planner === 'auto' ? await project.conductor.modelPlans.isReady() : planning.planner === 'model';
  const result = useModel ? await decomposeByModel(host.log, { project, location }) : 'outline';
  if (result === 'outline') {
    const planner = planning.planner === 'auto' && !useModel ? 'outline for want of a model' : 'outline';
    return { ...(await decomposeByOutline(project, location, planning.max_depth)), planner };
  }
  tellWarnings(result.warnings);
  if (result.stopped !== null || !result.stored) {
    void tellWhyStopped(result, location, host.log, () =>
      vscode.commands.executeCommand('conductor.plan.decompose', uri),
    );
    return { summary: '', planner: 'model' };
  }
  return { ref: { project, planId: result.stored.id }, summary: describeResult(result), planner: 'model' };
}

async function decomposeByOutline(
  project: Project,
  location: string,
  maxDepth: number,
): Promise<Omit<Outcome, 'planner'>> {
  const title = vscode.l10n.t('Decomposing {0}', location);
  const { id, plan } = await withCancellableProgress(title, (signal, onProgress) =>
    project.conductor.plans.decompose(location, { maxDepth, signal, onProgress }),
  );
  const summary = vscode.l10n.t(
    '{0} tasks planned from {1} requirements of {2}. Nothing is in Taskwerk yet.',
    plan.tasks.length,
    plan.requirements.length,
    plan.sourceFile,
  );
  return { ref: { project, planId: id }, summary };
}

/** The document in the active editor, also one without text such as a PDF. */
function activeDocument(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isPlain = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return isPlain && (isDocument(input.uri) || isNewProse(input.uri)) ? input.uri : undefined;
}

/** What has been written into a new editor has no ending yet that tells its kind. */
function isNewProse(uri: vscode.Uri): boolean {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (!document?.isUntitled) return false;
  return ['plaintext', 'markdown'].includes(document.languageId) && document.getText().trim() !== '';
}

/** A document that was never saved gets its place first: a plan cites its source, and the place tells its project. */
async function saved(uri: vscode.Uri | undefined, { projects }: Host): Promise<vscode.Uri | undefined> {
  if (uri?.scheme !== 'untitled') return uri;
  requireFolder(projects);
  const document = await vscode.workspace.openTextDocument(uri);
  // The editor proposes a name that ends as the language does.
  if (document.languageId === 'plaintext' && /^(?:#{1,6}|[-*+]) /m.test(document.getText())) {
    await vscode.languages.setTextDocumentLanguage(document, 'markdown');
  }
  const place = await vscode.workspace.save(uri);
  if (!place) throw new vscode.CancellationError();
  return place;
}

/** True once for each person: that a model could plan as well is said and not repeated. */
async function isFirstTime({ context: { globalState } }: Host): Promise<boolean> {
  const key = 'conductor.toldOfModels';
  if (globalState.get(key)) return false;
  await globalState.update(key, true);
  return true;
}

async function offerNextSteps(summary: string, ref: PlanRef, tellOfModels: boolean): Promise<void> {
  const review = vscode.l10n.t('Review Plan');
  const importIt = vscode.l10n.t('Import…');
  const setKey = vscode.l10n.t('Set API Key…');
  const byOutline = vscode.l10n.t('It was planned by the outline; with an API key a model plans in more depth.');
  const message = tellOfModels ? `${summary} ${byOutline}` : summary;
  const buttons = [review, importIt, ...(tellOfModels ? [setKey] : [])];
  const choice = await vscode.window.showInformationMessage(message, ...buttons);
  if (choice === review) await vscode.commands.executeCommand('conductor.plan.review', ref);
  if (choice === importIt) await vscode.commands.executeCommand('conductor.plan.import', ref);
  if (choice === setKey) await vscode.commands.executeCommand('conductor.model.setKey');
}
