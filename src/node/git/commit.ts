// The run's commit: only its paths, with the person's hooks and signing, and the rest of the index as it is.
import { randomUUID } from 'node:crypto';
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConductorError, isConductorError } from '../../core/errors.ts';
import type { CommitRequest } from '../../core/git/gitPort.ts';
import { requireBranch } from '../../core/git/onBranch.ts';
import type { Log } from '../../core/ports.ts';
import { refuseDuringOperation } from './branches.ts';
import { noIdentity } from './failures.ts';
import { commitOf, readHead } from './head.ts';
import { ignoredPaths } from './ignored.ts';
import { toRoot, type Place } from './place.ts';
import { split } from './runner.ts';
import { readIdentity } from './state.ts';

/**
 * A path goes in as it is on disk, also where the person has staged a part of it. An ignored file that git does not
 * know yet stays out.
 */
export async function commitPaths(place: Place, { message, paths, branch }: CommitRequest, log: Log): Promise<string> {
  refuseDuringOperation(place);
  if (branch !== undefined) requireBranch(await readHead(place), branch);
  if ((await readIdentity(place)) === null) throw noIdentity();
  const { known, fresh } = await sortPaths(place, paths, log);
  if (known.length + fresh.length === 0)
    throw new ConductorError('git.failed', 'There is nothing to commit: git knows none of the files.');
  const folder = await mkdtemp(join(tmpdir(), 'conductor-commit-'));
  try {
    const restore = await announce(place, fresh);
    try {
      await runCommit(place, folder, message, [...known, ...fresh]);
    } catch (error) {
      await restore();
      throw error;
    }
    await takeOverHookChanges(place, [...known, ...fresh]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return (await commitOf(place, 'HEAD')) ?? '';
}

interface SortedPaths {
  /** In the index or in HEAD. */
  readonly known: readonly string[];
  /** On disk alone. */
  readonly fresh: readonly string[];
}

async function sortPaths(place: Place, paths: readonly string[], log: Log): Promise<SortedPaths> {
  const asked = [...new Set(paths.map((path) => toRoot(place, path)))];
  const [index, head] = await Promise.all([
    place.run(['ls-files', '-z']),
    (await commitOf(place, 'HEAD')) === null
      ? null
      : place.run(['ls-tree', '-r', '-z', '--full-tree', '--name-only', 'HEAD']),
  ]);
  const tracked = new Set([...split(index.stdout), ...(head === null ? [] : split(head.stdout))]);
  const others: string[] = [];
  for (const path of asked) if (!tracked.has(path) && (await isFile(join(place.root, path)))) others.push(path);
  const ignored = new Set(await ignoredPaths(place, others));
  if (ignored.size > 0) log.warn(`Not committed, since git ignores them: ${[...ignored].join(', ')}`);
  return { known: asked.filter((path) => tracked.has(path)), fresh: others.filter((path) => !ignored.has(path)) };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return !(await lstat(path)).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Tells the index of new files, which `--only` else does not find. Gives what takes that back. */
async function announce(place: Place, fresh: readonly string[]): Promise<() => Promise<void>> {
  if (fresh.length === 0) return () => Promise.resolve();
  const file = join(place.gitDir, 'index');
  const before = await readFile(file).catch(() => null);
  const input = fresh.map((path) => `${path}\0`).join('');
  await place.run(['add', '--intent-to-add', '--pathspec-from-file=-', '--pathspec-file-nul'], { input });
  const after = await readFile(file);
  return async () => {
    const now = await readFile(file);
    if (before !== null && Buffer.compare(now, after) === 0) {
      const beside = `${file}.${randomUUID()}`;
      await writeFile(beside, before);
      await rename(beside, file);
    } else await place.run(['update-index', '--force-remove', '-z', '--stdin'], { input });
  };
}

async function runCommit(place: Place, folder: string, message: string, paths: readonly string[]): Promise<void> {
  const [messageFile, trace] = [join(folder, 'message'), join(folder, 'trace')];
  await writeFile(messageFile, message);
  try {
    await place.run(
      // Whatever `commit.cleanup` says: a line of the message that starts with # is no comment.
      [
        'commit',
        '--quiet',
        '--cleanup=whitespace',
        '-F',
        messageFile,
        '--only',
        '--pathspec-from-file=-',
        '--pathspec-file-nul',
      ],
      { input: paths.map((path) => `${path}\0`).join(''), env: { GIT_TRACE2_EVENT: trace } },
    );
  } catch (error) {
    throw await refusalOf(error, trace);
  }
}

/** What a hook has added to the commit is in an index that is gone: the person's would show it as taken back. */
async function takeOverHookChanges({ run }: Place, paths: readonly string[]): Promise<void> {
  const { stdout } = await run(['diff-index', '--cached', '-z', '--name-only', '--no-renames', 'HEAD']);
  const own = new Set(paths);
  const changed = split(stdout).filter((path) => own.has(path));
  if (changed.length === 0) return;
  await run(['reset', '--quiet', '--pathspec-from-file=-', '--pathspec-file-nul'], {
    input: changed.map((path) => `${path}\0`).join(''),
  });
}

/** The hook that refused, told by git's own trace; else the failure as it is. */
async function refusalOf(error: unknown, trace: string): Promise<unknown> {
  if (!isConductorError(error)) return error;
  const words = typeof error.details['output'] === 'string' ? error.details['output'] : '';
  const hook = failedHook(await readFile(trace, 'utf8').catch(() => ''));
  if (hook !== null)
    return new ConductorError(
      'git.hookRefused',
      `Your ${hook} hook refused the commit: ${words || 'it gave no reason.'}`,
      {
        remedy: 'Mend what the hook names, then commit again.',
        cause: error,
        details: { hook, output: words },
      },
    );
  if (/nothing (?:added )?to commit|no changes added|nothing to commit/u.test(words))
    return new ConductorError('git.failed', 'There is nothing to commit: the files are as they were committed.', {
      remedy: 'If you have committed them yourself, set the task to done and cancel the run.',
      cause: error,
    });
  if (/gpg failed|failed to sign|signing failed/iu.test(words))
    return new ConductorError('git.failed', `The commit could not be signed: ${words}`, {
      remedy: 'Unlock your signing key, or check `user.signingKey` and `gpg.program`.',
      cause: error,
      details: error.details,
    });
  return error;
}

interface TraceEvent {
  readonly event?: string;
  readonly sid?: string;
  readonly child_id?: number;
  readonly child_class?: string;
  readonly hook_name?: string;
  readonly code?: number;
}

function failedHook(trace: string): string | null {
  const hooks = new Map<number, string>();
  for (const text of trace.split('\n').filter(Boolean)) {
    const { event, sid = '', child_id: id, child_class: kind, hook_name: name, code } = JSON.parse(text) as TraceEvent;
    // A slash: a git that the hook itself called.
    if (sid.includes('/') || id === undefined) continue;
    if (event === 'child_start' && kind === 'hook') hooks.set(id, name ?? 'commit');
    const failed = event === 'child_exit' && code !== 0 ? hooks.get(id) : undefined;
    // `post-commit` comes too late to refuse.
    if (failed !== undefined && !failed.startsWith('post-')) return failed;
  }
  return null;
}
