// `conductor orchestrate review TASK-ID`: decides on a change that waits for it, or tells what a run did.
import type { Command } from 'commander';
import { nextStep } from '../../../core/orchestrate/nextStep.ts';
import type { Run } from '../../context.ts';
import { drawRun } from '../../draw/run.ts';
import { drawNextSteps, type Step } from '../../nextSteps.ts';
import { findRun } from '../../orchestrate/findRun.ts';
import { follow, nextSteps } from '../../orchestrate/follow.ts';
import { runJson } from '../../orchestrate/runJson.ts';
import { reportRun, type RunReport } from '../../orchestrate/runReport.ts';
import { outcome, type Outcome } from '../../outcome.ts';
import { withPeople, type RunScene } from './withPeople.ts';

export function addReview(orchestrate: Command, run: Run): void {
  orchestrate
    .command('review')
    .argument('<task-id>', 'a task, or a run by its id')
    .description(
      'Decides on a change that waits for it; else tells what the run changed, who decided, what was checked.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  conductor orchestrate review TASK-001\n  conductor orchestrate review TASK-001 --json',
    )
    .action((name: string) => withPeople(run, {}, (scene) => review(scene, name)));
}

async function review(scene: RunScene, name: string): Promise<Outcome> {
  const { context, runs } = scene;
  const { id } = await findRun(runs, name, { openOnly: false });
  const stored = await runs.read(id);
  const isWaiting = nextStep(stored.view, Infinity) === 'review';
  // Where nobody can be asked there is only something to be told.
  if (isWaiting && context.confirm) return follow(scene, () => runs.resume(id));
  return outcome(reportRun(stored), {
    json: (report) => ({ run: runJson(report) }),
    text: (report, screen) => [...drawRun(report, screen), ...drawNextSteps(context, otherSteps(report))],
  });
}

/** This is the command that tells what was changed. */
function otherSteps(report: RunReport): readonly Step[] {
  return nextSteps(report).filter(([words]) => !words.startsWith('orchestrate review'));
}
