// What the tools share: text files, and words for one that is not there.
import { distance } from 'fastest-levenshtein';
import { ConductorError } from '../errors.ts';
import type { FileContent } from '../review/changeSet.ts';
import type { Overlay } from '../review/overlay.ts';
import type { ToolResult } from './tool.ts';

/** Null where there is no file. Throws `file.binary`. */
export async function readText(files: Overlay, path: string): Promise<FileContent | null> {
  const file = await files.read(path);
  if (file && !file.content) {
    throw new ConductorError('file.binary', `The file ${path} is binary or too large (${file.size} bytes).`, {
      remedy: 'Look at it with a command that can read it.',
    });
  }
  return file?.content ?? null;
}

const MAX_NAMED = 3;

/** With the names that are most like it. */
export async function noFile(files: Overlay, path: string): Promise<ToolResult> {
  const name = baseName(path);
  const near = (await files.list())
    .map((other) => ({ other, far: baseName(other) === name ? 0 : distance(other, path) }))
    .filter(({ far }) => far <= Math.max(2, path.length * 0.3))
    .sort((one, other) => one.far - other.far)
    .slice(0, MAX_NAMED)
    .map(({ other }) => other);
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Use list_files to see what is there.';
  return { text: `There is no file ${path}. ${hint}`, isError: true };
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
