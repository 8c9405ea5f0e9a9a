// One review while the person looks at it: which files they took out, what they typed, and the decision that follows.
import * as vscode from 'vscode';
import type { Decision, ReviewRequest } from '../../core/review/approvals.ts';
import type { FileChange, FileContent } from '../../core/review/changeSet.ts';
import { encodeFile, isSameContent } from '../../core/review/content.ts';
import { countLines, sidesOf, type LineCounts } from '../../core/review/hunks.ts';
import { uriOfOriginal, uriOfProposed } from './uri.ts';

/** A file of a review. Its documents are missing where there is no text: on one side of added and deleted files, on both of binary ones. */
export class ReviewFile {
  readonly type = 'file';
  readonly review: Review;
  readonly change: FileChange;
  readonly original: vscode.Uri | undefined;
  readonly proposed: vscode.Uri | undefined;
  /** Why a person must look. */
  readonly reasons: readonly string[];
  isRejected = false;
  /** Of the proposed document; grows with each text that is written to it. */
  mtime: number;
  #text: string | null;
  #counts: LineCounts | undefined;

  constructor(review: Review, change: FileChange) {
    const { runId, mustLook } = review.request;
    this.review = review;
    this.change = change;
    this.original = sidesOf(change).original ? uriOfOriginal(runId, pathBefore(change)) : undefined;
    this.proposed = sidesOf(change).proposed ? uriOfProposed(runId, change.path) : undefined;
    this.reasons = mustLook
      .filter(({ path }) => path === change.path || path === pathBefore(change))
      .map((it) => it.reason);
    this.mtime = Date.now();
    this.#text = sidesOf(change).proposed?.text ?? null;
  }

  get path(): string {
    return this.change.path;
  }

  /** The address that stands for the file in trees and tabs. */
  get uri(): vscode.Uri {
    return this.proposed ?? this.original ?? uriOfProposed(this.review.request.runId, this.path);
  }

  get originalText(): string | null {
    return sidesOf(this.change).original?.text ?? null;
  }

  /** The proposal with what the person has saved in it; null for a file that goes and for a binary one. */
  get text(): string | null {
    return this.#text;
  }

  /** What the person saves in the proposed document. */
  write(text: string): void {
    this.#text = text;
    this.#counts = undefined;
    this.mtime = Math.max(Date.now(), this.mtime + 1);
    this.review.tellChange();
  }

  get isEdited(): boolean {
    return this.editedContent() !== null;
  }

  get counts(): LineCounts {
    this.#counts ??= countLines(this.#current());
    return this.#counts;
  }

  /** The proposal as the person changed it, or null where they did not; `unsaved` is the text of a dirty editor. */
  editedContent(unsaved?: string): FileContent | null {
    const { proposed } = sidesOf(this.change);
    const text = unsaved ?? this.#text;
    if (proposed === null || text === null || isSameText(proposed.text, text)) return null;
    return { ...proposed, text };
  }

  /** The change with what the person has saved in it. */
  #current(): FileChange {
    const proposed = this.editedContent();
    return proposed && this.change.kind !== 'delete' ? { ...this.change, proposed } : this.change;
  }
}

export class Review {
  readonly type = 'review';
  readonly request: ReviewRequest;
  readonly files: readonly ReviewFile[];
  readonly settle: (decision: Decision) => void;
  readonly tellChange: () => void;

  constructor(request: ReviewRequest, settle: (decision: Decision) => void, tellChange: () => void) {
    this.request = request;
    this.settle = settle;
    this.tellChange = tellChange;
    this.files = request.changes.map((change) => new ReviewFile(this, change));
  }

  /** The title of the editor that shows all changes; it also tells that editor from others. */
  get title(): string {
    const { taskId, title, round } = this.request;
    return round > 1
      ? vscode.l10n.t('Review {0}: {1}, Round {2}', taskId, title, round)
      : vscode.l10n.t('Review {0}: {1}', taskId, title);
  }

  file(path: string): ReviewFile | undefined {
    return this.files.find((file) => file.path === path || pathBefore(file.change) === path);
  }

  setRejected(files: readonly ReviewFile[], isRejected: boolean): void {
    for (const file of files) file.isRejected = isRejected;
    this.tellChange();
  }

  /** What the person changed by hand, by path. Throws `usage` for typed text that the file's encoding cannot hold. */
  edited(unsaved: ReadonlyMap<string, string>): Readonly<Record<string, FileContent>> {
    const edits = this.files.flatMap((file) => {
      const content = file.editedContent(unsaved.get(file.path));
      if (content) encodeFile(content);
      return content ? [[file.path, content] as const] : [];
    });
    return Object.fromEntries(edits);
  }

  /** What accepting means now. Throws as `edited`. */
  acceptance(unsaved: ReadonlyMap<string, string>): Decision {
    const all = this.edited(unsaved);
    const isOut = (file: ReviewFile): boolean => file.isRejected || isTakenBack(file.change, all[file.path]);
    const rejected = this.files.filter(isOut).map(({ path }) => path);
    const edited = Object.fromEntries(Object.entries(all).filter(([path]) => !rejected.includes(path)));
    return { kind: 'accept', rejected, edited };
  }
}

export function pathBefore(change: FileChange): string {
  return change.kind === 'rename' ? change.from : change.path;
}

/** Every hunk was reverted: the file stays as it is. */
function isTakenBack(change: FileChange, content: FileContent | undefined): boolean {
  return change.kind === 'modify' && content !== undefined && isSameContent(content, change.original);
}

/** An editor makes mixed line endings uniform; that alone is no edit. */
function isSameText(proposed: string, text: string): boolean {
  if (proposed === text) return true;
  const isMixed = /(?<!\r)\n/.test(proposed) && proposed.includes('\r\n');
  return isMixed && proposed.replaceAll('\r\n', '\n') === text.replaceAll('\r\n', '\n');
}
