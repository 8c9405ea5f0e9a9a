// What a run wants to change: nothing of it is on disk until a person has accepted it.

export type TextEncoding = 'utf8' | 'utf8bom' | 'utf16le' | 'utf16be' | 'latin1';

/** A text file with all that must survive an edit. Line endings are those of the file, in `text`. */
export interface FileContent {
  readonly text: string;
  readonly encoding: TextEncoding;
  readonly isExecutable: boolean;
}

/** A path is relative to the project, with forward slashes and without `.` or `..`. */
export type FileChange =
  | { readonly kind: 'add'; readonly path: string; readonly proposed: FileContent }
  | {
      readonly kind: 'modify';
      readonly path: string;
      readonly baseHash: string;
      readonly original: FileContent;
      readonly proposed: FileContent;
    }
  /** `original` is null for a binary file. */
  | {
      readonly kind: 'delete';
      readonly path: string;
      readonly baseHash: string;
      readonly original: FileContent | null;
    }
  /** `path` is the new name. `proposed` is null for a binary file, which moves as it is. */
  | {
      readonly kind: 'rename';
      readonly path: string;
      readonly from: string;
      readonly baseHash: string;
      readonly original: FileContent | null;
      readonly proposed: FileContent | null;
    };

/** In the order of paths; each path (and each `from`) stands in one change at the most. */
export type ChangeSet = readonly FileChange[];

/** What changed in a run's proposals: the new state of each path, null for one that is as it was on disk. */
export type ProposalDelta = readonly { readonly path: string; readonly change: FileChange | null }[];
