// Comments on proposed lines: what the person writes there reaches the agent with "Request Changes".
import * as vscode from 'vscode';
import type { ReviewComment } from '../../core/review/approvals.ts';
import { registerCommand } from '../notify.ts';
import { fileOf } from './documents.ts';
import type { Inbox } from './inbox.ts';
import type { Review } from './review.ts';
import { placeOfUri, proposedScheme } from './uri.ts';

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
        return thread.comments.map(({ body }) => ({ path: place.path, line, text: textOf(body) }));
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
    const comment: vscode.Comment = {
      body: text,
      mode: vscode.CommentMode.Preview,
      author: { name: vscode.l10n.t('You') },
    };
    thread.comments = [...thread.comments, comment];
    thread.label = vscode.l10n.t('Sent with “Request Changes”');
    thread.canReply = true;
    this.#threads.add(thread);
    this.#inbox.tellChange();
  }

  #remove(thread: vscode.CommentThread): void {
    this.#threads.delete(thread);
    thread.dispose();
    this.#inbox.tellChange();
  }
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
