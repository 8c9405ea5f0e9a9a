// Makes `.taskwerk/taskwerk.db`, complete and in one transaction: two programs that do so at once both succeed.
import { lstat, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ConductorError } from '../../core/errors.ts';
import { Connection } from './connection.ts';
import { errorCode } from './failures.ts';
import { foreignError } from './inspect.ts';
import { CREATE_SCHEMA } from './schema.ts';
import { readonlyError, type Sqlite } from './sqlite.ts';

/** A crash on the way leaves an empty file, which counts as no database and is completed next time. */
export async function createDatabase(sqlite: Sqlite, projectDir: string, file: string): Promise<void> {
  const folder = path.dirname(file);
  await refuseLinkOutside(projectDir, folder);
  await refuseLinkOutside(projectDir, file);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw folderError(folder, error);
  }
  const connection = new Connection(sqlite, file);
  try {
    await connection.write(() => connection.execute(CREATE_SCHEMA));
  } finally {
    connection.close();
  }
}

/** A project that was received from somewhere must not make Conductor create files elsewhere. */
async function refuseLinkOutside(projectDir: string, entry: string): Promise<void> {
  if (!(await isLink(entry))) return;
  let target: string;
  try {
    target = await realpath(entry);
  } catch (error) {
    throw errorCode(error) === 'ENOENT'
      ? foreignError(entry, 'it is a link that leads nowhere')
      : readonlyError(entry, error);
  }
  const fromProject = path.relative(await realpath(projectDir), target);
  if (fromProject !== '..' && !fromProject.startsWith(`..${path.sep}`) && !path.isAbsolute(fromProject)) return;
  throw new ConductorError(
    'store.foreign',
    `${entry} is a link to ${target}, outside the project, so no database is made there.`,
    {
      remedy: 'Replace the link by a folder, or create the Taskwerk database at its target yourself.',
    },
  );
}

async function isLink(entry: string): Promise<boolean> {
  try {
    return (await lstat(entry)).isSymbolicLink();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw folderError(entry, error);
  }
}

function folderError(folder: string, error: unknown): ConductorError {
  const code = errorCode(error);
  if (code === 'ENOTDIR' || code === 'EEXIST') return foreignError(folder, 'it is a file where a folder is expected');
  return readonlyError(folder, error);
}
