// What waits for the person: reviews, permissions and questions of all runs, in the order in which they came.
import * as vscode from 'vscode';
import type { PermissionAnswer, PermissionRequest, Question } from '../../core/review/approvals.ts';
import type { Review } from './review.ts';

export interface PendingPermission {
  readonly type: 'permission';
  readonly request: PermissionRequest;
  readonly answer: (answer: PermissionAnswer) => void;
}

export interface PendingQuestion {
  readonly type: 'question';
  readonly question: Question;
  readonly answer: (answer: string | null) => void;
}

export type Pending = Review | PendingPermission | PendingQuestion;

/** How one item is made, shown once it is listed, and put away before it is no longer. */
export interface Wait<A, P extends Pending> {
  readonly make: (settle: (answer: A) => void) => P;
  readonly show: (item: P) => void;
  readonly end?: (item: P) => Promise<void>;
}

export class Inbox implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #all: readonly Pending[] = [];

  /** Something came or went, or was changed by the person. */
  readonly onDidChange = this.#changed.event;

  dispose(): void {
    this.#changed.dispose();
  }

  get all(): readonly Pending[] {
    return this.#all;
  }

  get reviews(): readonly Review[] {
    return this.#all.filter((item): item is Review => item.type === 'review');
  }

  /** True while a run can do nothing before the person has answered. */
  isWaiting(runId: string): boolean {
    return this.#all.some((item) => (item.type === 'question' ? item.question : item.request).runId === runId);
  }

  review(runId: string): Review | undefined {
    return this.reviews.find(({ request }) => request.runId === runId);
  }

  /** Keeps the item until it is settled; rejects with the signal's reason when that aborts first. */
  async wait<A, P extends Pending>(signal: AbortSignal, wait: Wait<A, P>): Promise<A> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<A>();
    const item = wait.make(resolve);
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
    this.#all = [...this.#all, item];
    this.tellChange();
    wait.show(item);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', stop);
      await wait.end?.(item);
      this.#all = this.#all.filter((other) => other !== item);
      this.tellChange();
    }
  }

  tellChange(): void {
    this.#changed.fire();
  }
}
