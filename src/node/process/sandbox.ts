// The OS sandbox of this machine: found by trying it, once.
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { SandboxPolicy, SandboxStatus } from '../../core/exec/processPort.ts';
import { bubblewrap, SANDBOX_ENVIRONMENT } from './bubblewrap.ts';
import { findProgram, type Argv } from './launch.ts';
import { seatbeltProfile } from './seatbelt.ts';
import { findSecrets, type Secret } from './secrets.ts';

export interface Wrapped {
  readonly argv: Argv;
  readonly env: Readonly<Record<string, string>>;
  /** Empty streams to open from descriptor 3 on. */
  readonly emptyStreams: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PROBE: SandboxPolicy = { writable: [], network: false };
const PROBE_MS = 10_000;

const programs: Partial<Record<NodeJS.Platform, { readonly file: string; readonly name: string }>> = {
  linux: { file: 'bwrap', name: 'bubblewrap' },
  darwin: { file: 'sandbox-exec', name: 'sandbox-exec' },
};

export class Sandbox {
  readonly #env: Environment;
  readonly #program = programs[process.platform];
  #status: Promise<SandboxStatus> | undefined;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Runs `true` inside, the first time. */
  status(): Promise<SandboxStatus> {
    this.#status ??= this.#probe();
    return this.#status;
  }

  /** Call it only where the status is available. */
  async wrap(argv: Argv, policy: SandboxPolicy, cwd: string): Promise<Wrapped> {
    const file = (await this.#find()) ?? '';
    return wrapWith(
      file,
      argv,
      { ...policy, writable: await realFolders(policy.writable) },
      cwd,
      await findSecrets(this.#env['HOME']),
      (this.#env['PATH'] ?? '').split(':'),
    );
  }

  async #find(): Promise<string | null> {
    return this.#program === undefined ? null : findProgram(this.#program.file, this.#env, '/');
  }

  async #probe(): Promise<SandboxStatus> {
    if (this.#program === undefined) return unavailable('Conductor knows no sandbox for this operating system.');
    const { file, name } = this.#program;
    const path = await this.#find();
    if (path === null)
      return unavailable(`The program ${file} is not installed${file === 'bwrap' ? ' (package bubblewrap)' : ''}.`);
    // Without secrets: what covers them needs streams that `execFile` does not open.
    const { argv } = await wrapWith(path, ['/bin/sh', '-c', 'true'], PROBE, '/', []);
    const [program, ...args] = argv;
    try {
      await promisify(execFile)(program, args, { timeout: PROBE_MS });
      return { isAvailable: true, name };
    } catch (error) {
      return unavailable(explain(name, error));
    }
  }
}

/** Those that are there, links resolved. */
async function realFolders(folders: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  return real.filter((folder) => folder !== null);
}

async function wrapWith(
  file: string,
  argv: Argv,
  policy: SandboxPolicy,
  cwd: string,
  secrets: readonly Secret[],
  searchPath: readonly string[] = [],
): Promise<Wrapped> {
  if (process.platform === 'darwin')
    return { argv: [file, '-p', seatbeltProfile(policy, secrets), ...argv], env: {}, emptyStreams: 0 };
  const { args, emptyStreams } = await bubblewrap(policy, await realpath(cwd), secrets, searchPath);
  return { argv: [file, ...args, ...argv], env: SANDBOX_ENVIRONMENT, emptyStreams };
}

const unavailable = (reason: string): SandboxStatus => ({ isAvailable: false, reason });

function explain(name: string, error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const text = said === '' ? (error instanceof Error ? error.message : String(error)) : said;
  const isForbidden = /namespace|permission|not permitted|uid map/i.test(text);
  const why = isForbidden ? 'the system does not let this user make namespaces' : 'it failed';
  return `${name} is installed but ${why}: ${text.split('\n', 1)[0] ?? ''}`;
}
