// The context of gates over a ProcessPort: their commands run under the configuration's time-out and sandbox.
import { parseDuration } from '../config/schema.ts';
import type { CommandResult, ProcessPort } from '../exec/processPort.ts';
import type { GateContext } from './gate.ts';

/** Characters of output that a gate reads. */
const MAX_OUTPUT = 400_000;

export interface GateContextOptions extends Omit<GateContext, 'run'> {
  readonly processes: ProcessPort;
}

/**
 * Gates may write in the folder under test and use the network, since tests talk to databases and build tools fetch
 * what they need; secrets are hidden from them all the same.
 */
export function createGateContext({ processes, ...rest }: GateContextOptions): GateContext {
  const { dir, config, signal } = rest;
  const mode = config.safety.sandbox;
  const sandbox = mode === 'off' ? {} : { sandbox: { writable: [dir], network: true } };
  const run = async (shell: string): Promise<CommandResult> => {
    const status = mode === 'required' ? await processes.sandbox() : undefined;
    if (status?.isAvailable === false) return refused(status.reason);
    const timeoutMs = parseDuration(config.gates.timeout);
    return processes.run({ command: { shell }, cwd: dir, timeoutMs, maxOutput: MAX_OUTPUT, ...sandbox }, signal);
  };
  return { ...rest, run };
}

function refused(reason: string): CommandResult {
  const output = `safety.sandbox is "required", but there is no sandbox here: ${reason}`;
  return { exitCode: null, ended: 'notFound', output, outputLength: output.length, durationMs: 0, isSandboxed: false };
}
