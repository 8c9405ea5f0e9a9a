// `conductor tasks add NAME`: one new task.
import type { Command } from 'commander';
import type { Priority } from '../../../core/prd/model.ts';
import type { BatchTask, TaskId, TaskStatus } from '../../../core/tasks/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawTasks } from '../../draw/tasks.ts';
import {
  parseHours,
  parseList,
  parsePriority,
  parseStatus,
  parseTaskIds,
  priorityNames,
  statusNames,
} from '../../flags.ts';
import { taskJson } from '../../json.ts';
import { outcome, type Outcome } from '../../outcome.ts';

interface AddFlags {
  readonly description?: string;
  readonly status?: TaskStatus;
  readonly priority?: Priority;
  readonly assignee?: string;
  readonly estimate?: number;
  readonly category?: string;
  readonly parent?: string;
  readonly tags?: readonly string[];
  readonly dependsOn?: readonly TaskId[];
  readonly note?: string;
  readonly session?: string;
}

export function addAdd(tasks: Command, run: Run): void {
  tasks
    .command('add')
    .argument('<name>', 'what is to be done')
    .description('Adds one task.')
    .option('--description <text>', 'what it is about')
    .option('--status <status>', `${statusNames} (default: todo)`, parseStatus)
    .option('--priority <priority>', `${priorityNames} (default: medium)`, parsePriority)
    .option('--assignee <name>', 'person or agent')
    .option('--estimate <hours>', 'hours', parseHours)
    .option('--category <name>', 'such as api, ui, docs')
    .option('--parent <id>', 'the task that this one is a part of')
    .option('--tags <list>', 'separated by commas', parseList)
    .option('--depends-on <list>', 'tasks that must be done first, separated by commas', parseTaskIds)
    .option('--note <text>', 'add a note')
    .option('--session <name>', 'tag the task with a session')
    .addHelpText(
      'after',
      `
Examples:
  conductor tasks add "Write the release notes" --priority high --depends-on TASK-004
  conductor tasks add "Fix the login" --tags bug,auth --json`,
    )
    .action((name: string, flags: AddFlags) => run((context) => add(context, name, flags)));
}

async function add({ conductor, signal }: Context, name: string, flags: AddFlags): Promise<Outcome> {
  const { session } = flags;
  const { created } = await conductor.tasks.add([toBatchTask(name, flags)], {
    signal,
    ...(session !== undefined && { session }),
  });
  const tasks = await Promise.all(created.map((id) => conductor.tasks.get(id)));
  return outcome(tasks, {
    json: ([task]) => ({ task: task ? taskJson(task) : null }),
    text: (added, screen) => ['1 task added.', ...drawTasks(added, screen)],
  });
}

function toBatchTask(name: string, { parent, dependsOn, note, session: _, ...fields }: AddFlags): BatchTask {
  return {
    name,
    ...fields,
    ...(parent !== undefined && { parent_id: parent }),
    ...(dependsOn && { depends_on: dependsOn }),
    ...(note !== undefined && { notes: [{ note }] }),
  };
}
