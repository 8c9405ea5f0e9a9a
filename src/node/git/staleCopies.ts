// Private copies that a killed program left behind: removed by the next one, once it is certain that nobody works there.
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../core/ports.ts';

const PREFIX = 'conductor-copy-';
/** A number can belong to a process that this one cannot see, in a container for instance: age is asked as well. */
const STALE_MS = 24 * 60 * 60 * 1000;

/** For `mkdtemp`: tells whose copy it is. */
export const copyName = (runId: string): string =>
  `${PREFIX}${process.pid}-${runId.replaceAll(/[^\w-]+/gu, '_').slice(0, 40)}-`;

/** Looks in the temporary folder. What cannot be removed is left, and said in the log. */
export async function removeStaleCopies(temporary: string, log: Log): Promise<void> {
  for (const name of await readdir(temporary)) {
    const folder = join(temporary, name);
    try {
      if (await isStale(name, folder)) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      log.warn(`Could not remove ${folder}, which an earlier run left behind: ${String(error)}`);
    }
  }
}

async function isStale(name: string, folder: string): Promise<boolean> {
  const pid = name.startsWith(PREFIX) ? /^\d+(?=-)/.exec(name.slice(PREFIX.length))?.[0] : undefined;
  if (pid === undefined || isAlive(Number(pid))) return false;
  const { uid, mtimeMs } = await lstat(folder);
  return Date.now() - mtimeMs > STALE_MS && (process.getuid === undefined || process.getuid() === uid);
}

/** A process of somebody else counts: it is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
