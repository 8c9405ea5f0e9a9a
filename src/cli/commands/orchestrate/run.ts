// `conductor orchestrate run [TASK-ID] --interactive`: one task, one agent, from assignment to a commit.
import { Option, type Command } from 'commander';
import type { Mode } from '../../../core/agent/runEvents.ts';
import { ConductorError } from '../../../core/errors.ts';
import type { ActiveRun } from '../../../core/orchestrate/service.ts';
import type { TaskId } from '../../../core/tasks/model.ts';
import type { Run } from '../../context.ts';
import { hang } from '../../draw/hang.ts';
import { follow } from '../../orchestrate/follow.ts';
import type { Outcome } from '../../outcome.ts';
import { addAnswerOptions, withPeople, type AnswerFlags, type RunScene } from './withPeople.ts';

const MODE_OF = { ask: 'ask', edits: 'acceptEdits', all: 'autonomous' } as const satisfies Record<string, Mode>;

interface RunFlags extends AnswerFlags {
  readonly interactive?: true;
  readonly agent?: string;
  readonly approve: keyof typeof MODE_OF;
}

export function addRun(orchestrate: Command, run: Run): void {
  const command = orchestrate
    .command('run')
    .argument('[task-id]', 'such as TASK-001 (default: the first that is ready)')
    .description('Does a task: branch, assignment, work, your review, gates, commit. Goes on with a run that is open.')
    .option('--interactive', 'you watch the run and decide on its change')
    .addOption(
      new Option('--agent <name>', 'claude, or manual: you do it (default: claude where there is an API key)').choices([
        'claude',
        'manual',
      ]),
    )
    .addOption(
      new Option(
        '--approve <what>',
        'what needs no question: nothing, edits, or all but protected files and what is dangerous',
      )
        .choices(Object.keys(MODE_OF))
        .default('ask'),
    );
  addAnswerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  conductor orchestrate run TASK-001 --interactive
  conductor orchestrate run --interactive --agent manual
  conductor orchestrate run --interactive --approve all --answer recommended --dirty carry-on --json`,
    )
    .action((taskId: TaskId | undefined, flags: RunFlags) =>
      withPeople(run, flags, (scene) => runTask(scene, taskId, flags)),
    );
}

async function runTask(scene: RunScene, taskId: TaskId | undefined, flags: RunFlags): Promise<Outcome> {
  if (flags.interactive) return follow(scene, () => begin(scene, taskId, flags));
  throw new ConductorError('usage', 'Runs that nobody watches are not there yet.', {
    remedy: 'Add --interactive to watch the run and to decide on its change.',
  });
}

async function begin({ context, runs }: RunScene, named: TaskId | undefined, flags: RunFlags): Promise<ActiveRun> {
  const { conductor, say } = context;
  const [ready] = named === undefined ? await conductor.tasks.ready({ limit: 1 }) : [];
  const taskId = named ?? ready?.id;
  const [open] = taskId === undefined ? [] : await runs.list({ taskId, open: true });
  if (open) {
    await say((screen) => hang('', `${open.taskId} has an open run (${open.agent}): it goes on as it began.`, screen));
    return runs.resume(open.id);
  }
  const { agent, approve } = flags;
  const active = await runs.start({
    mode: MODE_OF[approve],
    ...(taskId !== undefined && { taskId }),
    ...(agent !== undefined && { agent }),
  });
  if (agent === undefined && active.run.agent === 'manual') {
    await say((screen) => hang('', 'There is no API key (ANTHROPIC_API_KEY): you do the task yourself.', screen));
  }
  return active;
}
