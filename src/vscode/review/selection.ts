// What a command is about: a row, a document's address, the active editor, or the only thing there is.
import * as vscode from 'vscode';
import { fileOf } from './documents.ts';
import { activeUri, reviewOfActiveTab } from './editors.ts';
import type { Inbox, Pending } from './inbox.ts';
import { Review, ReviewFile } from './review.ts';
import { placeOfUri } from './uri.ts';

/** Asks when there are several; undefined when there is none or the person escapes. */
export async function pickReview(inbox: Inbox, args: readonly unknown[]): Promise<Review | undefined> {
  const named = args[0] instanceof Review || args[0] instanceof ReviewFile || isOurs(args[0]) ? args[0] : undefined;
  if (named !== undefined) return reviewOf(inbox, named);
  const active = reviewOfActiveTab(inbox) ?? reviewOf(inbox, activeUri());
  if (active) return active;
  const { reviews } = inbox;
  if (reviews.length <= 1) return reviews[0];
  const items = reviews.map((review) => ({
    label: `${review.request.taskId} ${review.request.title}`,
    description: review.request.summary.split('\n', 1)[0] ?? '',
    review,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Choose a review') });
  return picked?.review;
}

/** The selected rows, the file of the given document, or that of the active editor. */
export function filesOf(inbox: Inbox, args: readonly unknown[]): readonly ReviewFile[] {
  const [first, selected] = args;
  const rows = Array.isArray(selected) && selected.includes(first) ? (selected as readonly unknown[]) : [first];
  const files = rows.filter((row): row is ReviewFile => row instanceof ReviewFile && isOpen(inbox, row.review));
  if (files.length > 0) return files;
  const uri = isOurs(first) ? first : activeUri();
  const file = uri && fileOf(inbox, uri);
  return file ? [file] : [];
}

/** The row of this type that a command was called with, while it waits. */
export function pendingOf<T extends Pending['type']>(
  inbox: Inbox,
  type: T,
  args: readonly unknown[],
): Extract<Pending, { readonly type: T }> | undefined {
  const [row] = args;
  return inbox.all.find((item): item is Extract<Pending, { readonly type: T }> => item === row && item.type === type);
}

function reviewOf(inbox: Inbox, subject: Review | ReviewFile | vscode.Uri | undefined): Review | undefined {
  if (subject instanceof vscode.Uri) {
    const place = placeOfUri(subject);
    return place && inbox.review(place.runId);
  }
  const review = subject instanceof ReviewFile ? subject.review : subject;
  return review && isOpen(inbox, review) ? review : undefined;
}

function isOpen(inbox: Inbox, review: Review): boolean {
  return inbox.reviews.includes(review);
}

function isOurs(value: unknown): value is vscode.Uri {
  return value instanceof vscode.Uri && placeOfUri(value) !== undefined;
}
