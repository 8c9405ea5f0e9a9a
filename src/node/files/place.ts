// Where a project's path lies on disk. Links are followed within the project and never out of it.
import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { outside, projectPath } from '../../core/review/paths.ts';

export interface Place {
  /** Relative to the project, as change sets have it. */
  readonly path: string;
  /** The name itself, absolute, in the folder that it really lies in. */
  readonly name: string;
  /** What lies there, links followed, absolute; the name itself where nothing does. */
  readonly file: string;
  /** What a link says; null for everything else. */
  readonly link: string | null;
}

/** `root` has its links resolved. Throws `path.outside`. */
export async function placeOf(root: string, given: string): Promise<Place> {
  const path = projectPath(given);
  const absolute = join(root, ...path.split('/'));
  const folder = await realFolder(dirname(absolute));
  check(root, folder, path);
  const name = join(folder, absolute.slice(dirname(absolute).length + 1));
  const link = await readlink(name).catch(() => null); // It is none, or there is nothing.
  const file = link === null ? name : await target(name, link);
  check(root, file, path);
  return { path, name, file, link };
}

/** Where a link ends; for one that ends nowhere, where it points. */
async function target(name: string, link: string): Promise<string> {
  try {
    return await realpath(name);
  } catch {
    const pointed = resolve(dirname(name), link);
    return join(await realFolder(dirname(pointed)), pointed.slice(dirname(pointed).length + 1));
  }
}

/** As many links in a row as Linux follows. */
const MAX_LINKS = 40;

/** The folder with links resolved as far as it exists. */
async function realFolder(folder: string, links = 0): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    const parent = dirname(folder);
    if (parent === folder) throw error;
    const name = folder.slice(parent.length).replace(/^[\\/]/, '');
    const isLink = await lstat(folder).then(
      (status) => status.isSymbolicLink(),
      () => false,
    );
    // A link that ends nowhere: what it points to may be made by a write through it.
    if (isLink && links < MAX_LINKS) return realFolder(resolve(parent, await readlink(folder)), links + 1);
    if (isLink) throw outside(folder, 'leads in a circle by links');
    return join(await realFolder(parent, links), name);
  }
}

function check(root: string, real: string, path: string): void {
  const inside = relative(root, real);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw outside(path, 'leads out of the project by a link');
  }
  if (inside.split(sep)[0]?.toLowerCase() === '.git') throw outside(path, "reaches into git's own folder by a link");
}
