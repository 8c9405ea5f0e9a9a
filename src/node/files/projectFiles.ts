// Every file of a project: what git tracks or would track, else all but the usual folders.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isCancellation } from '../../core/errors.ts';
import { byPath } from '../../core/review/paths.ts';

/** Not looked into where no git tells what is ignored. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);
const MAX_OUTPUT = 256 * 1024 * 1024;
const run = promisify(execFile);

/** Relative paths with forward slashes, sorted. */
export async function listProjectFiles(
  root: string,
  signal?: AbortSignal,
  skippedFolders = SKIPPED_FOLDERS,
): Promise<readonly string[]> {
  const paths = (await listByGit(root, signal)) ?? (await walk(root, skippedFolders, signal));
  return [...new Set(paths)].sort(byPath);
}

/** Null outside git, and where git cannot be run. */
async function listByGit(root: string, signal?: AbortSignal): Promise<readonly string[] | null> {
  try {
    const output = await git(root, ['ls-files', '-t', '-cdo', '--exclude-standard', '-z'], signal);
    const entries = output.map((entry) => ({ tag: entry.slice(0, 1), path: entry.slice(2) }));
    // R: gone from the disk; S: not checked out; a path that ends in a slash is a repository of its own.
    const absent = new Set(entries.filter(({ tag }) => tag === 'R' || tag === 'S').map(({ path }) => path));
    const submodules = entries.some(({ path }) => path === '.gitmodules') ? await listSubmodules(root, signal) : [];
    for (const path of submodules) absent.add(path);
    return entries
      .map(({ path }) => path)
      .filter((path) => !absent.has(path) && !path.endsWith('/') && !path.includes('\uFFFD'));
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null;
  }
}

async function listSubmodules(root: string, signal?: AbortSignal): Promise<readonly string[]> {
  const staged = await git(root, ['ls-files', '-s', '-z'], signal);
  return staged.filter((entry) => entry.startsWith('160000 ')).map((entry) => entry.slice(entry.indexOf('\t') + 1));
}

/** The parts of an output that NULs end. */
async function git(root: string, args: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  const { stdout } = await run('git', ['-c', 'core.fsmonitor=false', ...args], {
    cwd: root,
    env,
    maxBuffer: MAX_OUTPUT,
    ...(signal && { signal }),
  });
  return stdout.split('\0').filter((entry) => entry !== '');
}

async function walk(
  root: string,
  skippedFolders: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal?.throwIfAborted();
    // A folder may go, or be closed to us, while the others are read.
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
      else if (entry.isDirectory() && !skippedFolders.has(entry.name)) folders.push(path);
    }
  }
  return files;
}
