// `conductor tasks list` and `conductor tasks ready`: the same filters and the same table.
import type { Command } from 'commander';
import type { PlanId } from '../../../core/plan/model.ts';
import type { Priority } from '../../../core/prd/model.ts';
import type { TaskFilter, TaskStatus } from '../../../core/tasks/model.ts';
import type { Run } from '../../context.ts';
import { drawTasks } from '../../draw/tasks.ts';
import {
  parseList,
  parsePlanId,
  parsePriorities,
  parseStatuses,
  priorityNames,
  statusNames,
  wholeNumber,
} from '../../flags.ts';
import { taskJson } from '../../json.ts';
import { outcome } from '../../outcome.ts';

export interface FilterFlags {
  readonly status?: readonly TaskStatus[];
  readonly priority?: readonly Priority[];
  readonly assignee?: string;
  readonly tags?: readonly string[];
  readonly search?: string;
  readonly session?: string;
  readonly plan?: PlanId;
  readonly limit?: number;
}

export function addList(tasks: Command, run: Run): void {
  addFilterOptions(tasks.command('list'))
    .option('--status <list>', `only these, separated by commas: ${statusNames}`, parseStatuses)
    .description("Lists the project's tasks.")
    .addHelpText(
      'after',
      `
Examples:
  conductor tasks list --status todo,in-progress --priority high
  conductor tasks list --session sprint-7 --json`,
    )
    .action((flags: FilterFlags) =>
      run(async ({ conductor }) =>
        outcome(await conductor.tasks.list(toFilter(flags)), {
          json: (found) => ({ tasks: found.map(taskJson) }),
          text: (found, screen) =>
            found.length === 0
              ? [`There is no task${hasFilter(flags) ? ' like this' : ''}.`]
              : drawTasks(found, screen),
        }),
      ),
    );
}

export function addReady(tasks: Command, run: Run): void {
  addFilterOptions(tasks.command('ready'))
    .description('Lists the tasks that can be started now: in todo, with everything done that they depend on.')
    .addHelpText(
      'after',
      '\nExamples:\n  conductor tasks ready\n  conductor tasks ready --assignee @ai-agent --limit 5',
    )
    .action((flags: FilterFlags) =>
      run(async ({ conductor }) =>
        outcome(await conductor.tasks.ready(toFilter(flags)), {
          json: (found) => ({ tasks: found.map(taskJson) }),
          text: (found, screen) => (found.length === 0 ? [nothingReady] : drawTasks(found, screen)),
        }),
      ),
    );
}

export const nothingReady = 'No task can be started now. See conductor tasks list.';

/** Every filter but the status, which is given where a command looks for ready tasks. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--priority <list>', `only these, separated by commas: ${priorityNames}`, parsePriorities)
    .option('--assignee <name>', 'only tasks of this person or agent')
    .option('--tags <list>', 'only tasks with all these tags, separated by commas', parseList)
    .option('--search <text>', 'only tasks with this text in name, description or content')
    .option('--session <name>', 'only tasks that this session wrote')
    .option('--plan <id>', 'only tasks that came from this plan', parsePlanId)
    .option('--limit <n>', 'at most this many', wholeNumber(1, 1_000_000));
}

/** The flags that are filters, and no other ones. */
export function toFilter({ status, priority, assignee, tags, search, session, plan, limit }: FilterFlags): TaskFilter {
  return {
    ...(status && { status }),
    ...(priority && { priority }),
    ...(assignee !== undefined && { assignee }),
    ...(tags && { tags }),
    ...(search !== undefined && { search }),
    ...(session !== undefined && { session }),
    ...(plan !== undefined && { plan }),
    ...(limit !== undefined && { limit }),
  };
}

const hasFilter = (flags: FilterFlags) => Object.keys(toFilter(flags)).length > 0;
