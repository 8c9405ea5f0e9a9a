// A checkpoint, read back: what each file was.
import { ConductorError } from '../../core/errors.ts';
import type { CheckpointMeta } from './checkpoint.ts';
import type { Place } from './place.ts';
import { split } from './runner.ts';

export interface TreeEntry {
  /** Six octal digits. */
  readonly mode: string;
  readonly hash: string;
}

export interface CheckpointContent {
  readonly meta: CheckpointMeta;
  /** The index's bytes; null where there was none. */
  readonly index: Buffer | null;
  /** The other file of a split index. */
  readonly sharedIndex: { readonly name: string; readonly bytes: Buffer } | null;
  /** The tree of the whole work tree, as git keeps it. */
  readonly work: string;
  /** Every file, with the object that holds its bytes on disk; relative to the top of the repository. */
  readonly files: ReadonlyMap<string, TreeEntry>;
  /** Those whose bytes git keeps in another form. */
  readonly raw: ReadonlySet<string>;
}

export async function readCheckpoint(place: Place, commit: string): Promise<CheckpointContent> {
  const top = await listTree(place, `${commit}^{tree}`, false);
  const [meta, index] = [top.get('meta.json'), top.get('index')];
  const work = top.get('work')?.hash;
  if (meta === undefined || work === undefined)
    throw new ConductorError('git.failed', `The commit ${commit} is no checkpoint of Conductor.`);
  const shared = [...top].find(([name]) => name.startsWith('sharedindex.'));
  const raw = top.get('raw');
  const rawFiles = raw === undefined ? new Map<string, TreeEntry>() : await listTree(place, raw.hash, true);
  const files = await listTree(place, work, true);
  const [metaBytes, indexBytes, sharedBytes] = await readBlobs(place, [meta.hash, index?.hash, shared?.[1].hash]);
  return {
    meta: JSON.parse((metaBytes ?? Buffer.of()).toString('utf8')) as CheckpointMeta,
    index: indexBytes ?? null,
    sharedIndex: shared === undefined || sharedBytes === undefined ? null : { name: shared[0], bytes: sharedBytes },
    work,
    files: new Map([...files, ...rawFiles]),
    raw: new Set(rawFiles.keys()),
  };
}

/** The entries of a tree; of all trees below it as well where it is `deep`. */
export async function listTree(
  { run }: Pick<Place, 'run'>,
  tree: string,
  deep: boolean,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const { stdout } = await run(['ls-tree', '-z', '--full-tree', ...(deep ? ['-r'] : []), tree]);
  return new Map(
    split(stdout).map((entry) => {
      const [, mode = '', hash = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/u.exec(entry) ?? [];
      return [path, { mode, hash }];
    }),
  );
}

/** The bytes of objects, in their order. */
export async function readBlobs(
  { run }: Pick<Place, 'run'>,
  hashes: readonly (string | undefined)[],
): Promise<readonly (Buffer | undefined)[]> {
  const asked = hashes.filter((hash) => hash !== undefined);
  if (asked.length === 0) return hashes.map(() => undefined);
  const { stdout } = await run(['cat-file', '--batch'], { input: `${asked.join('\n')}\n` });
  let at = 0;
  return hashes.map((hash) => {
    if (hash === undefined) return undefined;
    const end = stdout.indexOf(10, at);
    const [, kind, size] = stdout.toString('latin1', at, end).split(' ');
    if (kind === 'missing' || size === undefined)
      throw new ConductorError('git.failed', `The object ${hash} is missing in the repository.`);
    at = end + 1 + Number(size) + 1;
    return stdout.subarray(end + 1, at - 1);
  });
}
