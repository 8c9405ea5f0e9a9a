// Runs commands: a clean environment, a process group of their own, a time-out that really ends, a sandbox where there is one.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { CommandResult, CommandSpec, ProcessPort } from '../../core/exec/processPort.ts';
import { cleanEnvironment } from './environment.ts';
import { inOneStream, resolveCommand, type Launch } from './launch.ts';
import { CappedOutput } from './output.ts';
import { Sandbox } from './sandbox.ts';
import { MARKER_VARIABLE, ProcessTree } from './tree.ts';

export interface ProcessOptions {
  /** Where the clean environment is taken from. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds between the request to end and the end by force. */
  readonly graceMs?: number;
}

const GRACE_MS = 2_000;
/** Milliseconds that a stream may stay open after the command has ended: longer, and something else holds it. */
const DRAIN_MS = 200;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Prepared extends Launch {
  readonly env: Readonly<Record<string, string>>;
  readonly emptyStreams: number;
  readonly isSandboxed: boolean;
}

interface Exit {
  readonly code: number | null;
  /** It did not start. */
  readonly error?: Error;
}

/** A policy that cannot be enforced here is not: the result says so in `isSandboxed`, and `sandbox()` says it before. */
export function createProcesses({ env = process.env, graceMs = GRACE_MS }: ProcessOptions = {}): ProcessPort {
  const sandbox = new Sandbox({ HOME: homedir(), ...env });

  const prepare = async (spec: CommandSpec, marker: string): Promise<Prepared | string> => {
    const isFolder = await stat(spec.cwd).then(
      (status) => status.isDirectory(),
      () => false,
    );
    if (!isFolder) return `The folder ${spec.cwd} does not exist.`;
    const clean = { ...cleanEnvironment(env, spec.env), [MARKER_VARIABLE]: marker };
    const launch = await resolveCommand(spec, clean);
    if (launch === null) return `The program ${'argv' in spec.command ? spec.command.argv[0] : ''} was not found.`;
    if (spec.sandbox === undefined || !(await sandbox.status()).isAvailable)
      return { ...launch, env: clean, emptyStreams: 0, isSandboxed: false };
    const { argv, env: added, emptyStreams } = await sandbox.wrap(launch.argv, spec.sandbox, spec.cwd);
    return { ...launch, argv, env: { ...clean, ...added, ...spec.env }, emptyStreams, isSandboxed: true };
  };

  return {
    shell: process.platform === 'win32' ? 'cmd' : 'posix',
    sandbox: () => sandbox.status(),
    run: async (spec, signal) => {
      signal.throwIfAborted();
      const started = performance.now();
      const marker = randomUUID();
      const prepared = await prepare(spec, marker);
      signal.throwIfAborted();
      if (typeof prepared === 'string') return notFound(prepared, started, false);
      const child = start(prepared, spec);
      if (child instanceof Error) return notFound(child.message, started, prepared.isSandboxed);
      const result = await follow(child, { spec, marker, graceMs, started, isSandboxed: prepared.isSandboxed }, signal);
      signal.throwIfAborted();
      return result;
    },
  };
}

function notFound(message: string, started: number, isSandboxed: boolean): CommandResult {
  const durationMs = performance.now() - started;
  return { exitCode: null, ended: 'notFound', output: message, outputLength: message.length, durationMs, isSandboxed };
}

function start({ argv, isVerbatim, env, emptyStreams }: Prepared, spec: CommandSpec): ChildProcess | Error {
  const [file, ...args] = inOneStream(argv);
  // By a descriptor of ours: Node opens nothing for an ignored stream above the third.
  const empty = emptyStreams > 0 ? openSync('/dev/null', 'r') : null;
  try {
    return spawn(file, args, {
      cwd: spec.cwd,
      env,
      stdio: [
        spec.input === undefined ? 'ignore' : 'pipe',
        'pipe',
        'pipe',
        ...Array<number | null>(emptyStreams).fill(empty),
      ],
      detached: process.platform !== 'win32',
      windowsHide: true,
      windowsVerbatimArguments: isVerbatim,
    });
  } catch (error) {
    // A null character in an argument, or more arguments than the system takes.
    if (error instanceof Error) return error;
    throw error;
  } finally {
    if (empty !== null) closeSync(empty);
  }
}

interface Following {
  readonly spec: CommandSpec;
  readonly marker: string;
  readonly graceMs: number;
  readonly started: number;
  readonly isSandboxed: boolean;
}

async function follow(child: ChildProcess, following: Following, signal: AbortSignal): Promise<CommandResult> {
  const { spec, marker, graceMs, started, isSandboxed } = following;
  const output = new CappedOutput(spec.maxOutput);
  const exited = exitOf(child);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ends = collect(child, output);
  feed(child, spec.input);
  const tree = child.pid === undefined ? undefined : new ProcessTree(child.pid, marker, graceMs);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), Math.min(spec.timeoutMs, LONGEST_TIMER_MS));
  const stop = AbortSignal.any([signal, timeout.signal]);
  const givenUp = new Promise<Exit>((resolve) => {
    stop.addEventListener('abort', () => {
      // A process that hangs in the kernel outlives every signal; nobody waits for it.
      void tree?.end().then(() => setTimeout(() => resolve({ code: null }), DRAIN_MS));
    });
  });
  try {
    const exit = await Promise.race([exited, givenUp]);
    clearTimeout(timer);
    if (exit.error !== undefined) return notFound(exit.error.message, started, isSandboxed);
    const isClosed = await within(closed, DRAIN_MS);
    // What is left behind belongs to the command: it would hold files, ports and the folder itself.
    if (stop.aborted || !isClosed || tree?.isGroupAlive) await tree?.end();
    child.stdout?.destroy();
    child.stderr?.destroy();
    ends.forEach((end) => end());
    const ended = timeout.signal.aborted ? 'timeout' : exit.code === null ? 'signal' : 'exit';
    const exitCode = ended === 'exit' ? exit.code : null;
    const durationMs = performance.now() - started;
    return { exitCode, ended, output: output.text(), outputLength: output.length, durationMs, isSandboxed };
  } finally {
    clearTimeout(timer);
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('exit', (code) => resolve({ code }));
  });
}

/** What flushes the last characters. */
function collect({ stdout, stderr }: ChildProcess, output: CappedOutput): readonly (() => void)[] {
  return [stdout, stderr].map((stream) => {
    const { write, end } = output.stream();
    stream?.on('data', write);
    return end;
  });
}

function feed({ stdin }: ChildProcess, input: string | undefined): void {
  if (stdin === null || input === undefined) return;
  // A command that ends without reading its input closes the stream: no failure of ours.
  stdin.on('error', () => stdin.destroy());
  stdin.end(input);
}

async function within(promise: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isIn = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return isIn;
}
