// `conductor tasks next`: the ready task to start first.
import type { Command } from 'commander';
import type { TaskDetails } from '../../../core/tasks/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawTaskDetails } from '../../draw/tasks.ts';
import { taskDetailsJson } from '../../json.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import { outcome } from '../../outcome.ts';
import { addFilterOptions, nothingReady, toFilter, type FilterFlags } from './list.ts';

export function addNext(tasks: Command, run: Run): void {
  addFilterOptions(tasks.command('next'))
    .description('Shows the task to start first: the most urgent of those that are ready.')
    .addHelpText('after', '\nExamples:\n  conductor tasks next\n  conductor tasks next --tags api --json')
    .action((flags: FilterFlags) =>
      run(async (context) =>
        outcome(await findNext(context, flags), {
          json: (task) => ({ task: task && taskDetailsJson(task) }),
          text: (task, screen) =>
            task === null
              ? [nothingReady]
              : [
                  ...drawTaskDetails(task, screen),
                  ...drawNextSteps(context, [[`tasks update ${task.id} --status in-progress`, 'start it']]),
                ],
        }),
      ),
    );
}

async function findNext({ conductor }: Context, flags: FilterFlags): Promise<TaskDetails | null> {
  const [first] = await conductor.tasks.ready({ ...toFilter(flags), limit: 1 });
  return first ? conductor.tasks.get(first.id) : null;
}
