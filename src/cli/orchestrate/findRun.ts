// Which run a person means by a task's id, a run's id, or nothing.
import { ConductorError } from '../../core/errors.ts';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import type { RunService } from '../../core/orchestrate/service.ts';
import type { Context } from '../context.ts';

/** The runs of this project. */
export async function openRuns({ conductor }: Context): Promise<RunService> {
  if (conductor.openRuns) return conductor.openRuns();
  throw new ConductorError('agent.notReady', 'Runs cannot be reached here.');
}

/** The newest run of the task, or the run itself. `openOnly`: one that is not over. */
export async function findRun(
  runs: RunService,
  name: string | undefined,
  { openOnly }: { readonly openOnly: boolean },
): Promise<RunSummary> {
  const all = await runs.list(openOnly ? { open: true } : {});
  const found = name === undefined ? all[0] : all.find(({ id, taskId }) => id === name || taskId === name);
  if (found) return found;
  const kind = openOnly ? 'open run' : 'run';
  throw new ConductorError('run.missing', name === undefined ? `There is no ${kind}.` : `${name} has no ${kind}.`, {
    remedy: 'See conductor orchestrate status.',
  });
}
