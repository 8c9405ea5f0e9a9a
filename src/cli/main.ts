// One call of the command line: arguments in, an exit code out.
import { Command, CommanderError } from 'commander';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConductorError } from '../core/errors.ts';
import { addConfigCommands } from './commands/config.ts';
import { addOrchestrateCommands } from './commands/orchestrate.ts';
import { addPlanCommands } from './commands/plan.ts';
import { addTaskCommands } from './commands/tasks.ts';
import type { Run, World } from './context.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { rootHelp } from './help.ts';
import { createReporter, type Reporter } from './reporter.ts';

interface GlobalFlags {
  readonly json?: true;
  readonly project?: string;
  readonly color: boolean;
  readonly verbose?: true;
}

/** `args` are the words after the program's name. Never throws and never ends the process. */
export async function main(args: readonly string[], world: World): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(world);
  const run: Run = async (action, peopleFor) => {
    const flags = program.opts<GlobalFlags>();
    const reporter = createReporter(world, flags);
    exitCode = await runAction({ action, peopleFor }, reporter, world, flags.project);
    reporter.close();
  };
  addPlanCommands(program, run);
  addTaskCommands(program, run);
  addOrchestrateCommands(program, run);
  addConfigCommands(program, run);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const reporter = createReporter(world, { color: !args.includes('--no-color'), ...readFlags(args) });
    return reporter.fail(error instanceof CommanderError ? explainUsage(error, program, args) : error);
  }
}

interface Work {
  readonly action: Parameters<Run>[0];
  readonly peopleFor: Parameters<Run>[1];
}

async function runAction(
  { action, peopleFor }: Work,
  reporter: Reporter,
  world: World,
  project: string | undefined,
): Promise<ExitCode> {
  const projectDir = resolve(world.cwd, project ?? '.');
  try {
    await requireFolder(projectDir);
    const { cwd, signal, stdin, env } = world;
    const { progress, say, confirm, choose, terminal } = reporter;
    const callWith = (words: string) => formatCall(words, project, env);
    const connection = await world.connect(projectDir, reporter.log, env, peopleFor?.({ terminal, callWith, env }));
    try {
      return await reporter.show(
        await action({ ...connection, cwd, signal, stdin, callWith, progress, say, confirm, choose }),
      );
    } finally {
      await connection.close();
    }
  } catch (error) {
    return reporter.fail(error);
  }
}

/** `CONDUCTOR_COMMAND` says how the person calls Conductor where it is not installed as `conductor`. */
function formatCall(words: string, project: string | undefined, env: World['env']): string {
  const name = env['CONDUCTOR_COMMAND'] ?? 'conductor';
  const quoted = project !== undefined && /[^\w./\\:~-]/.test(project) ? `"${project}"` : project;
  return `${name} ${words}${quoted === undefined ? '' : ` --project ${quoted}`}`;
}

async function requireFolder(projectDir: string): Promise<void> {
  const status = await stat(projectDir).catch(() => null);
  if (status?.isDirectory()) return;
  throw new ConductorError('usage', `The project folder ${projectDir} does not exist or is not a folder.`, {
    remedy: 'Name an existing folder with --project, or leave it out to use the current one.',
  });
}

function createProgram(world: World): Command {
  const program = new Command('conductor');
  program
    .option('--json', 'print one JSON object and nothing else')
    .option('--project <dir>', "the project's folder (default: the current one)")
    .option('--no-color', 'no colours (also with NO_COLOR)')
    .option('--verbose', 'say on stderr what happens inside')
    .version(world.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(world.stdout.columns ?? 100, 100) })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      // Wrong use is reported once, by the reporter.
      writeErr: () => undefined,
    })
    .exitOverride();
  program.helpInformation = () => rootHelp;
  return program;
}

/** The flags that decide how a failure is shown when the arguments themselves could not be understood. */
function readFlags(args: readonly string[]): { json?: true; verbose?: true } {
  const end = args.indexOf('--');
  const words = end === -1 ? args : args.slice(0, end);
  return { ...(words.includes('--json') && { json: true }), ...(words.includes('--verbose') && { verbose: true }) };
}

/** Commander's message as a sentence, with the help to read. */
function explainUsage({ code, message }: CommanderError, program: Command, args: readonly string[]): ConductorError {
  const path = ['conductor'];
  let command: Command | undefined = program;
  for (const word of args) {
    command = command.commands.find((each) => each.name() === word);
    if (command === undefined) break;
    path.push(word);
  }
  const name = path.join(' ');
  const remedy = `See ${name} --help.`;
  if (code === 'commander.help') return new ConductorError('usage', `${name} needs a command.`, { remedy });
  const sentence = message
    .replace(/^error: /, '')
    .replace(/^command-argument value/, 'the value')
    .replace(/\s*\n\s*/g, ' ');
  const capital = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return new ConductorError('usage', /[.)?]$/.test(capital) ? capital : `${capital}.`, { remedy });
}
