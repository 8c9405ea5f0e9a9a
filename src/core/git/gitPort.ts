// What the core asks of git. Supplied by `node/git`; tests use it on real repositories.
import type { AppliedFile } from '../review/workspacePort.ts';
import type { ChangeSet } from '../review/changeSet.ts';

export type Head =
  | { readonly kind: 'branch'; readonly branch: string; readonly commit: string }
  /** A repository without a commit. */
  | { readonly kind: 'unborn'; readonly branch: string }
  | { readonly kind: 'detached'; readonly commit: string };

export interface RepositoryState {
  /** The top of the work tree, absolute; the project may be a folder below it. */
  readonly root: string;
  readonly head: Head;
  /** Paths relative to the project that are staged, changed or untracked (not ignored). */
  readonly dirty: readonly string[];
  /** A merge, rebase, cherry-pick, revert or bisect that is not finished. */
  readonly operation: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect' | null;
  /** "Name <mail>" that commits would carry; null where git has none. */
  readonly identity: string | null;
  readonly submodules: readonly string[];
  /** True in a linked work tree (`git worktree add`). */
  readonly isLinkedWorktree: boolean;
}

/** A point that Undo Run can go back to: HEAD, index and the files of the work tree, kept under `refs/conductor/runs/<run>/<name>`. */
export interface Checkpoint {
  readonly ref: string;
  readonly commit: string;
  readonly head: Head;
}

export interface Branching {
  readonly branch: string;
  /** Where HEAD was before. */
  readonly previous: Head;
  /** False when the branch was there already. */
  readonly isNew: boolean;
  /** The commit the branch stood on when the run came to it. */
  readonly base: string;
}

export interface CommitRequest {
  readonly message: string;
  /** Only these paths go in, as they are on disk; what else is staged stays staged. A deleted path is committed as deleted. */
  readonly paths: readonly string[];
  /** The branch that HEAD must be on; absent where any will do. */
  readonly branch?: string;
}

export interface OriginalFile {
  readonly bytes: Uint8Array;
  /** What more there was of permissions is known of files in the checkpoint alone. */
  readonly isExecutable: boolean;
}

export interface UndoRequest {
  readonly runId: string;
  readonly start: Checkpoint;
  readonly branching: Branching | null;
  /** What the run wrote, as journaled; files that are something else now make the undo refuse. */
  readonly applied: readonly AppliedFile[];
  /**
   * Texts before the run first wrote them, by path. They count more than the checkpoint, which does not know files that git
   * ignores, nor what a person wrote between it and the run.
   */
  readonly originals?: ReadonlyMap<string, OriginalFile>;
  /** The run's commits, oldest first. */
  readonly commits: readonly string[];
}

/** The run's private copy of a tree, in the system's temporary folder: commands and gates work there, not in the person's folder. */
export interface WorkCopy {
  /** The project's folder inside the copy, absolute. */
  readonly dir: string;
  /** Makes the copy's files those of the tree with the changes in it, and gives the tree they make. Ignored files of earlier commands stay. */
  sync(tree: string, changes: ChangeSet): Promise<string>;
  /** What commands changed since the last sync, as a change set on it; ignored and binary files left out. */
  changes(): Promise<ChangeSet>;
  /** Removes the copy. Nothing else lies in it. */
  dispose(): Promise<void>;
}

/** Every method throws `git.missing` without git, `git.noRepository` outside a repository, `git.failed` with git's own words otherwise. */
export interface GitPort {
  state(): Promise<RepositoryState>;
  /** Where HEAD is, without looking at any file. */
  head(): Promise<Head>;
  /** The commit of a branch, or null. */
  branchCommit(branch: string): Promise<string | null>;
  /** Makes or takes the branch at HEAD, keeping index and files as they are. Throws `git.dirty` when an existing branch cannot be switched to. */
  startBranch(branch: string): Promise<Branching>;
  /** Goes back and removes the branch where the run made it and nothing was committed on it. Index and files stay as they are. */
  leaveBranch(branching: Branching): Promise<void>;
  /** Writes HEAD, index and work tree (untracked files too, ignored ones not) under a ref, touching none of them. */
  checkpoint(runId: string, name: string): Promise<Checkpoint>;
  /** What a person working in place has changed since: the work tree against the checkpoint's, ignored and binary files left out. */
  changesSince(checkpoint: Checkpoint): Promise<ChangeSet>;
  /** The tree of HEAD (`head`) or of HEAD plus all that is in the work tree (`workTree`). */
  tree(of: 'head' | 'workTree'): Promise<string>;
  /** True when the work tree holds exactly the tree: no staged, changed or untracked file besides `except`. */
  isClean(except: readonly string[]): Promise<boolean>;
  openCopy(runId: string): Promise<WorkCopy>;
  /** With the person's hooks and signing. Throws `git.otherBranch`, `git.noIdentity`, `git.hookRefused` with the hook's words. Gives the commit. */
  commit(request: CommitRequest): Promise<string>;
  /** The run's commit where HEAD's message carries this trailer, else null: how a killed run finds what it did. */
  findCommit(trailer: string): Promise<string | null>;
  /** Back to the checkpoint, byte for byte. Throws `undo.movedOn` naming what changed since; then nothing is changed. */
  undo(request: UndoRequest): Promise<void>;
  /** Subject, files and notes of a commit, for the tasks that build on it. */
  describeCommit(commit: string): Promise<{ readonly subject: string; readonly files: readonly string[] } | null>;
}
