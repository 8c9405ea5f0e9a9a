// `conductor orchestrate stop [TASK-ID] --reason TEXT`: gives up open runs that no living program works on.
import type { Command } from 'commander';
import { isConductorError } from '../../../core/errors.ts';
import type { RunSummary } from '../../../core/orchestrate/journal.ts';
import type { Run } from '../../context.ts';
import { drawRunTitle } from '../../draw/run.ts';
import { exitCodes } from '../../exitCodes.ts';
import { silentPeople } from '../../orchestrate/absent.ts';
import { findRun } from '../../orchestrate/findRun.ts';
import { runJson, summaryJson } from '../../orchestrate/runJson.ts';
import { reportRun, type RunReport } from '../../orchestrate/runReport.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { withPeople, type RunScene } from './withPeople.ts';

interface StopFlags {
  readonly reason: string;
}

interface Stopped {
  readonly stopped: readonly RunReport[];
  /** Another program works on these. */
  readonly busy: readonly RunSummary[];
}

export function addStop(orchestrate: Command, run: Run): void {
  orchestrate
    .command('stop')
    .argument('[task-id]', 'a task, or a run by its id (default: all open runs)')
    .description('Gives up open runs. Where nothing was accepted, the branch goes and everything is as it was.')
    .requiredOption('--reason <text>', 'why; it is kept with the run')
    .addHelpText('after', '\nExamples:\n  conductor orchestrate stop TASK-001 --reason "The PRD has changed"')
    .action((name: string | undefined, flags: StopFlags) =>
      withPeople(run, {}, (scene) => stop(scene, name, flags), silentPeople),
    );
}

async function stop({ runs }: RunScene, name: string | undefined, { reason }: StopFlags): Promise<Outcome> {
  const open = name === undefined ? await runs.list({ open: true }) : [await findRun(runs, name, { openOnly: true })];
  const stopped: RunReport[] = [];
  const busy: RunSummary[] = [];
  for (const run of open) {
    try {
      await runs.cancel(run.id, reason);
      stopped.push(reportRun(await runs.read(run.id)));
    } catch (error) {
      // One that was named is a failure; among all it is told.
      if (name !== undefined || !isConductorError(error) || error.code !== 'run.busy') throw error;
      busy.push(run);
    }
  }
  return outcome<Stopped>(
    { stopped, busy },
    {
      json: (data) => ({ stopped: data.stopped.map(runJson), busy: data.busy.map(summaryJson) }),
      text: (data, screen) => [
        ...data.stopped.flatMap((report) => drawRunTitle(report, screen)),
        ...data.busy.map(({ taskId }) => `${taskId}: another program works on its run. Press Ctrl+C there.`),
        ...(data.stopped.length + data.busy.length === 0 ? ['There is no open run.'] : []),
      ],
      exitCode: busy.length > 0 ? exitCodes.failed : exitCodes.done,
    },
  );
}
