// An index of our own: a copy of the person's with its knowledge of unchanged files, which git may change as it likes.
import { copyFile, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Place } from './place.ts';
import type { RunOptions, RunResult } from './runner.ts';

export interface TemporaryIndex {
  /** A folder that goes with the index. */
  readonly folder: string;
  readonly file: string;
  /** Whole seconds of the original's time; null where there was no index. */
  readonly time: number | null;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<RunResult>;
}

/** Whole indexes alone, and no objection to line endings, for what is written is never checked out by these commands. */
const SETTINGS = ['-c', 'core.splitIndex=false', '-c', 'core.safecrlf=false'];

/** `source` is the person's index file, bytes of one, or null for an empty index. */
export async function withIndex<T>(
  place: Pick<Place, 'run'>,
  source: { readonly file: string } | { readonly bytes: Uint8Array; readonly time: number } | null,
  use: (index: TemporaryIndex) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'conductor-index-'));
  try {
    const file = join(folder, 'index');
    const time = await fill(file, source);
    const run = (args: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
      place.run([...SETTINGS, ...args], { ...options, env: { ...options.env, GIT_INDEX_FILE: file } });
    return await use({ folder, file, time, run });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const personsIndex = ({ gitDir }: Place): { readonly file: string } => ({ file: join(gitDir, 'index') });

async function fill(file: string, source: Parameters<typeof withIndex>[1]): Promise<number | null> {
  if (source === null) return null;
  let time: number;
  if ('file' in source) {
    try {
      time = Math.floor((await stat(source.file)).mtimeMs / 1_000);
      await copyFile(source.file, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  } else {
    time = source.time;
    await writeFile(file, source.bytes);
  }
  // A file changed after the index was written, within the same tick and to the same size, is told by the index's time
  // alone: a copy that is younger would call it unchanged.
  await utimes(file, time, time);
  return time;
}
