// Failures as a person and a script see them: one sentence, what to do, and an exit code. Never a stack trace.
import { isCancellation, isConductorError, type ConductorError, type Remedy } from '../core/errors.ts';
import type { Screen } from './draw/screen.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { sanitizeText } from './sanitize.ts';

export interface Failure {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the command line offers for the editor's commands. */
const commandLines: Readonly<Record<string, string>> = {
  'conductor.plan.decompose': 'conductor plan decompose FILE',
  'conductor.plan.review': 'conductor plan review',
  'conductor.plan.lint': 'conductor plan lint',
  'conductor.plan.import': 'conductor plan import',
  'conductor.plan.undoImport': 'conductor plan undo',
};

export function describeFailure(error: unknown): Failure {
  if (isConductorError(error)) {
    return {
      exitCode: exitCodeOf(error),
      code: error.code,
      message: error.message,
      remedy: error.remedy ? formatRemedy(error.remedy) : null,
      details: error.details,
    };
  }
  if (isCancellation(error)) {
    return { exitCode: exitCodes.cancelled, code: 'cancelled', message: 'Cancelled.', remedy: null, details: {} };
  }
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  return {
    exitCode: exitCodes.failed,
    code: 'internal',
    message: `Something went wrong that Conductor did not foresee${reason === '' ? '' : `: ${reason}`}`.replace(
      /[.\s]*$/,
      '.',
    ),
    remedy: 'Run the command again with --verbose to see where, and report it.',
    details: {},
  };
}

export function failureJson({ code, message, remedy, details }: Failure): object {
  return { error: { code, message, remedy, ...(Object.keys(details).length > 0 && { details }) } };
}

export function failureText({ code, message, remedy }: Failure, screen: Screen): string {
  const sentence = sanitizeText(message).replaceAll('\n', ' ');
  if (code === 'cancelled') return sentence;
  const line = `${screen.paint('red', 'Error:')} ${sentence}`;
  return remedy === null ? line : `${line}\n${sanitizeText(remedy)}`;
}

export function exitCodeOf({ code }: ConductorError): ExitCode {
  if (code === 'usage') return exitCodes.usage;
  return code === 'plan.invalid' || code === 'plan.cycle' ? exitCodes.gate : exitCodes.failed;
}

function formatRemedy({ text, command }: Remedy): string {
  const line = command === undefined ? undefined : commandLines[command];
  return line === undefined ? text : `${text.replace(/\.$/, '')}: ${line}`;
}
