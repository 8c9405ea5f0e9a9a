// A checkpoint: one commit under `refs/conductor/runs/` that holds the index's bytes, the work tree, what git would not
// keep as it is on disk, and all objects that the index needs.
import { existsSync, lstatSync } from 'node:fs';
import { lstat, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { ConductorError } from '../../core/errors.ts';
import type { Checkpoint } from '../../core/git/gitPort.ts';
import { commitAt, readHead } from './head.ts';
import type { Place } from './place.ts';
import { convertedPaths, isAttributeFile, keepRaw, listEntries, rawHashes, type IndexEntry } from './rawFiles.ts';
import { line, split } from './runner.ts';
import { personsIndex, withIndex, type TemporaryIndex } from './temporaryIndex.ts';
import { addEverything, bytePath, writeTree } from './workTree.ts';

/** What objects cannot say, as `meta.json` in the checkpoint. Paths are relative to the top of the repository. */
export interface CheckpointMeta {
  /** Whole seconds; null where there was no index. */
  readonly indexTime: number | null;
  readonly isSparse: boolean;
  /** Permission bits of most files, and of most executable ones. */
  readonly modes: Readonly<Record<string, number>>;
  /** Of those files that have other ones. */
  readonly otherModes: Readonly<Record<string, number>>;
  /** Folders in which git sees no file, ignored ones too. */
  readonly emptyFolders: readonly string[];
}

const NAME = /^[\w][\w.-]*$/u;
const OURSELVES = {
  ...{ GIT_AUTHOR_NAME: 'Conductor', GIT_AUTHOR_EMAIL: 'conductor@localhost' },
  ...{ GIT_COMMITTER_NAME: 'Conductor', GIT_COMMITTER_EMAIL: 'conductor@localhost' },
};

export function writeCheckpoint(place: Place, runId: string, name: string): Promise<Checkpoint> {
  for (const part of [runId, name]) {
    if (!NAME.test(part) || part.includes('..') || /\.lock$|\.$/u.test(part))
      throw new ConductorError('usage', `"${part}" cannot name a checkpoint.`);
  }
  return withIndex(place, personsIndex(place), async (index) => {
    const head = await readHead(place);
    const parts = await writeParts(place, index);
    const input = parts.map(([mode, kind, hash, path]) => `${mode} ${kind} ${hash}\t${path}\0`).join('');
    const tree = line((await place.run(['mktree', '-z', '--missing'], { input })).stdout);
    const parent = commitAt(head);
    const commit = line(
      (
        await place.run(['commit-tree', tree, ...(parent === '' ? [] : ['-p', parent])], {
          input: `Checkpoint ${name} of run ${runId}\n`,
          env: OURSELVES,
        })
      ).stdout,
    );
    const ref = `refs/conductor/runs/${runId}/${name}`;
    await place.run(['update-ref', ref, commit]);
    return { ref, commit, head };
  });
}

type Part = readonly [mode: string, kind: 'blob' | 'tree', hash: string, path: string];
const blob = (hash: string, path: string): Part => ['100644', 'blob', hash, path];
const tree = (hash: string, path: string): Part => ['040000', 'tree', hash, path];

async function writeParts(place: Place, index: TemporaryIndex): Promise<readonly Part[]> {
  const shared = await sharedIndex(place);
  const parts: Part[] = [];
  if (index.time !== null) parts.push(blob(await keepFile(place, index.file), 'index'));
  if (shared !== null) parts.push(blob(await keepFile(place, shared), basename(shared)));
  parts.push(...(await writeStaged(place, index)));
  await addEverything(place.root, index);
  parts.push(tree(await writeTree(index), 'work'));
  const entries = await listEntries(index.run);
  const raw = await writeRaw(place, index, entries);
  if (raw !== null) parts.push(tree(raw, 'raw'));
  const meta = await describe(place, index, entries);
  const file = join(index.folder, 'meta.json');
  await writeFile(file, JSON.stringify(meta));
  parts.push(blob(await keepFile(place, file), 'meta.json'));
  return parts;
}

/** The other file of a split index, which one without a base names all the same. */
async function sharedIndex({ run, root }: Place): Promise<string | null> {
  const named = line((await run(['rev-parse', '--shared-index-path'], { accept: [128] })).stdout);
  return named !== '' && existsSync(resolve(root, named)) ? resolve(root, named) : null;
}

const keepFile = async (place: Place, file: string): Promise<string> =>
  line((await place.run(['hash-object', '-w', '--no-filters', '--', file])).stdout);

/** What is staged would be lost to `git gc` once the index has moved on. */
async function writeStaged(place: Place, index: TemporaryIndex): Promise<readonly Part[]> {
  const conflicts = split((await index.run(['ls-files', '-z', '-u'])).stdout, 'latin1');
  if (conflicts.length === 0) return [tree(await writeTree(index), 'staged')];
  const { stdout } = await index.run(['ls-files', '-z', '-s']);
  const hashes = new Set(split(stdout, 'latin1').flatMap((entry) => /^100\d+ ([0-9a-f]+) /u.exec(entry)?.[1] ?? []));
  const input = [...hashes].map((hash) => `100644 blob ${hash}\t${hash}\0`).join('');
  return [tree(line((await place.run(['mktree', '-z', '--missing'], { input })).stdout), 'staged')];
}

/** A tree of the files whose bytes are not those of the work tree's objects; null for none. */
async function writeRaw(place: Place, index: TemporaryIndex, entries: readonly IndexEntry[]): Promise<string | null> {
  const files = entries.filter(({ mode }) => mode.startsWith('100'));
  const converted = await convertedPaths(
    place,
    index.run,
    files.map(({ path }) => path),
    files.some(({ path }) => isAttributeFile(path)),
  );
  const isUnseen = (entry: IndexEntry): boolean => entry.isSkipped || entry.isAssumedUnchanged;
  const candidates = files.filter(
    (entry) => (converted.has(entry.path) || isUnseen(entry)) && permissionsOf(place, entry.path) !== null,
  );
  const hashes = await rawHashes(
    place.run,
    candidates.map(({ path }) => path),
  );
  const different = candidates.filter((entry) => entry.isSkipped || hashes.get(entry.path) !== entry.hash);
  if (different.length === 0) return null;
  const raw = await keepRaw(
    place.run,
    different.map(({ path }) => path),
  );
  const input = different.map(({ mode, path }) => `${mode} ${raw.get(path) ?? ''}\t${path}\0`).join('');
  return withIndex(place, null, async (own) => {
    await own.run(['update-index', '-z', '--index-info'], { input: Buffer.from(input, 'latin1') });
    return writeTree(own);
  });
}

async function describe(place: Place, index: TemporaryIndex, entries: readonly IndexEntry[]): Promise<CheckpointMeta> {
  const { modes, otherModes } = await readModes(place, entries);
  return {
    indexTime: index.time,
    isSparse: entries.some(({ isSkipped }) => isSkipped),
    modes,
    otherModes,
    emptyFolders: await listEmptyFolders(place),
  };
}

async function readModes(
  place: Place,
  entries: readonly IndexEntry[],
): Promise<Pick<CheckpointMeta, 'modes' | 'otherModes'>> {
  const found: { readonly mode: string; readonly path: string; readonly bits: number }[] = [];
  let count = 0;
  for (const { mode, path } of entries) {
    // The editor's other work goes on meanwhile.
    if (++count % 2_000 === 0) await pause();
    const bits = mode.startsWith('100') ? permissionsOf(place, path) : null;
    if (bits !== null) found.push({ mode, path, bits });
  }
  const modes: Record<string, number> = {};
  for (const [mode, files] of Map.groupBy(found, ({ mode }) => mode)) {
    const groups = [...Map.groupBy(files, ({ bits }) => bits)].toSorted(([, a], [, b]) => b.length - a.length);
    const most = groups[0];
    if (most !== undefined) modes[mode] = most[0];
  }
  const others = found.filter(({ mode, bits }) => bits !== modes[mode]);
  return { modes, otherModes: Object.fromEntries(others.map(({ path, bits }) => [utf8(path), bits])) };
}

const utf8 = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');

/** Null where there is no file. */
function permissionsOf({ root }: Place, path: string): number | null {
  const found = lstatSync(bytePath(root, path), { throwIfNoEntry: false });
  return found?.isFile() === true ? found.mode & 0o777 : null;
}

/** Every folder without a file that git would list, and those that it ignores; what is below one of these is not asked. */
async function listEmptyFolders(place: Place): Promise<readonly string[]> {
  const list = async (...more: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await place.run(['ls-files', '-z', '-o', '--directory', '--exclude-standard', ...more]);
    return split(stdout).flatMap((path) => (path.endsWith('/') ? [path.slice(0, -1)] : []));
  };
  const [others, ignored] = await Promise.all([list(), list('-i')]);
  const found = new Set(ignored);
  const walk = async (folder: string): Promise<void> => {
    if (found.has(folder)) return;
    found.add(folder);
    const children = await readdir(join(place.root, folder), { withFileTypes: true });
    if (children.some(({ name }) => name === '.git')) return;
    for (const child of children) if (child.isDirectory()) await walk(`${folder}/${child.name}`);
  };
  for (const folder of others) if (!(await lstat(join(place.root, folder))).isSymbolicLink()) await walk(folder);
  for (const folder of await foldersOfDeleted(place)) found.add(folder);
  return [...found];
}

/** The folders that are still there above files that git knows and that are not: git lists none of them. */
async function foldersOfDeleted(place: Place): Promise<readonly string[]> {
  const { stdout } = await place.run(['ls-files', '-z', '-d']);
  const folders = new Set<string>();
  for (const path of split(stdout)) {
    for (let folder = dirname(path); folder !== '.' && !folders.has(folder); folder = dirname(folder))
      folders.add(folder);
  }
  return [...folders].filter((folder) => lstatSync(join(place.root, folder), { throwIfNoEntry: false })?.isDirectory());
}
