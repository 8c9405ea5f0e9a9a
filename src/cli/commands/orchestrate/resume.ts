// `conductor orchestrate resume [TASK-ID|RUN]`: goes on with a run that is paused or was killed.
import type { Command } from 'commander';
import type { Run } from '../../context.ts';
import { findRun } from '../../orchestrate/findRun.ts';
import { follow } from '../../orchestrate/follow.ts';
import { addAnswerOptions, withPeople, type AnswerFlags } from './withPeople.ts';

export function addResume(orchestrate: Command, run: Run): void {
  const command = orchestrate
    .command('resume')
    .argument('[task-id]', 'a task, or a run by its id (default: the newest run that is open)')
    .description('Goes on with a run that is paused or whose program was ended; no finished step is repeated.');
  addAnswerOptions(command)
    .addHelpText('after', '\nExamples:\n  conductor orchestrate resume\n  conductor orchestrate resume TASK-001')
    .action((name: string | undefined, flags: AnswerFlags) =>
      withPeople(run, flags, async (scene) => {
        const { id } = await findRun(scene.runs, name, { openOnly: true });
        return follow(scene, () => scene.runs.resume(id));
      }),
    );
}
