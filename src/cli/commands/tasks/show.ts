// `conductor tasks show ID`.
import type { Command } from 'commander';
import type { TaskId } from '../../../core/tasks/model.ts';
import type { Run } from '../../context.ts';
import { drawTaskDetails } from '../../draw/tasks.ts';
import { taskDetailsJson } from '../../json.ts';
import { outcome } from '../../outcome.ts';

export function addShow(tasks: Command, run: Run): void {
  tasks
    .command('show')
    .argument('<id>', 'such as TASK-001')
    .description('Shows one task with its notes and its history.')
    .addHelpText('after', '\nExamples:\n  conductor tasks show TASK-001\n  conductor tasks show TASK-001.2 --json')
    .action((id: TaskId) =>
      run(async ({ conductor }) =>
        outcome(await conductor.tasks.get(id), {
          json: (task) => ({ task: taskDetailsJson(task) }),
          text: drawTaskDetails,
        }),
      ),
    );
}
