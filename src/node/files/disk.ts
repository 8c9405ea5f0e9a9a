// Documents on disk: bounded reads, and paths as plans store them.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConductorError } from '../../core/errors.ts';
import type { FilePort } from '../../core/ports.ts';

/** Relative locations are taken from `projectDir`; absolute paths and `file:` URIs stand as they are. */
export function createDiskFiles(projectDir: string): FilePort {
  const project = resolve(projectDir);
  const locate = (location: string) =>
    location.startsWith('file:') ? fileURLToPath(location) : resolve(project, location);
  const display = (location: string) => displayPath(project, locate(location));
  return {
    display,
    read: async (location, limit) => {
      const name = display(location);
      const bytes = await readUpTo(locate(location), limit).catch((error: unknown) => {
        throw explain(error, name);
      });
      if (bytes) return bytes;
      const megabytes = Math.floor(limit / 1024 / 1024);
      throw new ConductorError('document.tooLarge', `The document ${name} is larger than ${megabytes} MB.`, {
        remedy: 'Split it into several documents and plan them one by one.',
      });
    },
  };
}

function displayPath(project: string, path: string): string {
  const inside = relative(project, path);
  const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  return (isInside ? inside : path).split(sep).join('/');
}

/** Null when the file is larger. */
async function readUpTo(path: string, limit: number): Promise<Uint8Array | null> {
  // Without O_NONBLOCK a named pipe that nobody writes to would hang here for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = await file.stat();
    if (!status.isFile())
      throw Object.assign(new Error('not a file'), { code: status.isDirectory() ? 'EISDIR' : 'ENOTFILE' });
    return status.size > limit ? null : await file.readFile();
  } finally {
    await file.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder',
  ENOTFILE: 'is not a regular file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

function explain(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const reason = reasons[error.code] ?? `cannot be read (${error.code})`;
  return new ConductorError('document.missing', `The document ${name} ${reason}.`, {
    remedy: 'Name a file that exists and that you may read.',
    cause: error,
  });
}
