// What a person's decision makes of a change set, and what becomes of it when the files moved on meanwhile.
import type { Decision } from './approvals.ts';
import type { ChangeSet, FileChange, FileContent } from './changeSet.ts';
import { isSameContent } from './content.ts';
import { mergeTexts, type MergeConflict } from './merge.ts';
import type { WorkspaceFile } from './workspacePort.ts';

export interface Settlement {
  /** To be applied, with the person's own edits in it. */
  readonly accepted: ChangeSet;
  /** Paths whose proposal is dropped. */
  readonly rejected: readonly string[];
}

/** A request for changes settles nothing: the proposals stay as they are, and nothing is applied. */
export function settle(changes: ChangeSet, decision: Decision): Settlement {
  if (decision.kind === 'requestChanges') return { accepted: [], rejected: [] };
  if (decision.kind === 'reject') return { accepted: [], rejected: changes.map(({ path }) => path) };
  const accepted: FileChange[] = [];
  const rejected: string[] = [];
  for (const change of changes) {
    const edited = Object.hasOwn(decision.edited, change.path) ? decision.edited[change.path] : undefined;
    const settled = decision.rejected.includes(change.path) ? null : edited ? withContent(change, edited) : change;
    if (settled) accepted.push(settled);
    else rejected.push(change.path);
  }
  return { accepted, rejected };
}

/** Null when nothing is left of the change. */
function withContent(change: FileChange, proposed: FileContent): FileChange | null {
  switch (change.kind) {
    case 'add':
    case 'rename':
      return { ...change, proposed };
    case 'modify':
      return isSameContent(change.original, proposed) ? null : { ...change, proposed };
    case 'delete': {
      const { path, baseHash, original } = change;
      if (!original || isSameContent(original, proposed)) return null;
      return { kind: 'modify', path, baseHash, original, proposed };
    }
  }
}

export interface RebaseConflict {
  readonly path: string;
  /** A sentence for the person. */
  readonly reason: string;
  /** Where both changed the same lines; empty where it is not a matter of lines. */
  readonly places: readonly MergeConflict[];
}

export type RebaseResult =
  | { readonly kind: 'merged'; readonly changes: ChangeSet }
  | { readonly kind: 'conflict'; readonly conflicts: readonly RebaseConflict[] };

/** Reads what `rebaseChanges` needs to know of. */
export async function readTargets(
  changes: ChangeSet,
  read: (path: string) => Promise<WorkspaceFile | null>,
): Promise<ReadonlyMap<string, WorkspaceFile | null>> {
  const files = new Map<string, WorkspaceFile | null>();
  for (const change of changes) {
    files.set(change.path, await read(change.path));
    if (change.kind === 'rename') files.set(change.from, await read(change.from));
  }
  return files;
}

/** The same changes on the files as they are now (`readTargets`): merged, or the paths where a person must look. What is there already drops out. */
export function rebaseChanges(changes: ChangeSet, files: ReadonlyMap<string, WorkspaceFile | null>): RebaseResult {
  const merged: FileChange[] = [];
  const conflicts: RebaseConflict[] = [];
  for (const change of changes) {
    const result = rebase(change, files);
    if (result === null) continue;
    if ('reason' in result) conflicts.push(result);
    else merged.push(result);
  }
  return conflicts.length > 0 ? { kind: 'conflict', conflicts } : { kind: 'merged', changes: merged };
}

function rebase(
  change: FileChange,
  files: ReadonlyMap<string, WorkspaceFile | null>,
): FileChange | RebaseConflict | null {
  const { path } = change;
  const file = files.get(path) ?? null;
  const conflict = (reason: string): RebaseConflict => ({ path, reason, places: [] });
  switch (change.kind) {
    case 'add':
      if (!file) return change;
      return isSameContent(file.content, change.proposed) ? null : conflict(`${path} was made by somebody else.`);
    case 'delete':
      if (!file) return null;
      return file.hash === change.baseHash ? change : conflict(`${path} was changed, and is proposed to be deleted.`);
    case 'modify':
      return file ? mergeInto(change, file) : conflict(`${path} is not there any more.`);
    case 'rename':
      return rebaseRename(change, file, files.get(change.from) ?? null);
  }
}

function rebaseRename(
  change: Extract<FileChange, { kind: 'rename' }>,
  file: WorkspaceFile | null,
  from: WorkspaceFile | null,
): FileChange | RebaseConflict | null {
  const { path, proposed, baseHash } = change;
  const isThere = file && (proposed ? isSameContent(file.content, proposed) : file.hash === baseHash);
  const isMoving = change.from.toLowerCase() === path.toLowerCase() && file?.hash === from?.hash;
  if (!from) {
    return isThere ? null : { path, reason: `${change.from} is not there any more.`, places: [] };
  }
  const isHalfDone = isThere && from.hash === baseHash;
  if (file && !isHalfDone && !isMoving) return { path, reason: `${path} was made by somebody else.`, places: [] };
  return mergeInto(change, from);
}

/** The change on what the file has become. */
function mergeInto(
  change: Extract<FileChange, { kind: 'modify' | 'rename' }>,
  file: WorkspaceFile,
): FileChange | RebaseConflict | null {
  if (file.hash === change.baseHash && file.content?.isExecutable === change.original?.isExecutable) return change;
  const { path, original, proposed } = change;
  const current = file.content;
  if (!original || !proposed || !current) {
    // A binary file that moves as it is moves as it has become.
    if (change.kind === 'rename' && !proposed && !current) return { ...change, baseHash: file.hash };
    return { path, reason: `${path} was changed, and is no text that could be merged.`, places: [] };
  }
  const result = mergeTexts(original.text, proposed.text, current.text);
  if (result.kind === 'conflict') {
    return { path, reason: `${path} was changed in the same lines.`, places: result.conflicts };
  }
  const content = { text: result.text, ...mergeTraits(original, proposed, current) };
  if (change.kind === 'modify' && isSameContent(content, current)) return null;
  return { ...change, baseHash: file.hash, original: current, proposed: content };
}

/** What two sides made of one base; undefined where both changed the same lines. */
export function mergeContents(base: FileContent, mine: FileContent, theirs: FileContent): FileContent | undefined {
  const result = mergeTexts(base.text, mine.text, theirs.text);
  return result.kind === 'merged' ? { text: result.text, ...mergeTraits(base, mine, theirs) } : undefined;
}

/** The proposal's where it changes them, else those that the file has now. */
function mergeTraits(base: FileContent, mine: FileContent, theirs: FileContent): Omit<FileContent, 'text'> {
  return {
    encoding: mine.encoding === base.encoding ? theirs.encoding : mine.encoding,
    isExecutable: mine.isExecutable === base.isExecutable ? theirs.isExecutable : mine.isExecutable,
  };
}
