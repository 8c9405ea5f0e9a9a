// `conductor orchestrate run [TASK-ID] --interactive`: one task, one agent, from assignment to a commit.
import { Option, type Command } from 'commander';
import type { Mode } from '../../../core/agent/runEvents.ts';
import { ConductorError } from '../../../core/errors.ts';
import type { ActiveRun, RunService } from '../../../core/orchestrate/service.ts';
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
  const agent = flags.agent ?? (await runs.defaultAgent());
  if (agent !== 'manual') await sayWhatIsSent(context, runs, agent);
  else if (flags.agent === undefined) {
    await say((screen) => hang('', 'There is no API key (ANTHROPIC_API_KEY): you do the task yourself.', screen));
  }
  return runs.start({ agent, mode: MODE_OF[flags.approve], ...(taskId !== undefined && { taskId }) });
}

/** Before the first request: what goes out, to whom, the most that it may cost, and what holds its commands. */
async function sayWhatIsSent({ conductor, say }: RunScene['context'], runs: RunService, agent: string): Promise<void> {
  const { agents, safety } = (await conductor.config.read()).config;
  const { max_turns: turns, budget_usd: budget, max_task_duration: duration } = safety;
  const model = agents[agent]?.model ?? agent;
  const sent = `Sends the task, its requirements, and the files that the agent reads or that its commands print to ${model}: at most ${turns} turns, $${budget.toFixed(2)} and ${duration}.`;
  const sandbox = await sandboxText(safety.sandbox, runs);
  await say((screen) => [...hang('', sent, screen), ...hang('', sandbox, screen)]);
}

async function sandboxText(wanted: 'auto' | 'required' | 'off', runs: RunService): Promise<string> {
  if (wanted === 'off') return 'Its commands run without a sandbox, as the configuration says.';
  const status = await runs.sandbox();
  return status.isAvailable
    ? `Its commands run in a sandbox (${status.name}).`
    : `There is no sandbox here: the commands that you allow run with your rights. ${status.reason}`;
}
