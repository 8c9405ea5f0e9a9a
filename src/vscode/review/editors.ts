// The editors of a review: one with all changes, one for each file. Closing them decides nothing.
import * as vscode from 'vscode';
import { proposedDocuments } from './documents.ts';
import type { Inbox } from './inbox.ts';
import type { Review, ReviewFile } from './review.ts';
import { placeOfUri } from './uri.ts';

/** All text changes below each other. A file without text on either side shows in the view alone. */
export async function openAllChanges(review: Review): Promise<void> {
  await vscode.window.tabGroups.close(tabsOfAll(review));
  const entries = review.files
    .filter(({ original, proposed }) => original ?? proposed)
    // Exactly three elements: without the second the file is new, without the third it goes.
    .map(({ uri, original, proposed }) => [uri, original, proposed]);
  await vscode.commands.executeCommand('vscode.changes', review.title, entries);
  // As a preview it would give way to the first file that is looked at.
  if (isTabOfActive(review)) await vscode.commands.executeCommand('workbench.action.keepEditor');
}

/** Writable on the right, so that VS Code offers to revert a hunk. */
export async function openFileChanges(file: ReviewFile): Promise<void> {
  const { original, proposed, path } = file;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const options: vscode.TextDocumentShowOptions = { preview: true };
  if (original && proposed) {
    const title = vscode.l10n.t('{0} (Proposed)', name);
    await vscode.commands.executeCommand('vscode.diff', original, proposed, title, options);
  } else if (proposed) {
    await vscode.commands.executeCommand('vscode.open', proposed, options, vscode.l10n.t('{0} (New)', name));
  } else if (original) {
    await vscode.commands.executeCommand('vscode.open', original, options, vscode.l10n.t('{0} (Deleted)', name));
  }
}

/** Called when the review is over: saves what is dirty, so that nothing asks, and closes its tabs. */
export async function closeEditors(review: Review): Promise<void> {
  for (const document of proposedDocuments(review)) if (document.isDirty) await document.save();
  const own = tabs().filter(({ input }) =>
    urisOf(input).some((uri) => placeOfUri(uri)?.runId === review.request.runId),
  );
  await vscode.window.tabGroups.close([...own, ...tabsOfAll(review)], true);
}

/** Tabs that a reload of the window has brought back: their reviews live in memory and are asked for anew. */
export async function closeLeftovers(inbox: Inbox, titles: readonly string[]): Promise<void> {
  const isLeft = (uri: vscode.Uri): boolean => {
    const place = placeOfUri(uri);
    return place !== undefined && !inbox.review(place.runId);
  };
  const open = new Set(inbox.reviews.map(({ title }) => title));
  const left = tabs()
    .filter(({ isDirty }) => !isDirty)
    .filter(
      (tab) => urisOf(tab.input).some(isLeft) || titles.some((title) => !open.has(title) && isTabOfAll(tab, { title })),
    );
  if (left.length > 0) await vscode.window.tabGroups.close(left, true);
}

/** The review whose editor of all changes is the active one. */
export function reviewOfActiveTab(inbox: Inbox): Review | undefined {
  return inbox.reviews.find(isTabOfActive);
}

/** The address of the file that the active editor shows. */
export function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return urisOf(input).at(-1) ?? vscode.window.activeTextEditor?.document.uri;
}

function isTabOfActive(review: Review): boolean {
  const active = vscode.window.tabGroups.activeTabGroup.activeTab;
  return active !== undefined && isTabOfAll(active, review);
}

function tabsOfAll(review: Review): readonly vscode.Tab[] {
  return tabs().filter((tab) => isTabOfAll(tab, review));
}

/** The stable API says nothing of this kind of editor, so the title tells; VS Code adds the number of files to it. */
function isTabOfAll({ input, label }: vscode.Tab, { title }: Pick<Review, 'title'>): boolean {
  return urisOf(input).length === 0 && (label === title || label.startsWith(`${title} (`));
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
}

function urisOf(input: unknown): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  if (input instanceof vscode.TabInputTextDiff) return [input.original, input.modified];
  return [];
}
