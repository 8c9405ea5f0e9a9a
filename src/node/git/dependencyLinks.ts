// Installed dependencies that git ignores are not copied: the copy links to the person's folders.
import { lstat, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StateRepository } from './copyRepository.ts';
import { ignoredPaths } from './ignored.ts';
import type { Place } from './place.ts';

const NAMES = ['node_modules', '.venv', 'venv', 'vendor'];
const MAX_DEPTH = 3;

/** `folders` are those of the tree. What is in the copy already stays. Gives the folders that are borrowed. */
export async function linkDependencies(
  place: Place,
  { root, gitDir, exclude }: StateRepository,
  folders: Iterable<string>,
): Promise<readonly string[]> {
  const shallow = ['', ...folders].filter((folder) => folder.split('/').length <= MAX_DEPTH);
  const candidates = shallow.flatMap((folder) => NAMES.map((name) => (folder === '' ? name : `${folder}/${name}`)));
  const there: string[] = [];
  for (const path of candidates) if (await isFolder(join(place.root, path))) there.push(path);
  if (there.length === 0) return [];
  const found = await ignoredPaths(
    place,
    there.map((path) => `${path}/`),
  );
  const ignored = found.map((path) => path.replace(/\/$/u, ''));
  // A pattern such as `node_modules/` is for folders alone, and a link is none.
  const patterns = ignored.map((path) => `/${path.replaceAll(/[\\*?[\]!# ]/gu, String.raw`\$&`)}\n`);
  await writeFile(join(gitDir, 'info/exclude'), `${exclude.replace(/(?<!\n)$/u, '\n')}${patterns.join('')}`);
  for (const path of ignored) {
    const link = join(root, path);
    if (await isThere(link)) continue;
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(place.root, path), link, 'junction');
  }
  return ignored;
}

async function isFolder(path: string): Promise<boolean> {
  return (await statOf(path))?.isDirectory() === true;
}

const isThere = async (path: string): Promise<boolean> => (await statOf(path)) !== null;

async function statOf(path: string): Promise<Awaited<ReturnType<typeof lstat>> | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
