// Running commands: what the core asks of the machine. Supplied by `node/process`, or by a list of answers in tests.

/** What a command may touch besides reading, where an OS sandbox is there to hold it to that. */
export interface SandboxPolicy {
  /** Absolute folders that may be written. */
  readonly writable: readonly string[];
  readonly network: boolean;
}

export interface CommandSpec {
  /** A program with its arguments, run without a shell; or one line for the platform's shell. */
  readonly command: { readonly argv: readonly [string, ...string[]] } | { readonly shell: string };
  /** Absolute. */
  readonly cwd: string;
  /** Added to the clean environment, which holds no keys. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds on the wall clock; then the whole process tree is ended. */
  readonly timeoutMs: number;
  /** Characters of output that are kept: the first and the last half of them. */
  readonly maxOutput: number;
  /** Absent: not sandboxed. */
  readonly sandbox?: SandboxPolicy;
}

export interface CommandResult {
  /** Null when the command was ended by a signal or did not start. */
  readonly exitCode: number | null;
  /** Why there is no exit code. */
  readonly ended: 'exit' | 'timeout' | 'signal' | 'notFound';
  /** Stdout and stderr as they came, capped, with a line that says how much was left out. */
  readonly output: string;
  /** Characters of the whole output. */
  readonly outputLength: number;
  readonly durationMs: number;
  readonly isSandboxed: boolean;
}

export type SandboxStatus =
  { readonly isAvailable: true; readonly name: string } | { readonly isAvailable: false; readonly reason: string };

/** How a command line is read here. */
export type ShellKind = 'posix' | 'powershell' | 'cmd';

export interface ProcessPort {
  /** The shell that a `shell` command line is given to. */
  readonly shell: ShellKind;
  /** Never throws for what the command does; an aborted signal ends the process tree and throws its reason. */
  run(spec: CommandSpec, signal: AbortSignal): Promise<CommandResult>;
  /** Whether commands can be held to a `SandboxPolicy` here, for the person to see. */
  sandbox(): Promise<SandboxStatus>;
}
