// The Review view's data as VS Code asks for it: what waits for the person, and the files of each review.
import * as vscode from 'vscode';
import type { ReviewComments } from './comments.ts';
import type { Inbox, Pending, PendingPermission, PendingQuestion } from './inbox.ts';
import {
  fileDescription,
  fileSpokenLabel,
  firstLine,
  isBinary,
  kindLabel,
  permissionText,
  reviewDescription,
  reviewSpokenLabel,
} from './labels.ts';
import type { Review, ReviewFile } from './review.ts';

export type ReviewRow = Pending | ReviewFile;

const { Checked, Unchecked } = vscode.TreeItemCheckboxState;

export class ReviewTree implements vscode.TreeDataProvider<ReviewRow> {
  readonly #inbox: Inbox;
  readonly #comments: Pick<ReviewComments, 'of'>;
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(inbox: Inbox, comments: Pick<ReviewComments, 'of'>) {
    this.#inbox = inbox;
    this.#comments = comments;
    this.onDidChangeTreeData = (listener, self, disposables) =>
      inbox.onDidChange(() => void listener.call(self, undefined), undefined, disposables);
  }

  getChildren(row?: ReviewRow): ReviewRow[] {
    if (row) return row.type === 'review' ? [...row.files] : [];
    // What stops an agent is short and comes first.
    const { all, reviews } = this.#inbox;
    return [...all.filter(({ type }) => type !== 'review'), ...reviews];
  }

  getParent(row: ReviewRow): ReviewRow | undefined {
    return row.type === 'file' ? row.review : undefined;
  }

  getTreeItem(row: ReviewRow): vscode.TreeItem {
    switch (row.type) {
      case 'permission':
        return permissionItem(row);
      case 'question':
        return questionItem(row);
      case 'review':
        return reviewItem(row);
      case 'file': {
        const comments = this.#comments.of(row.review).filter(({ path }) => path === row.path).length;
        return fileItem(row, comments);
      }
    }
  }
}

function permissionItem({ request }: PendingPermission): vscode.TreeItem {
  const item = new vscode.TreeItem(request.what);
  item.description = `${request.taskId} · ${request.reason}`;
  item.iconPath = new vscode.ThemeIcon('shield', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = request.rememberAs === undefined ? 'permission.' : 'permission.rememberable.';
  const tooltip = new vscode.MarkdownString(undefined, true);
  tooltip.appendText(permissionText(request));
  if (request.rememberAs !== undefined) {
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(vscode.l10n.t('“Allow and Remember” covers {0}.', request.rememberAs));
  }
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: permissionText(request) };
  return item;
}

function questionItem(row: PendingQuestion): vscode.TreeItem {
  const { taskId, text } = row.question;
  // What came back from a check may be long; the tooltip has it whole.
  const item = new vscode.TreeItem(firstLine(text));
  item.id = `question ${row.question.runId} ${row.question.id}`;
  item.description = taskId;
  item.iconPath = new vscode.ThemeIcon('question');
  item.contextValue = 'question.';
  item.tooltip = text;
  item.command = { command: 'conductor.review.answer', title: vscode.l10n.t('Answer…'), arguments: [row] };
  item.accessibilityInformation = { label: vscode.l10n.t('{0} asks: {1}', taskId, text) };
  return item;
}

function reviewItem(review: Review): vscode.TreeItem {
  const { taskId, title, runId, summary, round } = review.request;
  const item = new vscode.TreeItem(`${taskId} ${title}`, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `review ${runId} ${round}`;
  item.description = reviewDescription(review);
  item.iconPath = new vscode.ThemeIcon('diff-multiple');
  item.contextValue = 'review.';
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(`${taskId} ${title}`);
  tooltip.appendMarkdown('\n\n');
  tooltip.appendText(summary);
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: reviewSpokenLabel(review) };
  return item;
}

/** The context value is `file.`, then `accepted.` or `rejected.`, and `text.` where there is something to show. */
function fileItem(file: ReviewFile, comments: number): vscode.TreeItem {
  const { path, reasons, isRejected } = file;
  const item = new vscode.TreeItem(path.slice(path.lastIndexOf('/') + 1));
  item.id = `file ${file.review.request.runId} ${file.review.request.round} ${path}`;
  item.resourceUri = file.uri;
  item.description = fileDescription(file, comments);
  item.iconPath =
    reasons.length > 0
      ? new vscode.ThemeIcon('shield', new vscode.ThemeColor('list.warningForeground'))
      : vscode.ThemeIcon.File;
  item.contextValue = `file.${isRejected ? 'rejected' : 'accepted'}.${isBinary(file) ? '' : 'text.'}`;
  item.checkboxState = {
    state: isRejected ? Unchecked : Checked,
    tooltip: isRejected ? vscode.l10n.t('Rejected: stays as it is') : vscode.l10n.t('Accepted: will be applied'),
    accessibilityInformation: { label: vscode.l10n.t('Accept {0}', path), role: 'checkbox' },
  };
  item.tooltip = fileTooltip(file);
  item.accessibilityInformation = { label: fileSpokenLabel(file, comments) };
  if (!isBinary(file)) {
    item.command = { command: 'conductor.review.openFile', title: vscode.l10n.t('Open Changes'), arguments: [file] };
  }
  return item;
}

function fileTooltip({ path, change, reasons }: ReviewFile): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString(undefined, true);
  tooltip.appendText(change.kind === 'rename' ? `${change.from} → ${path}` : path);
  tooltip.appendText(` (${kindLabel(change.kind)})`);
  for (const reason of reasons) {
    tooltip.appendMarkdown('\n\n$(shield) ');
    tooltip.appendText(vscode.l10n.t('Needs your look: {0}', reason));
  }
  return tooltip;
}
