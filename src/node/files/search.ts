// Lines of a project's text files that hold some words: what git tracks or would track, else all but the usual folders.
import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

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
  for (const path of await listFiles(folder, signal)) {
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

/** Relative paths. Outside git the folders are walked. */
async function listFiles(folder: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = await promisify(execFile)('git', args, { cwd: folder, signal, maxBuffer: 64 * 1024 * 1024 });
    return [...new Set(stdout.split('\0').filter(Boolean))].slice(0, MAX_FILES);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return walk(folder);
    throw error;
  }
}

async function walk(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const folders = [''];
  for (let at = folders.pop(); at !== undefined && files.length < MAX_FILES; at = folders.pop()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true }).catch(() => [])) {
      const path = join(at, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
    }
  }
  return files;
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
