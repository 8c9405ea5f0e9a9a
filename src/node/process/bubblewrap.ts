// Linux: the argument list that holds a command to a policy by bubblewrap (https://github.com/containers/bubblewrap).
import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SandboxPolicy } from '../../core/exec/processPort.ts';
import type { Secret } from './secrets.ts';

const TEMP = '/tmp';

/** Where tools keep their caches while the person's own are read-only. */
export const SANDBOX_ENVIRONMENT: Readonly<Record<string, string>> = {
  TMPDIR: TEMP,
  XDG_CACHE_HOME: `${TEMP}/.cache`,
  GOCACHE: `${TEMP}/.cache/go-build`,
  npm_config_cache: `${TEMP}/.cache/npm`,
};

export interface Bubblewrap {
  /** Without the command, which follows. */
  readonly args: readonly string[];
  /** So many empty streams must be open from descriptor 3 on: each becomes one empty file. */
  readonly emptyStreams: number;
}

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** All paths with links resolved. */
export async function bubblewrap(
  { writable, network }: SandboxPolicy,
  cwd: string,
  secrets: readonly Secret[],
  searchPath: readonly string[],
): Promise<Bubblewrap> {
  const links = (await Promise.all([...writable, cwd].map(linkTargets))).flat();
  const readable = [cwd, ...links, ...(await toolFolders(searchPath))].filter(
    (path) => isInside(path, TEMP) && !writable.some((folder) => isInside(path, folder)),
  );
  const guarded = (await Promise.all(writable.map(gitFiles))).flat();
  let descriptor = 3;
  const mask = ({ path, isFolder }: Secret): readonly string[] =>
    isFolder ? ['--tmpfs', path] : ['--ro-bind-data', String(descriptor++), path];
  const args = [
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', TEMP],
    // Short paths first: a folder inside another one must not be covered by it.
    ...[...new Set(readable)].toSorted().flatMap((path) => ['--ro-bind', path, path]),
    ...writable.toSorted().flatMap((path) => ['--bind', path, path]),
    ...guarded.flatMap((path) => ['--ro-bind', path, path]),
    ...secrets.flatMap(mask),
    ...['--unshare-pid', '--unshare-ipc', ...(network ? [] : ['--unshare-net'])],
    ...['--die-with-parent', '--new-session', ...rights(), '--chdir', cwd, '--'],
  ];
  return { args, emptyStreams: descriptor - 3 };
}

/** Root would keep all its rights inside, that to mount everything writable again among them. */
const rights = (): readonly string[] =>
  process.getuid?.() === 0
    ? ['--cap-drop', 'ALL', ...['DAC_OVERRIDE', 'CHOWN', 'FOWNER'].flatMap((name) => ['--cap-add', `CAP_${name}`])]
    : [];

/** Links at the top of a folder, such as a borrowed `node_modules`, go on working in the private /tmp. */
async function linkTargets(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const links = entries.filter((entry) => entry.isSymbolicLink());
  const targets = await Promise.all(links.map(({ name }) => realpath(join(folder, name)).catch(() => null)));
  return targets.filter((target) => target !== null);
}

/** Where programs of the search path lie, with what stands beside their `bin`: those below /tmp must be found there too. */
async function toolFolders(searchPath: readonly string[]): Promise<readonly string[]> {
  const entries = searchPath.filter((entry) => isInside(entry, TEMP));
  const folders = entries.map((entry) => (/^\.?bin$/.test(basename(entry)) ? dirname(entry) : entry));
  const places = await Promise.all(folders.map((folder) => realpath(folder).catch(() => null)));
  return places.filter((place) => place !== null).filter((place) => place !== TEMP);
}

/** What git would run or obey later, outside the sandbox. */
async function gitFiles(folder: string): Promise<readonly string[]> {
  const files = await Promise.all(
    ['.git/hooks', '.git/config'].map(async (name) => {
      const path = join(folder, name);
      const status = await lstat(path).catch(() => null);
      return status === null || status.isSymbolicLink() ? [] : [path];
    }),
  );
  return files.flat();
}
