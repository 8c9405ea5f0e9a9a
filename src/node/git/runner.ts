// One git command at a time through simple-git: bytes in, bytes out, and failures in Conductor's words.
import { simpleGit } from 'simple-git';
import { ConductorError, isConductorError } from '../../core/errors.ts';
import { failureOf } from './failures.ts';

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes besides 0 that are answers, not failures. */
  readonly accept?: readonly number[];
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git in the folder it was made for. Throws `git.missing`, `git.noRepository`, `git.busy` or `git.failed`. */
export type GitRunner = (args: readonly string[], options?: RunOptions) => Promise<RunResult>;

/** Of the person's git variables, those that say who they are and how git is set up; one that names a repository never counts. */
const PASSED = [
  ...['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'],
  ...['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM'],
];
/** Set by ourselves for a single command. */
const OURS = [
  ...['GIT_INDEX_FILE', 'GIT_DIR', 'GIT_WORK_TREE', 'GIT_AUTHOR_DATE', 'GIT_COMMITTER_DATE', 'GIT_TRACE2_EVENT'],
  ...['GIT_OPTIONAL_LOCKS', 'GIT_TERMINAL_PROMPT', 'GIT_LITERAL_PATHSPECS'],
];
const GUARDED = /^(?:git_.*|editor|visual|pager|prefix|ssh_askpass)$/iu;

/** No locks that nobody needs, no question at a terminal, no wildcards in paths, and messages in English. */
const ALWAYS = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_LITERAL_PATHSPECS: '1', LANGUAGE: 'en' };

function environment(extra: Readonly<Record<string, string>> = {}): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !GUARDED.test(name) || PASSED.includes(name));
  return { ...Object.fromEntries(kept), ...ALWAYS, ...extra };
}

export function gitRunner(baseDir: string): GitRunner {
  return async (args, { cwd = baseDir, input = '', env, accept = [] } = {}) => {
    const result = await spawnGit(args, cwd, Buffer.from(input as Uint8Array), environment(env));
    if (result.exitCode !== 0 && !accept.includes(result.exitCode)) throw failureOf(args, result);
    return result;
  };
}

async function spawnGit(
  args: readonly string[],
  baseDir: string,
  input: Buffer,
  env: Record<string, string | undefined>,
): Promise<RunResult> {
  let result: RunResult | undefined;
  try {
    await simpleGit({
      baseDir,
      allowEnvironment: [...PASSED, ...OURS],
      unsafe: { allowUnsafeConfigPaths: true },
      // Always given, since simple-git leaves the input open else.
      input: () => input,
      // A hook or a file watcher may leave a process behind that holds the pipe.
      completion: { onClose: true, onExit: 1_000 },
      // Whatever the exit code, the answer is judged above.
      errors: (error, { exitCode, stdOut, stdErr }) => {
        // Negative or none: git did not start, or was ended.
        if (typeof exitCode !== 'number' || exitCode < 0 || exitCode > 255) return error ?? new Error('it was ended.');
        result = { exitCode, stdout: Buffer.concat(stdOut), stderr: Buffer.concat(stdErr).toString('utf8') };
        return undefined;
      },
    })
      .env(env)
      // Where nothing was printed simple-git waits for 50 ms more; an empty piece of output tells it that all is said.
      .outputHandler((_command, stdout) => stdout.once('end', () => stdout.emit('data', Buffer.alloc(0))))
      .raw([...args]);
  } catch (error) {
    throw startFailure(error, baseDir);
  }
  if (result === undefined) throw new ConductorError('git.failed', `Git did not answer to \`git ${args[0] ?? ''}\`.`);
  return result;
}

function startFailure(error: unknown, baseDir: string): unknown {
  if (isConductorError(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('ENOENT'))
    return new ConductorError('git.missing', 'Git is not installed, or not on the PATH.', {
      remedy: 'Install git from https://git-scm.com and try again.',
      cause: error,
    });
  if (text.includes('does not exist'))
    return new ConductorError('git.noRepository', `The folder ${baseDir} does not exist.`, { cause: error });
  return new ConductorError('git.failed', `Git could not be run: ${text.trim()}`, { cause: error });
}

/** The parts of an answer that are ended by NUL. `latin1` keeps file names that are no UTF-8 as they are. */
export function split(output: Buffer, encoding: 'utf8' | 'latin1' = 'utf8'): string[] {
  const text = output.toString(encoding);
  return text === '' ? [] : text.replace(/\0$/u, '').split('\0');
}

export const line = (output: Buffer): string => output.toString('utf8').replace(/\r?\n$/u, '');
