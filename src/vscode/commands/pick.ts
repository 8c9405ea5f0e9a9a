// What a command is about: the argument it was called with, else the active editor, else the person's choice.
// Escape at any question ends the command in silence.
import * as vscode from 'vscode';
import { ConductorError } from '../../core/errors.ts';
import type { PlanStatus } from '../../core/plan/model.ts';
import type { PlanSummary } from '../../core/ports.ts';
import { locationOf } from '../files/files.ts';
import { planOfUri } from '../planDocument/uri.ts';
import { isPlanRef, type PlanRef, type Project, type Projects } from '../projects.ts';
import { settingsFor } from '../settings.ts';

/** The most documents that a list offers. */
const documentLimit = 1000;

/** The project of `uri`, else of the active editor, else the only one, else the chosen one. Throws `workspace.none`. */
export async function pickProject(projects: Projects, uri?: vscode.Uri): Promise<Project> {
  const active = uri ?? vscode.window.activeTextEditor?.document.uri;
  const { all } = projects;
  const project = (active && projects.of(active)) ?? (all.length === 1 ? all[0] : undefined);
  if (project) return project;
  requireFolder(projects);
  const items = all.map((project) => ({ label: project.folder.name, description: project.folder.uri.path, project }));
  const placeHolder = vscode.l10n.t('Choose the folder to plan in');
  return chosen(await vscode.window.showQuickPick(items, { placeHolder })).project;
}

/** Throws `workspace.none`. */
export function requireFolder({ all }: Projects): void {
  if (all.length > 0) return;
  throw new ConductorError('workspace.none', vscode.l10n.t('Plans live in a project, and no folder is open.'), {
    remedy: { text: vscode.l10n.t('Open the project’s folder first.'), command: 'workbench.action.files.openFolder' },
  });
}

/** A document of the project, those whose names speak of requirements first; or any other from disk. */
export async function pickDocument({ folder }: Project): Promise<vscode.Uri> {
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, settingsFor(folder).documents),
    '**/{node_modules,.git,dist,out,vendor,target}/**',
    documentLimit,
  );
  const items = found
    .map((uri) => ({ label: locationOf(folder, uri), uri }))
    .sort((a, b) => rank(a.label) - rank(b.label) || a.label.localeCompare(b.label));
  const browse = { label: `$(folder-opened) ${vscode.l10n.t('Browse…')}`, alwaysShow: true, uri: undefined };
  const options = { placeHolder: vscode.l10n.t('Choose the PRD to decompose into tasks'), matchOnDescription: true };
  const { uri } = chosen(await vscode.window.showQuickPick([...items, browse], options));
  return uri ?? browseDocument(folder);
}

/** A plan with the project that it is in. */
export interface ChosenPlan extends PlanRef {
  readonly summary: PlanSummary;
}

/**
 * The plan that a command was called on: a row of the Plans view, the plan document or PRD in the editor, the only plan,
 * or the chosen one. `status` narrows the choice. Throws `plan.missing`.
 */
export async function pickPlan(projects: Projects, subject: unknown, status?: PlanStatus): Promise<ChosenPlan> {
  const active = subject instanceof vscode.Uri ? subject : vscode.window.activeTextEditor?.document.uri;
  const named = isPlanRef(subject) ? subject : active && planOfUri(projects, active);
  const project = named?.project ?? (await pickProject(projects, active));
  const plans = await project.conductor.plans.list();
  const byId = plans.find(({ id }) => id === named?.planId);
  if (byId) return { project, planId: byId.id, summary: byId };
  if (named) await project.conductor.plans.load(named.planId);
  const summary = await choosePlan(
    plans.filter((plan) => status === undefined || plan.status === status),
    active && locationOf(project.folder, active),
    status,
  );
  return { project, planId: summary.id, summary };
}

async function choosePlan(
  plans: readonly PlanSummary[],
  sourceFile: string | undefined,
  status: PlanStatus | undefined,
): Promise<PlanSummary> {
  const [only, ...others] = plans;
  if (!only) throw noPlan(status);
  const ofEditor = plans.find((plan) => plan.sourceFile === sourceFile);
  if (ofEditor) return ofEditor;
  if (others.length === 0) return only;
  const items = plans.map((summary) => ({
    label: summary.title,
    description: vscode.l10n.t('{0} · {1} tasks', statusName(summary.status), summary.taskCount),
    detail: summary.sourceFile,
    summary,
  }));
  const placeHolder = vscode.l10n.t('Choose a plan');
  return chosen(await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true })).summary;
}

export function statusName(status: PlanStatus): string {
  const names: Readonly<Record<PlanStatus, string>> = {
    draft: vscode.l10n.t('draft'),
    reviewing: vscode.l10n.t('in review'),
    imported: vscode.l10n.t('imported'),
  };
  return names[status];
}

async function browseDocument(folder: vscode.WorkspaceFolder): Promise<vscode.Uri> {
  const uris = await vscode.window.showOpenDialog({
    defaultUri: folder.uri,
    filters: { [vscode.l10n.t('Documents')]: ['md', 'markdown', 'txt', 'pdf', 'docx'] },
    openLabel: vscode.l10n.t('Decompose'),
  });
  return chosen(uris?.[0]);
}

function rank(path: string): number {
  if (/\.prd\.|\bprd\b/i.test(path)) return 0;
  if (/requirement|specification|\bspec\b|user.?stor/i.test(path)) return 1;
  return /(?:^|\/)(?:readme|changelog|license|contributing|code_of_conduct|security)\b/i.test(path) ? 3 : 2;
}

function chosen<T>(item: T | undefined): T {
  if (item === undefined) throw new vscode.CancellationError();
  return item;
}

function noPlan(status: PlanStatus | undefined): ConductorError {
  return status === 'imported'
    ? new ConductorError('plan.notImported', vscode.l10n.t('No plan of this project has been imported.'))
    : new ConductorError('plan.missing', vscode.l10n.t('This project has no plan yet.'), {
        remedy: { text: vscode.l10n.t('Decompose a PRD first.'), command: 'conductor.plan.decompose' },
      });
}
