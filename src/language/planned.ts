// The plan of a document with the Taskwerk tasks that came of it, as lenses and hovers show it.
import type { DraftTask, StoredPlan } from '../core/plan/model.ts';
import type { RequirementId } from '../core/prd/model.ts';
import type { Task } from '../core/tasks/model.ts';
import type { LanguageProject, OpenDocument } from './feature.ts';

export interface Planned {
  readonly stored: StoredPlan;
  /** Included tasks by requirement. */
  readonly covering: ReadonlyMap<RequirementId, readonly DraftTask[]>;
  readonly taskOf: (task: DraftTask) => Task | undefined;
}

/** Null for a document that was never decomposed. */
export async function planOf({ uri, project }: OpenDocument): Promise<Planned | null> {
  if (!project?.uri || !uri.startsWith(`${project.uri}/`)) return null;
  const sourceFile = decodeURIComponent(uri.slice(project.uri.length + 1));
  const summary = (await project.conductor.plans.list()).find((plan) => plan.sourceFile === sourceFile);
  if (!summary) return null;
  const stored = await project.conductor.plans.load(summary.id);
  const covering = Map.groupBy(
    stored.plan.tasks.filter(({ included }) => included).flatMap((task) => task.covers.map((id) => ({ id, task }))),
    ({ id }) => id,
  );
  return {
    stored,
    covering: new Map([...covering].map(([id, pairs]) => [id, pairs.map(({ task }) => task)])),
    taskOf: await linkedTasks(project, sourceFile),
  };
}

/** The Taskwerk task of each draft task of the document's plans. */
export async function linkedTasks(
  { store, conductor }: LanguageProject,
  sourceFile: string,
): Promise<Planned['taskOf']> {
  const ids = (await (await store.openExisting())?.linkedTasks(sourceFile)) ?? {};
  const tasks = new Map((await conductor.tasks.list()).map((task) => [task.id, task]));
  return ({ key }) => {
    const id = ids[key];
    return id === undefined ? undefined : tasks.get(id);
  };
}
