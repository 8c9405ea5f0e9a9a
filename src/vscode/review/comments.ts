// Comments on proposed lines: what the person writes there reaches the agent with "Request Changes".
import * as vscode from 'vscode';
import type { ReviewComment } from '../../core/review/approvals.ts';
import { registerCommand } from '../notify.ts';
import { fileOf } from './documents.ts';
import type { Inbox } from './inbox.ts';
import type { Review } from './review.ts';
import { placeOfUri, proposedScheme } from './uri.ts';

/** A comment that can be edited: it knows its thread, and its words from before the edit. */
class Remark implements vscode.Comment {
  readonly author = { name: vscode.l10n.t('You') };
  readonly contextValue = 'conductor.remark';
  readonly thread: vscode.CommentThread;
  mode = vscode.CommentMode.Preview;
  body: string | vscode.MarkdownString;
  saved: string;

  constructor(thread: vscode.CommentThread, text: string) {
    this.thread = thread;
    this.body = text;
    this.saved = text;
  }
}

export class ReviewComments implements vscode.Disposable {
  readonly #inbox: Inbox;
  readonly #controller = vscode.comments.createCommentController('conductor.review', 'Conductor');
  readonly #threads = new Set<vscode.CommentThread>();
  readonly #subscriptions: vscode.Disposable;

  constructor(inbox: Inbox, log: vscode.LogOutputChannel) {
    this.#inbox = inbox;
    this.#controller.options = {
      prompt: vscode.l10n.t('Comment for the agent'),
      placeHolder: vscode.l10n.t('What should be different here? “Request Changes” sends it to the agent.'),
    };
    this.#controller.commentingRangeProvider = {
      provideCommentingRanges: ({ uri, lineCount }) =>
        uri.scheme === proposedScheme && fileOf(inbox, uri) ? [new vscode.Range(0, 0, lineCount - 1, 0)] : [],
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#controller,
      registerCommand('conductor.review.addComment', log, (reply) => {
        if (isReply(reply)) this.#add(reply);
      }),
      registerCommand('conductor.review.deleteComment', log, (thread) => {
        if (isThread(thread)) this.#remove(thread);
      }),
      registerCommand('conductor.review.editComment', log, (remark) => {
        if (remark instanceof Remark) show(remark, vscode.CommentMode.Editing);
      }),
      registerCommand('conductor.review.saveComment', log, (remark) => {
        if (remark instanceof Remark) this.#save(remark);
      }),
      registerCommand('conductor.review.cancelEdit', log, (remark) => {
        if (!(remark instanceof Remark)) return;
        remark.body = remark.saved;
        show(remark, vscode.CommentMode.Preview);
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** In the order of files and lines. */
  of(review: Review): readonly ReviewComment[] {
    const { runId, changes } = review.request;
    const order = new Map(changes.map(({ path }, index) => [path, index]));
    return [...this.#threads]
      .flatMap((thread) => {
        const place = placeOfUri(thread.uri);
        if (place?.runId !== runId) return [];
        const line = (thread.range?.start.line ?? 0) + 1;
        return remarksOf(thread).map(({ saved }) => ({ path: place.path, line, text: saved }));
      })
      .toSorted((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0) || a.line - b.line);
  }

  /** Called when the review is over. */
  clear(review: Review): void {
    for (const thread of this.#threads) {
      if (placeOfUri(thread.uri)?.runId === review.request.runId) this.#remove(thread);
    }
  }

  #add({ thread, text }: vscode.CommentReply): void {
    if (!text.trim() || !fileOf(this.#inbox, thread.uri)) return;
    thread.comments = [...thread.comments, new Remark(thread, text)];
    thread.label = vscode.l10n.t('Sent with “Request Changes”');
    thread.canReply = true;
    this.#threads.add(thread);
    this.#inbox.tellChange();
  }

  /** Words that are all gone take the comment along, as deleting it would. */
  #save(remark: Remark): void {
    const { thread } = remark;
    remark.saved = textOf(remark.body).trim();
    if (remark.saved === '') thread.comments = thread.comments.filter((each) => each !== remark);
    if (thread.comments.length === 0) this.#remove(thread);
    else show(remark, vscode.CommentMode.Preview);
    this.#inbox.tellChange();
  }

  #remove(thread: vscode.CommentThread): void {
    this.#threads.delete(thread);
    thread.dispose();
    this.#inbox.tellChange();
  }
}

/** The editor looks at comments anew where it is given a new list of them. */
function show(remark: Remark, mode: vscode.CommentMode): void {
  const { thread } = remark;
  remark.mode = mode;
  thread.comments = [...thread.comments];
}

function remarksOf(thread: vscode.CommentThread): readonly Remark[] {
  return thread.comments.filter((comment) => comment instanceof Remark);
}

function textOf(body: string | vscode.MarkdownString): string {
  return typeof body === 'string' ? body : body.value;
}

function isReply(value: unknown): value is vscode.CommentReply {
  return typeof value === 'object' && value !== null && 'thread' in value && 'text' in value;
}

function isThread(value: unknown): value is vscode.CommentThread {
  return typeof value === 'object' && value !== null && 'uri' in value && 'comments' in value && 'dispose' in value;
}
