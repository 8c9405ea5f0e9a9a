// The one class of failure. Expected outcomes (verdicts, findings, conflicts) are return values instead.

export type ErrorCode =
  | 'usage'
  | 'document.missing'
  | 'document.unsupported'
  | 'document.empty'
  | 'document.binary'
  | 'document.tooLarge'
  | 'document.noText'
  | 'document.protected'
  | 'document.corrupt'
  | 'plan.missing'
  | 'plan.invalid'
  | 'plan.cycle'
  | 'plan.stale'
  | 'plan.notImported'
  | 'import.conflict'
  | 'undo.movedOn'
  | 'store.missing'
  | 'store.locked'
  | 'store.interrupted'
  | 'store.corrupt'
  | 'store.foreign'
  | 'store.newer'
  | 'store.readonly'
  | 'store.unsupported'
  | 'task.missing'
  | 'task.invalid'
  | 'config.invalid'
  | 'model.badKey'
  | 'model.noKey'
  | 'model.noCredit'
  | 'model.unknown'
  | 'model.refused'
  | 'model.truncated'
  | 'model.contextFull'
  | 'model.rateLimited'
  | 'model.overloaded'
  | 'model.unreachable'
  | 'model.rejected'
  | 'model.badAnswer'
  | 'model.overBudget'
  | 'trust.required'
  | 'workspace.none'
  | 'path.outside'
  | 'path.secret'
  | 'file.binary'
  | 'git.missing'
  | 'git.noRepository'
  | 'git.noIdentity'
  | 'git.noCommit'
  | 'git.dirty'
  | 'git.busy'
  | 'git.hookRefused'
  | 'git.otherBranch'
  | 'git.failed'
  | 'apply.stale'
  | 'apply.failed'
  | 'run.missing'
  | 'run.busy'
  | 'run.over'
  | 'agent.unknown'
  | 'agent.notReady'
  | 'workspace.virtual';

/** What a person can do about a failure: a sentence, and the command that does it where there is one. */
export interface Remedy {
  /** One imperative sentence, e.g. "Close the other program and try again." */
  readonly text: string;
  /** The name of a VS Code command, which the UI turns into a button. */
  readonly command?: string;
}

export interface ErrorDetails {
  readonly remedy?: Remedy | string;
  readonly cause?: unknown;
  /** Plain JSON for `--json` and the log; never document text or secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A failure that a person should read: `message` is a full sentence that says what and where. */
export class ConductorError extends Error {
  readonly code: ErrorCode;
  readonly remedy: Remedy | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, { remedy, cause, details }: ErrorDetails = {}) {
    super(message, { cause });
    this.name = 'ConductorError';
    this.code = code;
    this.remedy = typeof remedy === 'string' ? { text: remedy } : remedy;
    this.details = details ?? {};
  }
}

/** True for a `ConductorError` of any bundle: those that are loaded when needed carry a class of their own. */
export function isConductorError(error: unknown): error is ConductorError {
  return error instanceof Error && error.name === 'ConductorError';
}

/** True for what an aborted `AbortSignal` throws: cancellation is an outcome, not a failure. */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
