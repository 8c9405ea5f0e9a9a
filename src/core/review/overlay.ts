// The project with a run's proposals over it: what the agent reads is what it has proposed so far.
import type { ChangeSet, FileContent, ProposalDelta } from './changeSet.ts';

export interface OverlayFile {
  /** Null for a binary file. */
  readonly content: FileContent | null;
  readonly size: number;
}

/** Paths are relative to the project. Every method throws `path.outside` for one that leaves it. */
export interface Overlay {
  /** Null where there is no file, or where it is proposed to go. */
  read(path: string): Promise<OverlayFile | null>;
  /** As `WorkspacePort.list`, with the proposals. */
  list(): Promise<readonly string[]>;
  /** Proposes the text for a file; a new file where there is none. Proposing what is on disk takes the proposal back. Throws `file.binary`. */
  write(path: string, text: string): Promise<void>;
  /** Throws `document.missing`. */
  delete(path: string): Promise<void>;
  /** Throws `document.missing` for `from`, `usage` where `to` exists. */
  rename(from: string, to: string): Promise<void>;
  /** Takes over what a command changed in the run's copy: a change set on what is proposed now. */
  adopt(changes: ChangeSet): Promise<void>;
  /** All that is proposed now. */
  changes(): ChangeSet;
  /** What changed since it was last asked, for the journal. */
  takeDelta(): ProposalDelta;
  /** Grows with every change of the proposals. */
  readonly revision: number;
  /** A digest of the proposals, the same for the same ones. */
  digest(): string;
}
