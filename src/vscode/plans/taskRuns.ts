// The newest run of each task, as its row shows it. Knows nothing of VS Code.
import type { Journal, RunSummary } from '../../core/orchestrate/journal.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import { activityOf, isStopped, NOBODY_ASKED, type Activity, type IsAsked } from '../orchestration/runStory.ts';
import type { RunStories } from '../orchestration/runStories.ts';

export interface TaskRun {
  readonly run: RunSummary;
  /** Null when the run is over. */
  readonly activity: Activity | null;
}

/** Of runs that are over only the row in the list is read, however many there are. */
export async function taskRuns(
  journal: Pick<Journal, 'listRuns' | 'readRun'>,
  stories: RunStories,
  isAsked: IsAsked = NOBODY_ASKED,
): Promise<ReadonlyMap<TaskId, TaskRun>> {
  const runs = await journal.listRuns();
  const open = await stories.tell(
    journal,
    runs.filter(({ endedAt }) => endedAt === null),
  );
  const activities = new Map(open.map(({ run, story }) => [run.id, activityOf(run, story, isAsked(run.id))]));
  // Newest first, so the last one that is set for a task must be the newest.
  return new Map(runs.toReversed().map((run) => [run.taskId, { run, activity: activities.get(run.id) ?? null }]));
}

/** For context values: what can be done with the task's run. */
export function runMarks(taskRun: TaskRun | undefined): readonly string[] {
  if (!taskRun) return [];
  const { run, activity } = taskRun;
  if (activity) return [isStopped(activity) ? 'stopped' : 'running', 'ran'];
  return run.branch === null ? ['ran'] : ['undoable', 'ran'];
}
