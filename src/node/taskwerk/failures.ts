// Failures of a database that need no database to be told.
import { ConductorError } from '../../core/errors.ts';

export function closedError(file: string, cause?: unknown): ConductorError {
  return new ConductorError('store.missing', `The Taskwerk database ${file} has been closed or replaced meanwhile.`, {
    cause,
    remedy: 'Try again.',
  });
}

/** The thread of the database has died; its last transaction may have been complete. */
export function interruptedError(file: string, cause: unknown): ConductorError {
  return new ConductorError(
    'store.interrupted',
    `The work on the Taskwerk database ${file} was interrupted. If anything was being written, it is there as a whole or not at all.`,
    { cause, remedy: 'Try again; after a change, look first whether it is there.' },
  );
}

/** The system's name of a file error, e.g. "ENOENT". */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
