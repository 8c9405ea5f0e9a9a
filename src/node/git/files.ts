// Files of the work tree as they are, and put back as they were.
import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, readlink, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../../core/sha256.ts';

export type FileState =
  | { readonly kind: 'none' }
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly permissions: number }
  | { readonly kind: 'link'; readonly target: string }
  /** A folder, or something that is no file. */
  | { readonly kind: 'other' };

/** Not through a linked folder. */
export async function readState(root: string, path: string): Promise<FileState> {
  const file = join(root, path);
  try {
    if ((await linkAbove(root, path)) !== null) return { kind: 'none' };
    const found = await lstat(file);
    if (found.isSymbolicLink()) return { kind: 'link', target: await readlink(file) };
    if (!found.isFile()) return { kind: 'other' };
    return { kind: 'file', bytes: await readFile(file), permissions: found.mode & 0o777 };
  } catch (error) {
    if (isAbsence(error)) return { kind: 'none' };
    throw error;
  }
}

/** The topmost folder above a path that is a link, or null. */
export async function linkAbove(root: string, path: string): Promise<string | null> {
  const parts = path.split('/').slice(0, -1);
  try {
    for (let depth = 1; depth <= parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      if ((await lstat(join(root, folder))).isSymbolicLink()) return folder;
    }
  } catch (error) {
    if (!isAbsence(error)) throw error;
  }
  return null;
}

const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** As in `AppliedFile`: null where there is no file. */
export const hashOf = async (state: FileState): Promise<string | null> =>
  state.kind === 'file' ? sha256(state.bytes) : null;

/** Writes beside the file and renames, so that a kill leaves the old or the new one. */
export async function writeState(root: string, path: string, state: FileState): Promise<void> {
  const file = join(root, path);
  if (state.kind === 'none' || state.kind === 'other') return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  const beside = join(dirname(file), `.conductor-${randomBytes(6).toString('hex')}`);
  try {
    if (state.kind === 'link') await symlink(state.target, beside);
    else {
      await writeFile(beside, state.bytes, { mode: state.permissions });
      await chmod(beside, state.permissions);
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Removes the folders above a file that are empty, from the lowest on, until one is kept. */
export async function removeEmptyFolders(
  root: string,
  path: string,
  isKept: (folder: string) => boolean,
): Promise<void> {
  for (let folder = dirname(path); folder !== '.' && !isKept(folder); folder = dirname(folder)) {
    try {
      await rmdir(join(root, folder));
    } catch (error) {
      if (isAbsence(error)) continue;
      return; // Not empty: not ours to remove.
    }
  }
}
