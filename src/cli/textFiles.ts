// The small text files that the command line itself reads and writes: edited plans and batches of tasks.
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { ConductorError } from '../core/errors.ts';
import type { Context } from './context.ts';

type Place = Pick<Context, 'cwd' | 'stdin' | 'signal'>;

/** `-` is the standard input. A byte-order mark is taken off. */
export async function readTextFile(path: string, { cwd, stdin, signal }: Place): Promise<string> {
  if (path === '-') return text(stdin);
  try {
    const bytes = await readFile(resolve(cwd, path), { signal });
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw explain(error, path, 'read');
  }
}

/** Refuses to write over a file that is there, since a person's edits may be in it, unless `overwrite` is set. */
export async function writeTextFile(
  path: string,
  content: string,
  { cwd, overwrite }: { readonly cwd: string; readonly overwrite: boolean },
): Promise<void> {
  try {
    await writeFile(resolve(cwd, path), content, { flag: overwrite ? 'w' : 'wx' });
  } catch (error) {
    throw explain(error, path, 'written');
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'it exists already',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

function explain(error: unknown, path: string, verb: 'read' | 'written'): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.name === 'AbortError') return error;
  const reason =
    error.code === 'ENOENT' && verb === 'written' ? 'its folder does not exist' : (reasons[error.code] ?? error.code);
  return new ConductorError('document.missing', `The file ${path} cannot be ${verb}: ${reason}.`, {
    remedy: error.code === 'EEXIST' ? 'Name another file, or write over it with --force.' : 'Name another file.',
    cause: error,
  });
}
