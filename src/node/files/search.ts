// Lines of a project's text files that hold some words: what git tracks or would track, else all but the usual folders.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listProjectFiles } from './projectFiles.ts';

export interface FoundLine {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  readonly text: string;
}

const SKIPPED_FOLDERS = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.taskwerk',
  'dist',
  'out',
  'build',
  'target',
  '.venv',
]);
const MAX_FILES = 20_000;
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FOUND = 1_000;

export async function searchFiles(folder: string, words: string, signal: AbortSignal): Promise<readonly FoundLine[]> {
  const found: FoundLine[] = [];
  const paths = await listProjectFiles(folder, signal, SKIPPED_FOLDERS);
  for (const path of paths.slice(0, MAX_FILES)) {
    signal.throwIfAborted();
    const text = await readText(join(folder, path));
    if (!text?.includes(words)) continue;
    const uri = pathToFileURL(join(folder, path)).href;
    text.split(/\r?\n/).forEach((content, line) => {
      if (content.includes(words)) found.push({ uri, line, text: content });
    });
    if (found.length >= MAX_FOUND) break;
  }
  return found;
}

/** Null for what is large, binary, gone or not readable. */
async function readText(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) return null;
    const text = await readFile(path, 'utf8');
    return text.includes('\0') ? null : text;
  } catch {
    return null; // It may go between the listing and the reading.
  }
}
