// Paths within the project as change sets hold them. What leaves the project or reaches into git's own folder is refused.
import { ConductorError } from '../errors.ts';

/** Takes `./a//b` and `a\b` as `a/b`. Throws `path.outside`; `usage` where no file is named. Links are the workspace's to check. */
export function projectPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[a-z]:/i.test(slashed)) throw outside(path, 'is not relative to the project');
  if (slashed.includes('\0')) throw outside(path.replaceAll('\0', '\\0'), 'holds a NUL character');
  const segments = slashed.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..')) throw outside(path, 'leads out of its folder');
  if (segments.some(isGitFolder)) throw outside(path, "reaches into git's own folder");
  if (isDatabase(segments)) throw outside(path, 'is the database of Taskwerk');
  if (segments.length === 0 || slashed.endsWith('/')) {
    throw new ConductorError('usage', `"${path}" names no file.`, { remedy: 'Name a file, relative to the project.' });
  }
  return segments.join('/');
}

/** Also as Windows and macOS read it: short names, streams, dots at the end, invisible characters. */
function isGitFolder(segment: string): boolean {
  const [name = ''] = segment.replace(/[\u200C-\u200F\u202A-\u202E\u206A-\u206F\uFEFF]/g, '').split(':');
  return /^(\.git|git~1)[. ]*$/i.test(name);
}

/** With what SQLite keeps beside it. */
const isDatabase = ([folder = '', file = '']: readonly string[]): boolean =>
  folder.toLowerCase() === '.taskwerk' && file.toLowerCase().startsWith('taskwerk.db');

/** The error for a path that leaves the project. */
export function outside(path: string, why: string): ConductorError {
  return new ConductorError('path.outside', `The path "${path}" ${why}.`, {
    remedy: 'Name a file inside the project, relative to its folder, with forward slashes.',
  });
}

/** The order of change sets and lists, the same on every machine. */
export const byPath = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
