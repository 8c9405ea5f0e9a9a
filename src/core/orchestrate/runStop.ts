// Why a run was told to stop: the reason of its AbortSignal.

/** Paused runs go on later; cancelled ones are over. Told apart from failures by its name, as an abort is. */
export class RunStop extends Error {
  readonly kind: 'pause' | 'cancel';

  constructor(kind: 'pause' | 'cancel', reason: string) {
    super(reason);
    this.name = 'AbortError';
    this.kind = kind;
  }
}

export function isRunStop(error: unknown): error is RunStop {
  return error instanceof Error && error.name === 'AbortError' && 'kind' in error;
}
