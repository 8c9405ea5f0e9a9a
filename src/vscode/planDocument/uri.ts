// The address of a plan as a document: conductor-plan:/<folder>/<plan id>/<title>.plan.yaml
import * as vscode from 'vscode';
import type { PlanId } from '../../core/plan/model.ts';
import type { PlanRef, Project, Projects } from '../projects.ts';

export const planScheme = 'conductor-plan';

/** The title is for the tab alone; folder and id name the plan. */
export function uriOfPlan(projects: Projects, { project, planId }: PlanRef, title: string): vscode.Uri {
  const name = title
    .replaceAll(/[\\/:*?"<>|#\p{Cc}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return vscode.Uri.from({
    scheme: planScheme,
    path: `/${folderName(projects, project)}/${planId}/${name || 'Plan'}.plan.yaml`,
  });
}

/** The plan that a document shows; undefined for other documents and for folders that are no longer open. */
export function planOfUri(projects: Projects, uri: vscode.Uri): PlanRef | undefined {
  if (uri.scheme !== planScheme) return undefined;
  const [, folder, id] = uri.path.split('/');
  const project = projects.all.find((project) => folderName(projects, project) === folder);
  const planId = Number(id);
  return project && Number.isSafeInteger(planId) ? { project, planId: planId as PlanId } : undefined;
}

/** The folder's name; the second folder of the same name is "name~2". */
function folderName(projects: Projects, { folder }: Project): string {
  const name = folder.name.replaceAll('/', ' ');
  const namesakes = projects.all.filter((other) => other.folder.name === folder.name);
  const place = namesakes.findIndex((other) => other.folder.uri.toString() === folder.uri.toString());
  return place > 0 ? `${name}~${place + 1}` : name;
}
