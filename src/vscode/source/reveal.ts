// From a task to its place in the PRD, and from a requirement to its tasks.
import * as vscode from 'vscode';
import type { Plan, PlanId, TaskKey } from '../../core/plan/model.ts';
import type { Span } from '../../core/prd/document.ts';
import type { RequirementId } from '../../core/prd/model.ts';
import { rangeOf, uriOf } from '../files/files.ts';
import type { PlanRef, Projects } from '../projects.ts';
import { revealInPlans } from '../reveal.ts';
import { locateRequirements, type Sought } from '../../core/prd/locate.ts';

/** What has a place in the PRD: a task, a requirement, or without either the document itself. */
export interface SourceRef extends PlanRef {
  readonly key?: TaskKey;
  readonly requirementId?: RequirementId;
}

/** The tasks that cover a requirement. */
export interface CoveringTasks extends PlanRef {
  readonly keys: readonly TaskKey[];
}

/** A place as the plan has it, with the words to find it by after edits. */
interface Place extends Sought {
  readonly source: Span;
}

/** Opens the PRD where the task or requirement stands; of a PDF or Word document, which no text editor shows, it tells the place. */
export async function revealSource(ref: SourceRef): Promise<void> {
  const { plan } = await ref.project.conductor.plans.load(ref.planId);
  const uri = uriOf(ref.project.folder, plan.sourceFile);
  const place = placeOf(plan, ref);
  if (/\.(?:pdf|docx)$/i.test(uri.path)) {
    if (place) void tellPlace(uri, plan.sourceFile, place);
    else await openElsewhere(uri);
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const selection = place && rangeNow(document, plan.requirements, place);
  await vscode.window.showTextDocument(document, selection ? { selection } : {});
}

/** Selects the tasks in the Plans view; of several, the person chooses one. */
export async function revealTasks({ project, planId, keys }: CoveringTasks): Promise<void> {
  const { plan } = await project.conductor.plans.load(planId);
  const items = plan.tasks
    .filter(({ key }) => keys.includes(key))
    .map(({ key, title, estimate }) => ({ label: title, description: vscode.l10n.t('{0} h', estimate.hours), key }));
  const placeHolder = vscode.l10n.t('Choose a task to show in the Plans view');
  const choice = items.length > 1 ? await vscode.window.showQuickPick(items, { placeHolder }) : items[0];
  if (choice) await revealInPlans({ project, planId, key: choice.key });
}

/** What a code lens of the language server hands over: `uri`, the document's address, stands for its project. */
export function coveringTasks(projects: Projects, value: unknown): CoveringTasks | undefined {
  const ref = addressedPlan(projects, value);
  if (!ref || !('keys' in ref) || !Array.isArray(ref.keys)) return undefined;
  return { ...ref, keys: ref.keys.map((key) => String(key) as TaskKey) };
}

/** The plan that a message from another process names by its document's address and its number, with all else it says. */
export function addressedPlan(projects: Projects, value: unknown): PlanRef | undefined {
  if (typeof value !== 'object' || value === null || !('uri' in value) || !('planId' in value)) return undefined;
  const { uri, planId } = value;
  const project = typeof uri === 'string' ? projects.of(vscode.Uri.parse(uri)) : undefined;
  return project && typeof planId === 'number' ? { ...value, project, planId: planId as PlanId } : undefined;
}

/** A task stands where its first requirement does; one that covers none has a place of its own, or none. */
function placeOf(plan: Plan, { key, requirementId }: SourceRef): Place | undefined {
  const task = plan.tasks.find((task) => task.key === key);
  const wanted = requirementId ?? task?.covers[0];
  const requirement = plan.requirements.find(({ id }) => id === wanted);
  if (requirement) return requirement;
  return task?.source ? { text: task.title, source: task.source } : undefined;
}

/** Where the place is now; where its words are gone, where they were. */
function rangeNow(document: vscode.TextDocument, requirements: readonly Place[], place: Place): vscode.Range {
  const line = locateRequirements(document.getText(), requirements).get(place);
  if (line !== undefined) return document.lineAt(line).range;
  return document.validateRange(rangeOf(place.source));
}

async function tellPlace(uri: vscode.Uri, file: string, { text, source }: Place): Promise<void> {
  const open = vscode.l10n.t('Open Document');
  const choice = await vscode.window.showInformationMessage(describe(file, source, shorten(text)), open);
  if (choice === open) await openElsewhere(uri);
}

/** In the person's own program where the editor runs on their machine, else in whatever editor there is for it. */
async function openElsewhere(uri: vscode.Uri): Promise<void> {
  const isHere = uri.scheme === 'file' && vscode.env.remoteName === undefined;
  if (isHere) await vscode.env.openExternal(uri);
  else await vscode.commands.executeCommand('vscode.open', uri);
}

function describe(file: string, { page, line }: Span, text: string): string {
  return page === undefined
    ? vscode.l10n.t('{0} says: “{1}”', file, text)
    : vscode.l10n.t('{0} says on page {1}, line {2}: “{3}”', file, page, line, text);
}

/** As much as a message shows. */
function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
