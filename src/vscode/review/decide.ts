// The three decisions on a review, and the words that go with them.
import * as vscode from 'vscode';
import type { ReviewComments } from './comments.ts';
import { unsavedTexts } from './documents.ts';
import type { Review } from './review.ts';

/** All ticked files, as they are shown, typed text that is not saved yet included. With none ticked it is asked for a rejection. */
export async function accept(review: Review): Promise<void> {
  if (review.files.length > 0 && review.files.every(({ isRejected }) => isRejected)) {
    await reject(review);
    return;
  }
  review.settle(review.acceptance(unsavedTexts(review)));
}

/** The reason may be left empty; Escape goes back to the review. */
export async function reject(review: Review): Promise<void> {
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Reject the Changes for {0}', review.request.taskId),
    prompt: vscode.l10n.t('Why? The task’s history keeps it; you may leave it empty.'),
    ignoreFocusOut: true,
  });
  if (reason !== undefined) review.settle({ kind: 'reject', reason: reason.trim() });
}

/** What the agent should do, with the comments on lines. */
export async function requestChanges(review: Review, comments: ReviewComments): Promise<void> {
  const noted = comments.of(review);
  const message = await vscode.window.showInputBox({
    title: vscode.l10n.t('Request Changes for {0}', review.request.taskId),
    prompt: promptFor(noted.length),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() || noted.length > 0 ? undefined : vscode.l10n.t('Say what should be different.'),
  });
  if (message === undefined) return;
  const edited = review.edited(unsavedTexts(review));
  review.settle({
    kind: 'requestChanges',
    message: message.trim(),
    // Read anew: one may have come while the question was open.
    comments: comments.of(review),
    ...(Object.keys(edited).length > 0 && { edited }),
  });
}

function promptFor(comments: number): string {
  if (comments === 0) return vscode.l10n.t('What should be different? Comments on lines of a diff go along.');
  return comments === 1
    ? vscode.l10n.t('What should be different? Your comment on a line goes along; you may leave this empty.')
    : vscode.l10n.t('What should be different? Your {0} comments go along; you may leave this empty.', comments);
}
