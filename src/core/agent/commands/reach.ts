// What the words of a command reach: paths outside the project, git's own folder, secrets.
import { isSecretPath } from '../../review/paths/secretPaths.ts';
import { matchesGlob } from '../../review/paths/globs.ts';
import type { ShellKind, Word } from './syntax.ts';

/** A path as it is once links are followed, which only the caller can do. */
export interface PathFact {
  /** As it stands in the command or the tool's input. */
  readonly path: string;
  readonly isInside: boolean;
  /** Relative to the project when inside, else absolute. */
  readonly resolved: string;
}

export interface CommandContext {
  readonly shell: ShellKind;
  /** Absolute folders that count as the project: its own and the copy in which commands run. */
  readonly roots: readonly string[];
  /** Undefined for a path that was not looked up or does not exist. */
  readonly factOf: (path: string) => PathFact | undefined;
  /** Secret files that are there, relative to the project: a recursive read would show them. */
  readonly secretFiles: readonly string[];
  /** Programs of the project, which `npx` need not fetch. */
  readonly localPrograms: readonly string[];
  /** Folders that the line has gone to so far. */
  readonly folders: Set<string>;
}

export type Reach = 'inside' | 'outside' | 'git' | 'secret';

const HARMLESS_DEVICES = /^(?:\/dev\/(?:null|stdout|stderr)|nul:?)$/i;
/** Drives of PowerShell that are no disks. */
const PROVIDER = /^(?:env|hklm|hkcu|cert|variable|function|alias|wsman|temp):|::/i;
const DRIVE = /^[a-z]:[\\/]/i;

/** The worst that the word may reach, as a path or with a path in it. `isQuery` for what only looks whether a file is there. */
export function reachOf(word: Word, context: CommandContext, isQuery = false): Reach {
  let reach: Reach = 'inside';
  for (const piece of piecesOf(word.text)) {
    const found = reachOfPath(piece, context);
    if (found === 'outside') return found;
    if (found !== 'inside' && !(isQuery && found === 'secret')) reach = found;
  }
  if (reach === 'inside' && !isQuery && word.kind === 'glob' && globReadsSecret(word.text, context)) return 'secret';
  return reach;
}

/** Where a path leads, by its text and by what the caller knows of it. */
export function reachOfPath(
  path: string,
  context: Pick<CommandContext, 'roots' | 'shell' | 'factOf' | 'folders'>,
): Reach {
  if (HARMLESS_DEVICES.test(path)) return 'inside';
  if (context.shell === 'powershell' && PROVIDER.test(path)) return 'outside';
  // `C:name` is wherever that drive is.
  if (context.shell !== 'posix' && /^[a-z]:(?![\\/])/i.test(path)) return 'outside';
  const relative = relativeTo(context.roots, context.shell === 'posix' ? path : path.replaceAll('\\', '/'));
  if (relative === null) return 'outside';
  for (const name of [path, ...[...context.folders].map((folder) => `${folder}/${path}`)]) {
    const fact = context.factOf(name);
    if (fact === undefined) continue;
    if (!fact.isInside) return 'outside';
    if (isGitFolder(fact.resolved)) return 'git';
    if (isSecretPath(fact.resolved)) return 'secret';
  }
  if (isGitFolder(relative)) return 'git';
  return isSecretPath(relative) ? 'secret' : 'inside';
}

const isGitFolder = (path: string): boolean => /(?:^|\/)(?:\.git|git~1)(?:[ .]*)(?:\/|$)/i.test(path);

/** Relative to the project without `.` and `..`; null for a path that leaves it. */
function relativeTo(roots: readonly string[], path: string): string | null {
  if (/^(?:~|\/\/|file:)/i.test(path)) return null;
  if (path.startsWith('/') || DRIVE.test(path)) {
    const absolute = normalize(path);
    for (const root of roots) {
      const folder = normalize(root.replaceAll('\\', '/'));
      if (absolute === null || folder === null) return null;
      const isSame = DRIVE.test(root)
        ? (text: string) => text.toLowerCase().startsWith(folder.toLowerCase())
        : (text: string) => text.startsWith(folder);
      if (absolute === folder) return '.';
      if (isSame(absolute) && absolute[folder.length] === '/') return absolute.slice(folder.length + 1);
    }
    return null;
  }
  return normalize(path);
}

function normalize(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** The word itself and what stands behind `=`, `:`, `,`, `@` or a short option. */
export function piecesOf(text: string): readonly string[] {
  if (/^file:/i.test(text)) return [text];
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(text)) return [];
  if (DRIVE.test(text) && !text.includes(',')) return [text];
  const pieces = text.split(/[=,:]/);
  const all = pieces.length === 1 ? pieces : [text, ...pieces];
  const short = /^-[a-z](.+)$/i.exec(text)?.[1];
  if (short !== undefined) all.push(short);
  return all.filter((piece) => piece !== '' && !piece.startsWith('-')).map((piece) => piece.replace(/^@/, ''));
}

const HIDDEN_SAMPLES = ['.env', '.env.local', '.netrc', '.npmrc', '.ssh', '.git-credentials', '.aws'];

function globReadsSecret(glob: string, { secretFiles, folders, shell }: CommandContext): boolean {
  const pattern = (shell === 'posix' ? glob : glob.replaceAll('\\', '/')).replace(/^(?:\.\/)+/, '');
  const candidates = secretFiles.flatMap((path) => [
    path,
    ...[...folders].flatMap((folder) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [])),
  ]);
  if (candidates.some((path) => matchesGlob(path, pattern) || matchesGlob(path, `${pattern}/**`))) return true;
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  return /^(?:\.|\[)/.test(last) && HIDDEN_SAMPLES.some((name) => matchesGlob(name, last));
}
