// Brings a work copy to a tree with changes in it, touching only files that are not so already.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConductorError } from '../../core/errors.ts';
import type { ChangeSet } from '../../core/review/changeSet.ts';
import { encodeFile } from '../../core/review/content.ts';
import { listTree, readBlobs, type TreeEntry } from './checkpointReader.ts';
import type { StateRepository } from './copyRepository.ts';
import { linkDependencies } from './dependencyLinks.ts';
import { linkAbove, readState, removeEmptyFolders, writeState, type FileState } from './files.ts';
import { toRoot, type Place } from './place.ts';
import { convertedPaths, isAttributeFile, keepRaw, listEntries, rawHashes } from './rawFiles.ts';
import { line, split } from './runner.ts';
import { personsIndex, withIndex } from './temporaryIndex.ts';
import { addEverything } from './workTree.ts';

const ABSENT: FileState = { kind: 'none' };

export class CopySync {
  readonly state: StateRepository;
  readonly #place: Place;
  #tree: string | null = null;
  /** The entries of the tree. */
  #base: ReadonlyMap<string, TreeEntry> = new Map();
  /** Paths of the changes, with the object of their bytes; undefined for a file that goes. */
  #proposed = new Map<string, TreeEntry | undefined>();
  /** Objects of the bytes on disk, where git keeps others. */
  readonly #raw = new Map<string, string>();

  constructor(place: Place, state: StateRepository) {
    this.#place = place;
    this.state = state;
  }

  /** What a file was after the last sync: its mode and the object with its bytes; undefined where there was none. */
  entry(path: string): TreeEntry | undefined {
    if (this.#proposed.has(path)) return this.#proposed.get(path);
    const entry = this.#base.get(path);
    const raw = this.#raw.get(path);
    return entry !== undefined && raw !== undefined ? { ...entry, hash: raw } : entry;
  }

  /** Gives the tree that a commit of the copy would have. */
  async run(tree: string, changes: ChangeSet): Promise<string> {
    const { run, root } = this.state;
    const isFirst = this.#tree === null;
    const base = this.#tree === tree ? this.#base : await listTree(this.state, tree, true);
    const proposed = await this.#states(changes, base);
    if (isFirst) await run(['read-tree', tree]);
    else await this.#resetEntries(base, proposed, '0'.repeat(tree.length));
    const borrowed = await linkDependencies(this.#place, this.state, foldersOf(base.keys()));
    const restored = isFirst ? await this.#checkOutAll(base) : await this.#restore(base, proposed);
    await this.#keepBytes(base, restored);
    for (const [path, wanted] of proposed) {
      await this.#removeLinks(path, borrowed);
      await this.#write(path, wanted);
    }
    if (proposed.size > 0) {
      const paths = [...proposed.keys()].map((path) => `${path}\0`).join('');
      await run(['-c', 'core.safecrlf=false', 'update-index', '--add', '--remove', '--replace', '-z', '--stdin'], {
        input: paths,
      });
    }
    const blobs = await keepRaw(
      run,
      [...proposed].flatMap(([path, { kind }]) => (kind === 'file' ? [latin1(path)] : [])),
    );
    this.#proposed = new Map([...proposed].map(([path, wanted]) => [path, entryOf(wanted, blobs.get(latin1(path)))]));
    [this.#tree, this.#base] = [tree, base];
    return line((await run(['write-tree', '--missing-ok'], { cwd: root })).stdout);
  }

  /** What the files of the changes shall be, by their path in the repository. */
  async #states(changes: ChangeSet, base: ReadonlyMap<string, TreeEntry>): Promise<ReadonlyMap<string, FileState>> {
    const states = new Map<string, FileState>();
    for (const change of changes) {
      if (change.kind === 'delete') states.set(toRoot(this.#place, change.path), ABSENT);
      if (change.kind === 'rename') states.set(toRoot(this.#place, change.from), ABSENT);
    }
    for (const change of changes) {
      if (change.kind === 'delete') continue;
      const path = toRoot(this.#place, change.path);
      if (change.proposed !== null) {
        const permissions = change.proposed.isExecutable ? 0o755 : 0o644;
        states.set(path, { kind: 'file', bytes: Buffer.from(encodeFile(change.proposed)), permissions });
      } else if (change.kind === 'rename') {
        const entry = base.get(toRoot(this.#place, change.from));
        const [bytes] = await readBlobs(this.state, [entry?.hash]);
        const permissions = entry?.mode === '100755' ? 0o755 : 0o644;
        if (bytes !== undefined) states.set(path, { kind: 'file', bytes, permissions });
      }
    }
    return states;
  }

  /** Makes the index that of the tree again, for all paths that may differ from it. */
  async #resetEntries(
    base: ReadonlyMap<string, TreeEntry>,
    proposed: ReadonlyMap<string, FileState>,
    none: string,
  ): Promise<void> {
    const paths = new Set([...this.#proposed.keys(), ...proposed.keys()]);
    if (base !== this.#base) {
      for (const [path, { mode, hash }] of base) {
        const old = this.#base.get(path);
        if (old?.hash !== hash || old.mode !== mode) paths.add(path);
      }
      for (const path of this.#base.keys()) if (!base.has(path)) paths.add(path);
    }
    const removals = [...paths].filter((path) => !base.has(path)).map((path) => `0 ${none}\t${path}\0`);
    const entries = [...paths].flatMap((path) => {
      const entry = base.get(path);
      return entry === undefined ? [] : [`${entry.mode} ${entry.hash}\t${path}\0`];
    });
    if (paths.size === 0) return;
    await this.state.run(['update-index', '-z', '--index-info'], { input: [...removals, ...entries].join('') });
  }

  async #checkOutAll(base: ReadonlyMap<string, TreeEntry>): Promise<readonly string[]> {
    await this.state.run(['checkout-index', '-a', '-f', '-q', '-u']);
    return [...base.keys()];
  }

  /** Undoes what commands did, but for ignored files. Gives the paths that were checked out. */
  async #restore(
    base: ReadonlyMap<string, TreeEntry>,
    proposed: ReadonlyMap<string, FileState>,
  ): Promise<readonly string[]> {
    const { run, root } = this.state;
    const [others, tracked] = await Promise.all([
      run(['ls-files', '-z', '-o', '--exclude-standard']),
      run(['ls-files', '-z', '-m', '-d']),
    ]);
    for (const other of split(others.stdout)) {
      const path = other.replace(/\/$/u, '');
      if (proposed.has(path)) continue;
      await removeOther(root, path, other.endsWith('/'));
    }
    const paths = [...new Set(split(tracked.stdout))].filter((path) => base.has(path) && !proposed.has(path));
    if (paths.length === 0) return [];
    await run(['checkout-index', '-f', '-q', '-u', '-z', '--stdin'], {
      input: paths.map((path) => `${path}\0`).join(''),
    });
    return paths;
  }

  /** Nothing is written through a link, which may lead anywhere: to the person's own packages, or where a command made it point. */
  async #removeLinks(path: string, borrowed: readonly string[]): Promise<void> {
    const folder = await linkAbove(this.state.root, path);
    if (folder === null) return;
    if (borrowed.includes(folder)) {
      throw new ConductorError('path.outside', `${path} cannot be changed: the copy only borrows ${folder}.`, {
        remedy: 'Take the proposal for it back (delete the file), and install or change packages in another way.',
      });
    }
    await rm(join(this.state.root, folder));
  }

  async #write(path: string, wanted: FileState): Promise<void> {
    const { root } = this.state;
    const current = await readState(root, path);
    if (current.kind === 'file' && wanted.kind === 'file' && Buffer.compare(current.bytes, wanted.bytes) === 0) {
      if ((current.permissions & 0o111) === (wanted.permissions & 0o111)) return;
    }
    if (current.kind === 'other') await removeOther(root, path, true);
    await writeState(root, path, wanted);
    if (wanted.kind === 'none') await removeEmptyFolders(root, path, () => false);
  }

  /** Where git converts files: the bytes of the person's, if they are of the same version, and a note of what they are. */
  async #keepBytes(base: ReadonlyMap<string, TreeEntry>, restored: readonly string[]): Promise<void> {
    for (const path of restored) this.#raw.delete(path);
    const files = restored.filter((path) => base.get(path)?.mode.startsWith('100') === true).map(latin1);
    const converted = [
      ...(await convertedPaths(this.state, this.state.run, files, [...base.keys()].some(isAttributeFile))),
    ];
    if (converted.length === 0) return;
    const raw = await rawHashes(this.state.run, converted);
    const theirs = await this.#personsBytes(base, converted);
    const isCopied = (path: string): boolean => theirs.has(path) && theirs.get(path) !== raw.get(path);
    const copied = converted.filter(isCopied);
    for (const path of copied) {
      const there = await readState(this.#place.root, utf8(path));
      if (there.kind === 'file') await writeState(this.state.root, utf8(path), there);
    }
    if (copied.length > 0) {
      const input = Buffer.from(copied.map((path) => `${path}\0`).join(''), 'latin1');
      await this.state.run(['update-index', '-z', '--stdin'], { input });
    }
    const other = converted.filter((path) => isCopied(path) || raw.get(path) !== base.get(utf8(path))?.hash);
    for (const [path, hash] of await keepRaw(this.state.run, other)) this.#raw.set(utf8(path), hash);
  }

  /** The object that the bytes of each of the person's files would be, for files that are of the tree's version. */
  async #personsBytes(
    base: ReadonlyMap<string, TreeEntry>,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const there = await withIndex(this.#place, personsIndex(this.#place), async (index) => {
      await addEverything(this.#place.root, index);
      const entries = (await listEntries(index.run)).filter(({ isSkipped }) => !isSkipped);
      return new Map(entries.map(({ path, hash }) => [path, hash]));
    });
    return rawHashes(
      this.#place.run,
      paths.filter((path) => there.get(path) === base.get(utf8(path))?.hash),
    );
  }
}

const latin1 = (path: string): string => Buffer.from(path, 'utf8').toString('latin1');
const utf8 = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');

const entryOf = (wanted: FileState, hash: string | undefined): TreeEntry | undefined =>
  wanted.kind === 'file' && hash !== undefined
    ? { mode: (wanted.permissions & 0o100) === 0 ? '100644' : '100755', hash }
    : undefined;

function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

async function removeOther(root: string, path: string, isFolder: boolean): Promise<void> {
  await rm(join(root, path), { force: true, recursive: isFolder });
  await removeEmptyFolders(root, path, () => false);
}
