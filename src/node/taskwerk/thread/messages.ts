// What the editor's thread and a database's thread say to one another, and failures on their way between them.
import { ConductorError, isCancellation, isConductorError, type ErrorCode, type Remedy } from '../../../core/errors.ts';
import type { Packed } from './packed.ts';

export interface Question {
  readonly type: 'question';
  readonly id: number;
  /** Whose method it is: the opener's, a store's or a store's journal's. */
  readonly of: 'opener' | 'store' | 'journal';
  /** 0 for the opener. */
  readonly store: number;
  readonly method: string;
  readonly args: Packed;
  /** Where among `args` the `WriteOptions` are, for what can be cancelled. */
  readonly optionsAt: number | null;
  /** Not 0 once it is cancelled: no message arrives in the middle of a transaction. */
  readonly cancelled: Int32Array | null;
}

/** Wakes what waits for its turn; `cancelled` is set before. */
export interface Cancel {
  readonly type: 'cancel';
  readonly id: number;
}

export type ToDatabase = Question | Cancel;

export type FromDatabase =
  | { readonly type: 'answer'; readonly id: number; readonly value: Packed }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
  /** Somebody wrote to the database of this store. */
  | { readonly type: 'changed'; readonly store: number };

/** What the thread is given when it starts. */
export interface ThreadData {
  readonly projectDir: string;
}

/** Which store the opener of the thread has open. */
export interface OpenedStore {
  readonly store: number;
  readonly location: string;
}

/** An error without its class, which a copy between threads loses along with all fields of its own. */
export type Failure =
  | { readonly kind: 'cancelled'; readonly message: string }
  | { readonly kind: 'other'; readonly name: string; readonly message: string; readonly stack: string }
  | {
      readonly kind: 'conductor';
      readonly code: ErrorCode;
      readonly message: string;
      readonly remedy: Remedy | null;
      readonly details: Readonly<Record<string, unknown>>;
      readonly cause: string | null;
    };

export function failureOf(error: unknown): Failure {
  if (isConductorError(error)) {
    const { code, message, remedy, details, cause } = error;
    return { kind: 'conductor', code, message, remedy: remedy ?? null, details, cause: causeText(cause) };
  }
  if (isCancellation(error)) return { kind: 'cancelled', message: String(error) };
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'other', name, message, stack };
}

export function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'conductor': {
      const { code, message, remedy, details, cause } = failure;
      return new ConductorError(code, message, {
        ...(remedy && { remedy }),
        ...(cause !== null && { cause: new Error(cause) }),
        details,
      });
    }
    case 'cancelled':
      return new DOMException(failure.message, 'AbortError');
    case 'other':
      return Object.assign(new Error(failure.message), { name: failure.name, stack: failure.stack });
  }
}

/** For the log: what a cause of the machine's says. */
function causeText(cause: unknown): string | null {
  return cause instanceof Error ? cause.message : null;
}
