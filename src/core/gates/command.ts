// Running a gate's commands, and saying why one did not do its work.
import type { CommandResult } from '../exec/processPort.ts';
import type { Finding, GateContext, GateOutcome } from './gate.ts';
import { capFindings, errorFinding, tailOf } from './text.ts';

export interface CommandRun {
  /** One line that stands for all of them. */
  readonly command: string;
  readonly exitCode: number | null;
  readonly output: string;
  readonly isPassed: boolean;
  /** Set when a command did not come to a result of its own: a time-out, no such program, a signal. */
  readonly breakdown: Finding | undefined;
}

/** All of them, one after the other, so that every complaint is heard; after a breakdown no more. */
export async function runCommands(context: GateContext, commands: readonly string[]): Promise<CommandRun> {
  const results: CommandResult[] = [];
  let breakdown: Finding | undefined;
  for (const command of commands) {
    context.signal.throwIfAborted();
    const result = await context.run(command);
    results.push(result);
    breakdown = breakdownOf(command, result, context.config.gates.timeout);
    if (breakdown !== undefined) break;
  }
  const failed = results.find(({ exitCode }) => exitCode !== 0);
  return {
    command: commands.join(' && '),
    exitCode: failed === undefined ? 0 : failed.exitCode,
    output: results.map(({ output }) => output).join(''),
    isPassed: failed === undefined,
    breakdown,
  };
}

/** Shells tell "not found" and "not executable" by these; `cmd` has a number of its own for the first. */
const NOT_STARTED = new Set([126, 127, 9009]);

function breakdownOf(
  command: string,
  { ended, exitCode, output }: CommandResult,
  timeout: string,
): Finding | undefined {
  if (ended === 'timeout') return errorFinding(`\`${command}\` was still running after ${timeout} and was ended.`);
  if (ended === 'signal') return errorFinding(`\`${command}\` was ended by a signal.`);
  if (ended === 'notFound' || (exitCode !== null && NOT_STARTED.has(exitCode)))
    return errorFinding(`\`${command}\` could not be started: ${tailOf(output, 3, 300)}`);
  return undefined;
}

/** Passed, or failed with what `parse` finds in the output. */
export async function commandGate(
  context: GateContext,
  commands: readonly string[],
  parse: (output: string) => readonly Finding[],
): Promise<GateOutcome> {
  const { command, exitCode, output, isPassed, breakdown } = await runCommands(context, commands);
  const parsed = isPassed ? [] : parse(output);
  const findings = capFindings([...(breakdown === undefined ? [] : [breakdown]), ...parsed]);
  return { verdict: { status: isPassed ? 'passed' : 'failed', findings }, command, exitCode, output };
}
