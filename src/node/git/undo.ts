// Undo Run: files, index, HEAD and branch as they were at the checkpoint. Everything is checked before anything is changed.
import { ConductorError } from '../../core/errors.ts';
import type { Head, OriginalFile, UndoRequest } from '../../core/git/gitPort.ts';
import { readCheckpoint, type CheckpointContent } from './checkpointReader.ts';
import { hashOf, readState, removeEmptyFolders, writeState, type FileState } from './files.ts';
import { branchCommit, commitAt, deleteBranch, moveHead, readHead, setBranch } from './head.ts';
import { planIndex } from './indexUndo.ts';
import { toProject, toRoot, type Place } from './place.ts';
import { split } from './runner.ts';
import { statesBefore } from './statesBefore.ts';

interface FilePlan {
  readonly path: string;
  readonly before: FileState;
}

export async function undoRun(place: Place, request: UndoRequest): Promise<void> {
  const checkpoint = await readCheckpoint(place, request.start.commit);
  const refs = await readRefs(place, request);
  const tip = await checkRefs(place, refs, request);
  const committed = await changedPaths(place, commitAt(request.start.head), tip);
  const files = await planFiles(place, request, checkpoint, tip, committed);
  const index = await planIndex(place, checkpoint, tip, committed);

  await restoreFiles(place, checkpoint, files);
  await index.apply();
  await restoreRefs(place, refs, request);
}

const movedOn = (what: string, paths: readonly string[]): ConductorError =>
  new ConductorError('undo.movedOn', `The run cannot be undone, since ${what}. Nothing was changed.`, {
    remedy: 'Undo what came after the run first, or undo the run by hand.',
    details: { paths: [...paths] },
  });

const isOn = (head: Head, branch: string): boolean => head.kind !== 'detached' && head.branch === branch;

const isSame = (a: Head, b: Head): boolean =>
  a.kind === 'detached' ? b.kind === 'detached' && a.commit === b.commit : isOn(b, a.branch);

/** Where the run worked: its branch, the commit that was there before it, and the one that is there now (empty for none). */
interface RunRefs {
  /** Null on a detached HEAD. */
  readonly branch: string | null;
  readonly base: string;
  readonly tip: string;
  readonly head: Head;
  readonly isOnBranch: boolean;
}

async function readRefs(place: Place, { branching, start }: UndoRequest): Promise<RunRefs> {
  const head = await readHead(place);
  const branch = branching?.branch ?? (start.head.kind === 'detached' ? null : start.head.branch);
  const base = branching?.base ?? commitAt(start.head);
  const tip = branch === null ? commitAt(head) : ((await branchCommit(place, branch)) ?? '');
  return { branch, base, tip, head, isOnBranch: branch === null ? head.kind === 'detached' : isOn(head, branch) };
}

/** The commit that HEAD is on now. Throws where HEAD or the branch is not where the run left it, or was before it. */
async function checkRefs(
  place: Place,
  { branch, base, tip, head, isOnBranch }: RunRefs,
  { start, commits }: UndoRequest,
): Promise<string> {
  if (!isOnBranch && !isSame(start.head, head))
    throw movedOn(`HEAD is not on ${branch ?? 'the commit that the run made'} any more`, ['HEAD']);
  await checkCommits(place, branch ?? 'HEAD', tip, base, commits);
  const isElsewhere = start.head.kind !== 'detached' && start.head.branch !== branch;
  const from = isElsewhere ? ((await branchCommit(place, start.head.branch)) ?? '') : commitAt(start.head);
  if (from !== commitAt(start.head) || (!isOnBranch && commitAt(head) !== from))
    throw movedOn('the branch that it started from has moved', ['HEAD']);
  return commitAt(head);
}

/** Between base and tip there may be the run's commits alone. */
async function checkCommits(
  place: Place,
  branch: string,
  tip: string,
  base: string,
  commits: readonly string[],
): Promise<void> {
  if (tip === base || tip === '') return;
  const { stdout, exitCode } = await place.run(['rev-list', tip, ...(base === '' ? [] : [`^${base}`])], {
    accept: [128],
  });
  const made = stdout.toString('utf8').split('\n').filter(Boolean);
  if (exitCode !== 0 || made.length === 0 || made.some((commit) => !commits.includes(commit)))
    throw movedOn(`${branch} has commits that are not the run's`, [branch]);
}

/** Paths (of the repository) that differ between two commits. */
async function changedPaths({ run }: Place, from: string, to: string): Promise<readonly string[]> {
  if (from === to || to === '') return [];
  const { stdout } = await (from === ''
    ? run(['ls-tree', '-r', '-z', '--full-tree', '--name-only', to])
    : run(['diff-tree', '-r', '-z', '--no-renames', '--name-only', from, to]));
  return split(stdout);
}

/** The files to put back, with what they shall be. Throws for one that is neither what the run left nor what it was. */
async function planFiles(
  place: Place,
  { applied, originals }: UndoRequest,
  checkpoint: CheckpointContent,
  tip: string,
  committed: readonly string[],
): Promise<readonly FilePlan[]> {
  const written = new Map(applied.map(({ path, hash }) => [toRoot(place, path), hash]));
  const paths = [...new Set([...written.keys(), ...committed])];
  const before = await statesBefore(place, checkpoint, paths);
  const plans: FilePlan[] = [];
  const foreign: string[] = [];
  for (const path of paths) {
    const known = before.get(path);
    if (known === undefined) continue;
    const current = await readState(place.root, path);
    const wanted = withOriginal(known, originals?.get(toProject(place, path)), current);
    if (isEqual(current, wanted)) continue;
    const isOurs = written.has(path)
      ? current.kind !== 'link' && current.kind !== 'other' && (await hashOf(current)) === written.get(path)
      : await isAsCommitted(place, path, tip, current);
    if (isOurs) plans.push({ path, before: wanted });
    else foreign.push(toProject(place, path));
  }
  if (foreign.length > 0)
    throw movedOn(
      `${foreign.length === 1 ? 'a file has' : 'files have'} changed since: ${foreign.join(', ')}`,
      foreign,
    );
  return plans;
}

/** A file that the checkpoint does not know keeps the permissions that it has, if it is there. */
function withOriginal(known: FileState, original: OriginalFile | undefined, current: FileState): FileState {
  if (original === undefined || (known.kind !== 'file' && known.kind !== 'none')) return known;
  const deleted = { permissions: original.isExecutable ? 0o755 : 0o644 };
  const { permissions } = known.kind === 'file' ? known : current.kind === 'file' ? current : deleted;
  return { kind: 'file', bytes: Buffer.from(original.bytes), permissions };
}

const isEqual = (a: FileState, b: FileState): boolean => {
  if (a.kind === 'file')
    return b.kind === 'file' && a.permissions === b.permissions && Buffer.compare(a.bytes, b.bytes) === 0;
  if (a.kind === 'link') return b.kind === 'link' && a.target === b.target;
  return a.kind === b.kind && a.kind === 'none';
};

async function isAsCommitted({ run }: Place, path: string, tip: string, current: FileState): Promise<boolean> {
  const entry = (await run(['ls-tree', '-z', '--full-tree', tip, '--', path])).stdout.toString('utf8');
  const hash = /^\d+ \w+ ([0-9a-f]+)\t/u.exec(entry)?.[1] ?? null;
  if (current.kind === 'none' || hash === null) return current.kind === 'none' && hash === null;
  if (current.kind === 'other') return false;
  const [input, filters] =
    current.kind === 'link' ? [current.target, '--no-filters'] : [current.bytes, `--path=${path}`];
  const { stdout } = await run(['hash-object', filters, '--stdin'], { input });
  return stdout.toString('utf8').trim() === hash;
}

async function restoreFiles(place: Place, checkpoint: CheckpointContent, plans: readonly FilePlan[]): Promise<void> {
  const kept = new Set(checkpoint.meta.emptyFolders);
  for (const path of checkpoint.files.keys()) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (kept.has(folder)) break;
      kept.add(folder);
    }
  }
  // What goes first makes room where a file has become a folder.
  for (const { path, before } of plans) {
    if (before.kind !== 'none') continue;
    await writeState(place.root, path, before);
    await removeEmptyFolders(place.root, path, (folder) => kept.has(folder));
  }
  for (const { path, before } of plans) if (before.kind !== 'none') await writeState(place.root, path, before);
}

async function restoreRefs(place: Place, refs: RunRefs, { branching, start, runId }: UndoRequest): Promise<void> {
  const { branch, base, tip, head } = refs;
  const isThere = isSame(start.head, head);
  if (!isThere) await moveHead(place, start.head, `conductor: undo of run ${runId}`);
  if (branch === null || tip === '') return;
  if (branching?.isNew === true || base === '') await deleteBranch(place, branch, tip);
  else if (tip !== base) await setBranch(place, branch, base, tip);
}
