// `conductor orchestrate undo TASK-ID`: files, index and branch back to where they were before the run.
import type { Command } from 'commander';
import { ConductorError } from '../../../core/errors.ts';
import type { Run } from '../../context.ts';
import { drawRun } from '../../draw/run.ts';
import type { Screen } from '../../draw/screen.ts';
import { findRun } from '../../orchestrate/findRun.ts';
import { runJson } from '../../orchestrate/runJson.ts';
import { reportRun, type RunReport } from '../../orchestrate/runReport.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { withPeople, type RunScene } from './withPeople.ts';

interface UndoFlags {
  readonly confirm?: true;
}

export function addUndo(orchestrate: Command, run: Run): void {
  orchestrate
    .command('undo')
    .argument('<task-id>', 'a task, whose newest run is meant, or a run by its id')
    .description(
      'Puts files, index and branch back to where they were before the run. Refused when they changed since.',
    )
    .option('--confirm', 'do not ask first')
    .addHelpText(
      'after',
      '\nExamples:\n  conductor orchestrate undo TASK-001\n  conductor orchestrate undo TASK-001 --confirm --json',
    )
    .action((name: string, flags: UndoFlags) => withPeople(run, {}, (scene) => undo(scene, name, flags)));
}

async function undo({ context, runs }: RunScene, name: string, { confirm }: UndoFlags): Promise<Outcome> {
  const { id } = await findRun(runs, name, { openOnly: false });
  const stored = await runs.read(id);
  const canUndo = stored.view.checkpoint !== null && !stored.view.isUndone;
  if (canUndo && !confirm) {
    const shown = outcome(reportRun(stored), { json: jsonOf, text: drawRun });
    if (!context.confirm) return { ...shown, refusal: notConfirmed };
    if (!(await context.confirm(shown, QUESTION))) return { ...shown, text: () => 'Nothing was undone.' };
  }
  await runs.undo(id);
  return outcome(reportRun(await runs.read(id)), { json: jsonOf, text: drawUndone });
}

const QUESTION = '\nPut files, index and branch back to where they were before this run?';

const notConfirmed = new ConductorError('usage', 'Nothing was undone, because nobody confirmed it.', {
  remedy: 'Add --confirm to undo without being asked.',
});

const jsonOf = (report: RunReport): object => ({ run: runJson(report) });

function drawUndone({ run, view }: RunReport, screen: Screen): readonly string[] {
  return [
    `${screen.paint('green', '✓')} The run of ${run.taskId} is undone: files, index and branch are as before it.`,
    `${run.taskId} is ${view.taskStatus} again.`,
  ];
}
