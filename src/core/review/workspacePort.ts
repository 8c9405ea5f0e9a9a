// The project's files as a run sees them and as a person's decision changes them. Supplied by `node/files` and `vscode/review`.
import type { ChangeSet, FileContent } from './changeSet.ts';

export interface WorkspaceFile {
  /** Null for a binary file and for one above 5 MB. */
  readonly content: FileContent | null;
  /** SHA-256 of the bytes as they are, or as the dirty editor would save them; hex. */
  readonly hash: string;
  readonly size: number;
  /** Absent for an ordinary file. A link is never followed out of the project. */
  readonly link?: string;
}

/** What became of the files; `hash` is null where there is none now. */
export interface AppliedFile {
  readonly path: string;
  readonly hash: string | null;
}

export type ApplyResult =
  | { readonly kind: 'applied'; readonly files: readonly AppliedFile[] }
  /** Nothing was written: these files are not any more what the change set was made from. */
  | { readonly kind: 'stale'; readonly paths: readonly string[] };

export interface WorkspacePort {
  /** The project's folder, absolute, links resolved. */
  readonly root: string;
  /** The text of a dirty editor, else what is on disk; null where there is no file. Throws `path.outside` for a path that leaves the project. */
  read(path: string): Promise<WorkspaceFile | null>;
  /** Every file that git does not ignore, sorted; all files outside git, without those of `.git` and `node_modules`. */
  list(signal?: AbortSignal): Promise<readonly string[]>;
  /** All or none: checks every target against its `baseHash`, writes, saves and reads back. Applying what is there already is no change. */
  apply(changes: ChangeSet): Promise<ApplyResult>;
}
