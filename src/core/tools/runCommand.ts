// run_command: a command line in the run's private copy of the project.
import * as z from 'zod';
import type { CommandResult } from '../exec/processPort.ts';
import { defineTool } from './tool.ts';

const DEFAULT_SECONDS = 120;
const MAX_SECONDS = 1_200;
/** An absent sandbox is said, to the agent as well. */
const UNGUARDED = ' It ran without a sandbox: keep to the project.';

export const runCommand = defineTool({
  name: 'run_command',
  description:
    "Runs a command line in the project's folder, in a private copy that holds your proposals; files that it changes there become proposals. It gets no input and no keys, and must end by itself: start no servers or watchers.",
  input: z.strictObject({
    command: z.string().min(1),
    timeout_seconds: z.int().min(1).max(MAX_SECONDS).optional().describe(`${DEFAULT_SECONDS} without it.`),
  }),
  risk: 'execute',
  subject: ({ command }) => ({ kind: 'command', command }),
  run: async ({ command, timeout_seconds: seconds = DEFAULT_SECONDS }, context) => {
    const result = await context.runCommand(command, seconds * 1_000);
    const output = result.output.trimEnd();
    const told = outcome(result, seconds) + (result.isSandboxed || result.ended === 'notFound' ? '' : UNGUARDED);
    const text = [told, output === '' ? '(no output)' : output].join('\n');
    return { text, isError: result.exitCode !== 0 };
  },
});

function outcome({ ended, exitCode, durationMs }: CommandResult, seconds: number): string {
  const after = `after ${(durationMs / 1000).toFixed(1)} s`;
  switch (ended) {
    case 'exit':
      return `Exit code ${exitCode ?? 'unknown'} ${after}.`;
    case 'timeout':
      return `Ended because it ran longer than ${seconds} s. Run a smaller part, or set timeout_seconds (at most ${MAX_SECONDS}).`;
    case 'signal':
      return `Ended by a signal ${after}.`;
    case 'notFound':
      return 'The program was not found. Look which programs the project has, e.g. in its scripts.';
  }
}
