// A ProcessPort that plays a script: for tests of what is done with a command's result.
import type { CommandResult, CommandSpec, ProcessPort, SandboxStatus } from '../../src/core/exec/processPort.ts';
import { CappedOutput } from '../../src/node/process/output.ts';

export interface ScriptedCommand {
  readonly exitCode?: number;
  readonly output?: string;
  readonly ended?: CommandResult['ended'];
  /** Goes on until its time-out or the signal. */
  readonly hangs?: boolean;
}

/** A list is played in its order; its last entry stays. */
export type Script = Readonly<Record<string, ScriptedCommand | readonly [ScriptedCommand, ...ScriptedCommand[]]>>;

export class FakeProcesses implements ProcessPort {
  readonly shell = 'posix';
  /** Every command that ran, in order. */
  readonly runs: CommandSpec[] = [];
  readonly #script: Script;
  readonly #sandbox: SandboxStatus;
  readonly #counts = new Map<string, number>();

  constructor(script: Script, sandbox: SandboxStatus = { isAvailable: false, reason: 'This is a test.' }) {
    this.#script = script;
    this.#sandbox = sandbox;
  }

  sandbox(): Promise<SandboxStatus> {
    return Promise.resolve(this.#sandbox);
  }

  async run(spec: CommandSpec, signal: AbortSignal): Promise<CommandResult> {
    signal.throwIfAborted();
    this.runs.push(spec);
    const line = 'shell' in spec.command ? spec.command.shell : spec.command.argv.join(' ');
    const scripted = this.#next(line);
    if (scripted === undefined) return this.#result(spec, { ended: 'notFound', output: `No script for ${line}` });
    if (scripted.hangs) {
      await untilStopped(spec.timeoutMs, signal);
      return this.#result(spec, { ...scripted, ended: 'timeout' });
    }
    return this.#result(spec, scripted);
  }

  #next(line: string): ScriptedCommand | undefined {
    const entry = this.#script[line];
    if (entry === undefined || !('length' in entry)) return entry;
    const count = this.#counts.get(line) ?? 0;
    this.#counts.set(line, count + 1);
    return entry[Math.min(count, entry.length - 1)];
  }

  #result(spec: CommandSpec, { output = '', ended = 'exit', exitCode = 0 }: ScriptedCommand): CommandResult {
    const capped = new CappedOutput(spec.maxOutput);
    capped.append(output);
    return {
      exitCode: ended === 'exit' ? exitCode : null,
      ended,
      output: capped.text(),
      outputLength: capped.length,
      durationMs: 1,
      isSandboxed: spec.sandbox !== undefined && this.#sandbox.isAvailable,
    };
  }
}

function untilStopped(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
