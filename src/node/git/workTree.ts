// The work tree as git objects: every file that is not ignored, written through an index of our own.
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { withIndex, personsIndex, type TemporaryIndex } from './temporaryIndex.ts';
import type { Place } from './place.ts';
import { line, split } from './runner.ts';
import { isTaskwerksOwn } from './taskwerkFiles.ts';

/** The tree that a commit of everything would have. */
export const writeWorkTree = (place: Place): Promise<string> =>
  withIndex(place, personsIndex(place), async (index) => {
    await addEverything(place.root, index);
    return writeTree(index);
  });

export const writeTree = async (index: TemporaryIndex): Promise<string> =>
  line((await index.run(['write-tree', '--missing-ok'])).stdout);

/** Brings the index up to the work tree. A repository within (a submodule, a clone) is never entered. */
export async function addEverything(root: string, index: TemporaryIndex): Promise<void> {
  const { stdout } = await index.run(['ls-files', '-z', '-m', '-d', '-o', '--exclude-standard']);
  // Names as bytes: one that is no UTF-8 must reach git as it came.
  const changed = [...new Set(split(stdout, 'latin1'))].filter((path) => !path.endsWith('/') && !isTaskwerksOwn(path));
  if (changed.length === 0) return;
  const isThere = presence(root);
  const present: string[] = [];
  const gone: string[] = [];
  for (const path of changed) ((await isThere(path)) ? present : gone).push(path);
  await updateIndex(index, ['--force-remove'], gone);
  await updateIndex(index, ['--add', '--remove', '--replace'], present);
}

async function updateIndex(index: TemporaryIndex, flags: readonly string[], paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  await index.run(['update-index', ...flags, '-z', '--stdin'], { input });
}

/** Tells whether a path is a file, a link or a repository, and not reached through a link. */
function presence(root: string): (path: string) => Promise<boolean> {
  const folders = new Map<string, Promise<boolean>>([['', Promise.resolve(true)]]);
  const isFolder = (path: string): Promise<boolean> => {
    let known = folders.get(path);
    if (known === undefined) {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      known = isFolder(parent).then(async (above) => above && (await kindOf(root, path)) === 'folder');
      folders.set(path, known);
    }
    return known;
  };
  return async (path) => {
    if (!(await isFolder(path.slice(0, Math.max(0, path.lastIndexOf('/')))))) return false;
    const kind = await kindOf(root, path);
    return kind === 'folder' ? (await kindOf(root, `${path}/.git`)) !== null : kind !== null;
  };
}

async function kindOf(root: string, path: string): Promise<'folder' | 'file' | null> {
  try {
    return (await lstat(bytePath(root, path))).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** The path on disk of a name that was read as latin1. */
export const bytePath = (root: string, path: string): Buffer | string =>
  /^[\0-\x7f]*$/u.test(path) ? join(root, path) : Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
