// What the task is told of its run: a step that is done again after a kill leaves no note twice.
import type { TaskChange } from '../../tasks/model.ts';
import type { RunSummary } from '../journal.ts';
import type { RunWorld } from '../runContext.ts';

/** Changes the run's task. A note that the task has got since the run began is not repeated. */
export async function tellTask(
  { world, run }: { readonly world: Pick<RunWorld, 'store'>; readonly run: RunSummary },
  { note, ...change }: TaskChange,
): Promise<void> {
  const { notes } = await world.store.getTask(run.taskId);
  const isNew = note !== undefined && !notes.some((known) => known.note === note && known.createdAt >= run.startedAt);
  const whole = { ...change, ...(isNew && { note }) };
  if (Object.keys(whole).length > 0) await world.store.updateTasks([run.taskId], whole);
}
