// The plan of a document in the editor, with the Taskwerk tasks that came of it.
import type * as vscode from 'vscode';
import type { StoredPlan, TaskKey } from '../../core/plan/model.ts';
import type { Task } from '../../core/tasks/model.ts';
import { locationOf } from '../files/files.ts';
import type { PlanRef, Project, Projects } from '../projects.ts';

/** The Taskwerk task of a draft task; undefined before its import. */
export type TaskLookup = (key: TaskKey) => Task | undefined;

export interface PlannedDocument {
  readonly ref: PlanRef;
  readonly stored: StoredPlan;
  readonly taskOf: TaskLookup;
}

/** The newest plan of the document; undefined for a document that was never decomposed. */
export async function plannedDocument(projects: Projects, uri: vscode.Uri): Promise<PlannedDocument | undefined> {
  const project = projects.of(uri);
  if (!project) return undefined;
  const sourceFile = locationOf(project.folder, uri);
  const summary = (await project.conductor.plans.list()).find((plan) => plan.sourceFile === sourceFile);
  if (!summary) return undefined;
  const ref = { project, planId: summary.id };
  return {
    ref,
    stored: await project.conductor.plans.load(summary.id),
    taskOf: await linkedTasks(project, sourceFile),
  };
}

/** The Taskwerk task of each key of the document's plans. */
export async function linkedTasks({ store: opener, conductor }: Project, sourceFile: string): Promise<TaskLookup> {
  const store = await opener.openExisting();
  const ids = (await store?.linkedTasks(sourceFile)) ?? {};
  const tasks = new Map((await conductor.tasks.list()).map((task) => [task.id, task]));
  return (key) => {
    const id = ids[key];
    return id === undefined ? undefined : tasks.get(id);
  };
}
