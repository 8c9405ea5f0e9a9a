// `conductor tasks update`: the same change for one or many tasks, all or none.
import type { Command } from 'commander';
import { ConductorError } from '../../../core/errors.ts';
import type { Priority } from '../../../core/prd/model.ts';
import type { TaskChange, TaskId, TaskStatus } from '../../../core/tasks/model.ts';
import type { Context, Run } from '../../context.ts';
import { drawTasks } from '../../draw/tasks.ts';
import { count } from '../../draw/words.ts';
import {
  parseHours,
  parseList,
  parsePriority,
  parseStatus,
  parseTaskIds,
  priorityNames,
  statusNames,
  wholeNumber,
} from '../../flags.ts';
import { taskJson } from '../../json.ts';
import { outcome, type Outcome } from '../../outcome.ts';

interface UpdateFlags {
  readonly tasks?: readonly TaskId[];
  readonly status?: TaskStatus;
  readonly priority?: Priority;
  readonly assignee?: string;
  readonly estimate?: number;
  readonly progress?: number;
  readonly name?: string;
  readonly note?: string;
  /** To be added. */
  readonly tags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly session?: string;
}

export function addUpdate(tasks: Command, run: Run): void {
  tasks
    .command('update')
    .argument('[ids...]', 'the tasks, such as TASK-001 TASK-002')
    .description('Changes one or many tasks, all or none.')
    .option('--tasks <list>', 'the tasks, separated by commas', parseTaskIds)
    .option('--status <status>', statusNames, parseStatus)
    .option('--priority <priority>', priorityNames, parsePriority)
    .option('--assignee <name>', 'person or agent; an empty name takes the task from everyone')
    .option('--estimate <hours>', 'hours', parseHours)
    .option('--progress <percent>', '0 to 100', wholeNumber(0, 100))
    .option('--name <text>', 'a new name')
    .option('--note <text>', 'add a note')
    .option('--add-tags, --tags <list>', 'add these tags, separated by commas', parseList)
    .option('--remove-tags <list>', 'take these tags off', parseList)
    .option('--session <name>', 'tag the change with a session')
    .addHelpText(
      'after',
      `
Examples:
  conductor tasks update TASK-001 --status in-progress --note "Started."
  conductor tasks update --status done --tasks TASK-001,TASK-002`,
    )
    .action((ids: readonly TaskId[], flags: UpdateFlags) => run((context) => update(context, ids, flags)));
}

async function update(context: Context, ids: readonly TaskId[], flags: UpdateFlags): Promise<Outcome> {
  const named = [...new Set([...ids, ...(flags.tasks ?? [])])];
  if (named.length === 0) {
    throw new ConductorError('usage', 'No task is named.', {
      remedy: 'Name tasks, as in conductor tasks update TASK-001 --status done.',
    });
  }
  const change = toChange(flags);
  if (Object.keys(change).length === 0) {
    throw new ConductorError('usage', 'Nothing is said about how to change the task.', {
      remedy: 'Give --status, --note or another flag: see conductor tasks update --help.',
    });
  }
  const { session } = flags;
  const options = { signal: context.signal, ...(session !== undefined && { session }) };
  return outcome(await context.conductor.tasks.update(named, change, options), {
    json: (tasks) => ({ updated: tasks.map(({ id }) => id), tasks: tasks.map(taskJson) }),
    text: (tasks, screen) => [`${count(tasks.length, 'task')} updated.`, ...drawTasks(tasks, screen)],
  });
}

function toChange({ status, priority, assignee, estimate, progress, name, note, ...flags }: UpdateFlags): TaskChange {
  const { tags, removeTags } = flags;
  return {
    ...(status && { status }),
    ...(priority && { priority }),
    ...(assignee !== undefined && { assignee: assignee === '' ? null : assignee }),
    ...(estimate !== undefined && { estimate }),
    ...(progress !== undefined && { progress }),
    ...(name !== undefined && { name }),
    ...(note !== undefined && { note }),
    ...(tags && { addTags: tags }),
    ...(removeTags && { removeTags }),
  };
}
