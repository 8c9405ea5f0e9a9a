// How a person decides: the whole contract between a run and whoever watches it.
import type { ChangeSet, FileContent } from './changeSet.ts';

export interface ReviewRequest {
  readonly runId: string;
  readonly taskId: string;
  /** The task's name. */
  readonly title: string;
  /** 1 for the first review of a run. */
  readonly round: number;
  /** What the agent says it did. */
  readonly summary: string;
  readonly changes: ChangeSet;
  /** Why a person must look, whatever the mode: protected paths, weakened tests. */
  readonly mustLook: readonly { readonly path: string; readonly reason: string }[];
}

/** On a line of the proposed document, counted from 1. */
export interface ReviewComment {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export type Decision =
  /** `edited` are files whose proposal the person changed by hand, or reverted in part; `rejected` files are left as they are. */
  | {
      readonly kind: 'accept';
      readonly rejected: readonly string[];
      readonly edited: Readonly<Record<string, FileContent>>;
    }
  | { readonly kind: 'reject'; readonly reason: string }
  /** `edited`: what the person changed by hand stays in the proposal. */
  | {
      readonly kind: 'requestChanges';
      readonly message: string;
      readonly comments: readonly ReviewComment[];
      readonly edited?: Readonly<Record<string, FileContent>>;
    };

export interface PermissionRequest {
  readonly runId: string;
  readonly taskId: string;
  readonly tool: string;
  /** What will happen, in words: the command line, the path. */
  readonly what: string;
  /** Why it is asked. */
  readonly reason: string;
  /** What "do not ask again" would cover, in words, e.g. "commands that start with `npm test`"; absent where each is asked. */
  readonly rememberAs?: string;
  /** False where no agent is told why it was denied. */
  readonly hearsWhy?: false;
}

export interface PermissionAnswer {
  readonly allow: boolean;
  readonly remember: boolean;
  /** What the agent is told when it may not. */
  readonly message?: string;
}

export interface Approvals {
  /** Waits as long as the person takes. Closing an editor is not a decision. */
  review(request: ReviewRequest, signal: AbortSignal): Promise<Decision>;
  permit(request: PermissionRequest, signal: AbortSignal): Promise<PermissionAnswer>;
}

export interface Question {
  readonly id: string;
  readonly runId: string;
  readonly taskId: string;
  readonly text: string;
  /** Two to five; the first is recommended. A person may answer in words of their own. */
  readonly choices: readonly string[];
  /** False where no choice is better than the others. */
  readonly hasAdvice?: boolean;
}

export interface Questions {
  /** Waits until the person answers, however late; null when they leave it to the recommendation. */
  ask(question: Question, signal: AbortSignal): Promise<string | null>;
}
