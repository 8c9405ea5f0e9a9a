// The FolderPort on disk. Links that leave the folder are not followed.
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FolderPort } from '../../core/exec/folderPort.ts';

const MAX_BYTES = 20 * 1024 * 1024;

export const diskFolders: FolderPort = {
  async readText(dir, file) {
    const place = await inside(dir, file);
    if (place === null) return null;
    const status = await stat(place);
    return status.isFile() && status.size <= MAX_BYTES ? readFile(place, 'utf8') : null;
  },
  async list(dir, folder) {
    const place = await inside(dir, folder);
    if (place === null || !(await stat(place)).isDirectory()) return [];
    const entries = await readdir(place, { withFileTypes: true });
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  },
};

/** The real place of a path below `dir`; null where there is none, or where it lies elsewhere. */
async function inside(dir: string, name: string): Promise<string | null> {
  try {
    const [root, place] = await Promise.all([realpath(dir), realpath(path.resolve(dir, name))]);
    const below = path.relative(root, place);
    return below === '..' || below.startsWith(`..${path.sep}`) || path.isAbsolute(below) ? null : place;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'EACCES') return null;
    throw error;
  }
}
