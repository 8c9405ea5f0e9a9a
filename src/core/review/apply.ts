// From a change set to the steps that a workspace takes: what is stale, what is there already, what is left to do.
import type { ChangeSet, FileChange, FileContent } from './changeSet.ts';
import { hashContent } from './content.ts';
import { byPath } from './paths.ts';
import type { AppliedFile, WorkspaceFile } from './workspacePort.ts';

export type ApplyStep =
  | { readonly kind: 'write'; readonly path: string; readonly content: FileContent }
  | { readonly kind: 'delete'; readonly path: string }
  /** `content` is null where the file moves as it is. The names may differ in case alone. */
  | { readonly kind: 'move'; readonly from: string; readonly path: string; readonly content: FileContent | null };

export type ApplyPlan =
  | { readonly kind: 'stale'; readonly paths: readonly string[] }
  /** `files` is what must be there afterwards. */
  | { readonly kind: 'ready'; readonly steps: readonly ApplyStep[]; readonly files: readonly AppliedFile[] };

const STEP_ORDER: readonly ApplyStep['kind'][] = ['delete', 'move', 'write'];

/** Reads every target and touches nothing. */
export async function planApply(
  changes: ChangeSet,
  read: (path: string) => Promise<WorkspaceFile | null>,
): Promise<ApplyPlan> {
  const steps: ApplyStep[] = [];
  const stale: string[] = [];
  const files: AppliedFile[] = [];
  for (const change of changes) {
    const hash = await targetHash(change);
    const from = change.kind === 'rename' ? await read(change.from) : null;
    const step = stepFor(change, hash, await read(change.path), from);
    if (step === 'stale') stale.push(change.path);
    else if (step !== 'done') steps.push(step);
    files.push({ path: change.path, hash });
    if (change.kind === 'rename' && !isCaseRename(change)) files.push({ path: change.from, hash: null });
  }
  if (stale.length > 0) return { kind: 'stale', paths: stale };
  // First what makes room: a folder may go where a file is to come.
  steps.sort((one, other) => STEP_ORDER.indexOf(one.kind) - STEP_ORDER.indexOf(other.kind));
  return { kind: 'ready', steps, files: files.sort((one, other) => byPath(one.path, other.path)) };
}

/** The fingerprint that the file at the change's path will have; null for none. */
export async function targetHash(change: FileChange): Promise<string | null> {
  if (change.kind === 'delete') return null;
  if (change.proposed) return hashContent(change.proposed);
  return change.kind === 'rename' ? change.baseHash : null;
}

function stepFor(
  change: FileChange,
  hash: string | null,
  file: WorkspaceFile | null,
  from: WorkspaceFile | null,
): ApplyStep | 'stale' | 'done' {
  switch (change.kind) {
    case 'add':
    case 'modify':
      return writeFor(change, hash, file);
    case 'delete':
      if (!file) return 'done';
      return file.hash === change.baseHash ? { kind: 'delete', path: change.path } : 'stale';
    case 'rename':
      return moveFor(change, hash, file, from);
  }
}

function writeFor(
  change: Extract<FileChange, { kind: 'add' | 'modify' }>,
  hash: string | null,
  file: WorkspaceFile | null,
): ApplyStep | 'stale' | 'done' {
  const write: ApplyStep = { kind: 'write', path: change.path, content: change.proposed };
  if (!file) return change.kind === 'add' ? write : 'stale';
  if (file.hash === hash) return file.content?.isExecutable === change.proposed.isExecutable ? 'done' : write;
  return change.kind === 'modify' && file.hash === change.baseHash ? write : 'stale';
}

function moveFor(
  change: Extract<FileChange, { kind: 'rename' }>,
  hash: string | null,
  file: WorkspaceFile | null,
  from: WorkspaceFile | null,
): ApplyStep | 'stale' | 'done' {
  const { path, proposed, baseHash } = change;
  const isThere = file?.hash === hash;
  if (!from) return isThere ? 'done' : 'stale';
  const move: ApplyStep = { kind: 'move', from: change.from, path, content: proposed };
  // Where the file system does not tell the names apart, one file is found under both.
  if (isCaseRename(change) && file?.hash === from.hash && (isThere || from.hash === baseHash)) return move;
  if (from.hash !== baseHash) return 'stale';
  if (!file) return move;
  return isThere ? { kind: 'delete', path: change.from } : 'stale';
}

const isCaseRename = ({ from, path }: { readonly from: string; readonly path: string }): boolean =>
  from.toLowerCase() === path.toLowerCase();
