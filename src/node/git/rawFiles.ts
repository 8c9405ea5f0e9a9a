// Files whose bytes on disk are not those that git keeps (line endings, encodings, filters): which, and their bytes.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { Place } from './place.ts';
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

/** Of the paths (latin1) those that git may keep in another form than they have on disk. */
export async function convertedPaths(
  place: Pick<Place, 'commonDir'>,
  run: Run,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const auto = line((await run(['config', '--get', 'core.autocrlf'], { accept: [1] })).stdout).toLowerCase();
  if (!['', 'false', 'no', 'off', '0'].includes(auto)) return new Set(paths);
  if (paths.length === 0 || !(await hasAttributes(place, run, paths))) return new Set();
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1');
  const fields = split((await run(['check-attr', '-z', '--stdin', ...ATTRIBUTES], { input })).stdout, 'latin1');
  const converted = new Set<string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path, , value] = fields.slice(at, at + 3);
    if (path !== undefined && value !== 'unspecified' && value !== 'unset') converted.add(path);
  }
  return converted;
}

async function hasAttributes(
  { commonDir }: Pick<Place, 'commonDir'>,
  run: Run,
  paths: readonly string[],
): Promise<boolean> {
  if (paths.some((path) => basename(path) === '.gitattributes')) return true;
  const configured = line(
    (await run(['config', '--type=path', '--get', 'core.attributesFile'], { accept: [1] })).stdout,
  );
  const home = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const files = [join(commonDir, 'info/attributes'), configured || join(home, 'git/attributes'), '/etc/gitattributes'];
  return files.some((file) => existsSync(file));
}

/** Writes the bytes of files as they are on disk and gives the object of each path (latin1). */
export async function keepRaw(run: Run, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const input = Buffer.from(paths.map((path) => `${quoted(path)}\n`).join(''), 'latin1');
  const { stdout } = await run(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input });
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
