// The words of the Review view: short ones for descriptions, whole ones for screen readers.
import * as vscode from 'vscode';
import type { PermissionRequest } from '../../core/review/approvals.ts';
import type { FileChange } from '../../core/review/changeSet.ts';
import type { LineCounts } from '../../core/review/hunks.ts';
import { pathBefore, type Review, type ReviewFile } from './review.ts';

export function kindLetter(kind: FileChange['kind']): string {
  return { add: 'A', modify: 'M', delete: 'D', rename: 'R' }[kind];
}

export function kindLabel(kind: FileChange['kind']): string {
  return {
    add: vscode.l10n.t('added'),
    modify: vscode.l10n.t('modified'),
    delete: vscode.l10n.t('deleted'),
    rename: vscode.l10n.t('renamed'),
  }[kind];
}

export function fileCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', count);
}

/** e.g. `Round 2 · 3 files · +10 −2`. */
export function reviewDescription(review: Review): string {
  const { round } = review.request;
  const parts = [
    round > 1 ? vscode.l10n.t('Round {0}', round) : '',
    fileCount(review.files.length),
    countsLabel(totalCounts(review)),
  ];
  return parts.filter(Boolean).join(' · ');
}

export function reviewSpokenLabel(review: Review): string {
  const { taskId, title, round } = review.request;
  const { added, removed } = totalCounts(review);
  const rejected = review.files.filter(({ isRejected }) => isRejected).length;
  const parts = [
    vscode.l10n.t('Review of {0}, {1}', taskId, title),
    vscode.l10n.t('round {0}', round),
    fileCount(review.files.length),
    vscode.l10n.t('{0} lines added, {1} removed', added, removed),
    rejected > 0 ? vscode.l10n.t('{0} rejected', rejected) : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** e.g. `src/core · +3 −1 · edited`. The letter is the file's decoration. */
export function fileDescription(file: ReviewFile, comments: number): string {
  const { path, change } = file;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const parts = [
    folder,
    change.kind === 'rename' ? `← ${change.from}` : '',
    isBinary(file) ? vscode.l10n.t('binary') : countsLabel(file.counts),
    file.isEdited ? vscode.l10n.t('edited') : '',
    comments > 0 ? commentCount(comments) : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

export function fileSpokenLabel(file: ReviewFile, comments: number): string {
  const { change, counts, reasons } = file;
  const parts = [
    file.path,
    kindLabel(change.kind),
    change.kind === 'rename' ? vscode.l10n.t('from {0}', pathBefore(change)) : '',
    isBinary(file)
      ? vscode.l10n.t('binary file')
      : vscode.l10n.t('{0} lines added, {1} removed', counts.added, counts.removed),
    file.isEdited ? vscode.l10n.t('edited by you') : '',
    file.isRejected ? vscode.l10n.t('rejected') : '',
    comments > 0 ? commentCount(comments) : '',
    ...reasons.map((reason) => vscode.l10n.t('needs your look: {0}', reason)),
  ];
  return parts.filter(Boolean).join(', ');
}

/** One sentence for the message and the screen reader. */
export function permissionText({ taskId, what, reason }: PermissionRequest): string {
  return vscode.l10n.t('{0} asks to: {1} ({2})', taskId, what, reason);
}

/** What the view's badge counts. */
export function badgeTooltip(files: number, requests: number): string {
  const parts = [
    files > 0 ? vscode.l10n.t('{0} to review', fileCount(files)) : '',
    requests === 1 ? vscode.l10n.t('1 request waits for an answer') : '',
    requests > 1 ? vscode.l10n.t('{0} requests wait for an answer', requests) : '',
  ];
  return parts.filter(Boolean).join(', ');
}

export function countsLabel({ added, removed }: LineCounts): string {
  return [added > 0 ? `+${added}` : '', removed > 0 ? `−${removed}` : ''].filter(Boolean).join(' ');
}

export function isBinary({ original, proposed }: ReviewFile): boolean {
  return !original && !proposed;
}

function commentCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 comment') : vscode.l10n.t('{0} comments', count);
}

function totalCounts({ files }: Review): LineCounts {
  const counts = files.map((file) => file.counts);
  return {
    added: counts.reduce((sum, { added }) => sum + added, 0),
    removed: counts.reduce((sum, { removed }) => sum + removed, 0),
  };
}

/** What fits where there is one line. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
