// Running one command line for a run: without a shell where it can, held to the sandbox where there is one.
import { argvOf } from '../agent/commands/parse.ts';
import type { OrchestrationConfig } from '../config/schema.ts';
import { ConductorError } from '../errors.ts';
import type { CommandResult, ProcessPort, SandboxPolicy } from '../exec/processPort.ts';

const MAX_OUTPUT = 200_000;

export interface CommandPlace {
  /** Absolute. */
  readonly dir: string;
  readonly timeoutMs: number;
}

/** `dir` alone may be written where a sandbox is there, and nothing outside the machine is reached. */
export async function runLine(
  { processes, config }: { readonly processes: ProcessPort; readonly config: OrchestrationConfig },
  line: string,
  { dir, timeoutMs }: CommandPlace,
  signal: AbortSignal,
): Promise<CommandResult> {
  const policy = await policyFor(processes, config.safety.sandbox, dir);
  const argv = argvOf(line, processes.shell);
  const command = argv ? { argv } : { shell: line };
  const spec = { command, cwd: dir, timeoutMs, maxOutput: MAX_OUTPUT, ...(policy && { sandbox: policy }) };
  return processes.run(spec, signal);
}

async function policyFor(
  processes: ProcessPort,
  wanted: OrchestrationConfig['safety']['sandbox'],
  dir: string,
): Promise<SandboxPolicy | null> {
  if (wanted === 'off') return null;
  const status = await processes.sandbox();
  if (status.isAvailable) return { writable: [dir], network: false };
  if (wanted === 'auto') return null;
  throw new ConductorError(
    'agent.notReady',
    `Commands must run in a sandbox here, and there is none: ${status.reason}`,
    {
      remedy: 'Install what is missing, or set safety.sandbox to auto.',
    },
  );
}
