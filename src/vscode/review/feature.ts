// The review as a feature: the view, its documents, comments and commands, and what a run asks a person with.
import * as vscode from 'vscode';
import type { Approvals, Questions } from '../../core/review/approvals.ts';
import { setContext } from '../context.ts';
import type { Feature, Host } from '../feature.ts';
import { showError } from '../notify.ts';
import { EditorApprovals } from './approvals.ts';
import { reviewCommands } from './commands.ts';
import { ReviewComments } from './comments.ts';
import { ReviewDecorations } from './decorations.ts';
import { OriginalTexts, ProposedFiles } from './documents.ts';
import { closeLeftovers, reviewOfActiveTab } from './editors.ts';
import { Inbox } from './inbox.ts';
import { badgeTooltip } from './labels.ts';
import { EditorQuestions } from './questions.ts';
import { ReviewTree, type ReviewRow } from './tree.ts';
import { originalScheme, proposedScheme } from './uri.ts';

/** What can be asked of the person through the Review view; other extensions get it from `activate`. */
export interface ConductorApi {
  readonly version: 1;
  readonly approvals: Approvals;
  readonly questions: Questions;
}

/** Which runs wait for the person. */
export type Waiting = Pick<Inbox, 'isWaiting' | 'onDidChange'>;

interface ReviewParts {
  readonly feature: Feature;
  readonly api: ConductorApi;
  readonly waiting: Waiting;
}

export function reviewFeature(log: vscode.LogOutputChannel): ReviewParts {
  const inbox = new Inbox();
  return {
    waiting: inbox,
    feature: (host) => registerReview(inbox, host),
    api: { version: 1, approvals: new EditorApprovals(inbox, log), questions: new EditorQuestions(inbox) },
  };
}

function registerReview(inbox: Inbox, { context, log }: Host): vscode.Disposable {
  const proposed = new ProposedFiles(inbox);
  const originals = new OriginalTexts(inbox);
  const comments = new ReviewComments(inbox, log);
  const decorations = new ReviewDecorations(inbox);
  const view = vscode.window.createTreeView<ReviewRow>('conductor.review', {
    treeDataProvider: new ReviewTree(inbox, comments),
    canSelectMany: true,
    manageCheckboxStateManually: true,
  });
  const titles = rememberTitles(inbox, context.workspaceState);
  closeLeftovers(inbox, titles.before).catch((error: unknown) => void showError(error, log));
  return vscode.Disposable.from(
    inbox,
    proposed,
    originals,
    comments,
    decorations,
    view,
    vscode.workspace.registerFileSystemProvider(proposedScheme, proposed, { isCaseSensitive: true }),
    vscode.workspace.registerTextDocumentContentProvider(originalScheme, originals),
    vscode.window.registerFileDecorationProvider(decorations),
    reviewCommands(inbox, comments, log),
    view.onDidChangeCheckboxState(({ items }) => {
      for (const [row, state] of items) {
        if (row.type === 'file') row.review.setRejected([row], state === vscode.TreeItemCheckboxState.Unchecked);
      }
    }),
    followInbox(inbox, comments, view),
    titles.subscription,
    vscode.window.tabGroups.onDidChangeTabs(() => {
      noteActiveTab(inbox);
    }),
    vscode.window.tabGroups.onDidChangeTabGroups(() => {
      noteActiveTab(inbox);
    }),
  );
}

/** Keeps badge and context keys, and forgets the comments of reviews that are over. */
function followInbox(inbox: Inbox, comments: ReviewComments, view: vscode.TreeView<ReviewRow>): vscode.Disposable {
  let before = inbox.reviews;
  return inbox.onDidChange(() => {
    const { all, reviews } = inbox;
    const gone = before.filter((review) => !reviews.includes(review));
    before = reviews;
    for (const review of gone) comments.clear(review);
    const files = reviews.flatMap((review) => review.files);
    const requests = all.length - reviews.length;
    const value = files.length + requests;
    view.badge = value > 0 ? { value, tooltip: badgeTooltip(files.length, requests) } : undefined;
    setContext('conductor.review.isOpen', reviews.length > 0);
    setContext(
      'conductor.review.rejected',
      files.filter(({ isRejected }) => isRejected).map(({ uri }) => uri.toString()),
    );
    noteActiveTab(inbox);
  });
}

const titlesKey = 'conductor.review.titles';

/** By their titles the next window finds the editors that it brings back. */
function rememberTitles(
  inbox: Inbox,
  state: vscode.Memento,
): { readonly before: readonly string[]; readonly subscription: vscode.Disposable } {
  let known = state.get<readonly string[]>(titlesKey, []);
  const before = known;
  const subscription = inbox.onDidChange(() => {
    const titles = inbox.reviews.map(({ title }) => title);
    if (titles.join('\n') === known.join('\n')) return;
    known = titles;
    void state.update(titlesKey, titles);
  });
  return { before, subscription };
}

function noteActiveTab(inbox: Inbox): void {
  setContext('conductor.review.isMultiDiff', reviewOfActiveTab(inbox) !== undefined);
}
