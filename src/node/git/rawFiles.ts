// Files whose bytes on disk are not those that git keeps (line endings, encodings, filters): which, and their bytes.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { line, split, type RunOptions, type RunResult } from './runner.ts';

export interface IndexEntry {
  readonly mode: string;
  readonly hash: string;
  /** As latin1: each character is a byte of the name. */
  readonly path: string;
  /** Left out of a sparse checkout. */
  readonly isSkipped: boolean;
  /** The person said that git shall not look at it. */
  readonly isAssumedUnchanged: boolean;
}

type Run = (args: readonly string[], options?: RunOptions) => Promise<RunResult>;

/** The entries of an index that are not in conflict. */
export async function listEntries(run: Run): Promise<readonly IndexEntry[]> {
  const { stdout } = await run(['ls-files', '-z', '-s', '-v']);
  return split(stdout, 'latin1').flatMap((entry) => {
    const [, tag = '', mode = '', hash = '', stage, path = ''] =
      /^(.) (\d+) ([0-9a-f]+) (\d)\t([^]*)$/u.exec(entry) ?? [];
    if (stage !== '0') return [];
    return [{ mode, hash, path, isSkipped: /s/iu.test(tag), isAssumedUnchanged: /[a-z]/u.test(tag) }];
  });
}

const ATTRIBUTES = ['text', 'eol', 'crlf', 'filter', 'ident', 'working-tree-encoding'];

/** What the attributes of files are read from. */
interface Attributed {
  readonly root: string;
  readonly commonDir: string;
}

/** Of the paths (latin1) those that git may keep in another form than they have on disk. */
export async function convertedPaths(
  place: Attributed,
  run: Run,
  paths: readonly string[],
  hasAttributeFiles: boolean,
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const auto = line((await run(['config', '--get', 'core.autocrlf'], { accept: [1] })).stdout).toLowerCase();
  if (!['', 'false', 'no', 'off', '0'].includes(auto)) return new Set(paths);
  if (!hasAttributeFiles && !(await hasOtherAttributes(place, run))) return new Set();
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  const fields = split((await run(['check-attr', '-z', '--stdin', ...ATTRIBUTES], { input })).stdout, 'latin1');
  const converted = new Set<string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path, , value] = fields.slice(at, at + 3);
    if (path !== undefined && value !== 'unspecified' && value !== 'unset') converted.add(path);
  }
  return converted;
}

export const isAttributeFile = (path: string): boolean => basename(path) === '.gitattributes';

/** Attributes of the person's own, and those of a file that git ignores. */
async function hasOtherAttributes({ root, commonDir }: Attributed, run: Run): Promise<boolean> {
  const { stdout } = await run(['config', '--type=path', '--get', 'core.attributesFile'], { accept: [1] });
  const home = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const files = [
    ...[join(root, '.gitattributes'), join(commonDir, 'info/attributes')],
    ...[line(stdout) || join(home, 'git/attributes'), '/etc/gitattributes'],
  ];
  return files.some((file) => existsSync(file));
}

/** Writes the bytes of files as they are on disk and gives the object of each path (latin1). */
export const keepRaw = (run: Run, paths: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  hashObjects(run, paths, ['-w']);

/** As `keepRaw`, writing nothing. */
export const rawHashes = (run: Run, paths: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  hashObjects(run, paths, []);

async function hashObjects(
  run: Run,
  paths: readonly string[],
  flags: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const input = Buffer.from(paths.map((path) => `${quoted(path)}\n`).join(''), 'latin1');
  const { stdout } = await run(['hash-object', ...flags, '--no-filters', '--stdin-paths'], { input });
  const hashes = line(stdout).split('\n');
  return new Map(paths.map((path, index) => [path, hashes[index] ?? '']));
}

/** As `hash-object --stdin-paths` unquotes it. */
const quoted = (path: string): string =>
  /["\\\n\r]/u.test(path)
    ? `"${path
        .replaceAll(/["\\]/gu, String.raw`\$&`)
        .replaceAll('\n', String.raw`\n`)
        .replaceAll('\r', String.raw`\r`)}"`
    : path;
