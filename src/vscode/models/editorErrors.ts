// What the editor's models throw → passing faults that are tried again, and clear errors for a person.
import { ConductorError } from '../../core/errors.ts';

const PASSING =
  /\b(?:429|5\d\d|529)\b|rate.?limit|overload|unavailable|time[d -]?out|network|socket|fetch failed|ECONN|try again/i;
const TOO_LONG =
  /too (?:long|large|many tokens)|exceed\w*.{0,40}(?:token|context|limit)|context.{0,10}(?:window|length)|maximum.{0,20}tokens/i;

const CHOOSE = { text: 'Choose another model.', command: 'conductor.model.choose' };

/** In words, for progress; null for a fault that trying again will not mend. */
export function passingReason(error: unknown): string | null {
  const text = wordsOf(error);
  const isNamed = ['NoPermissions', 'Blocked', 'NotFound'].includes(codeOf(error));
  return isNamed || TOO_LONG.test(text) || !PASSING.test(text) ? null : 'the model did not answer';
}

/** One sentence with a remedy. The editor's own words are quoted: they hold no document text. */
export function clearError(error: unknown, model: string): ConductorError {
  const said = wordsOf(error).replace(/\.$/, '');
  switch (codeOf(error)) {
    case 'NoPermissions':
      return new ConductorError('model.noKey', 'VS Code was not allowed to let Conductor use its models.', {
        remedy: { text: 'Start again and allow it, or use Claude with an API key.', command: 'conductor.model.setKey' },
        cause: error,
      });
    case 'Blocked':
      return new ConductorError('model.rateLimited', `The provider of ${model} takes no more requests now: ${said}.`, {
        remedy: 'Start again later; finished calls are kept.',
        cause: error,
      });
    case 'NotFound':
      return new ConductorError('model.unknown', `VS Code offers no model named ${model} any more.`, {
        remedy: CHOOSE,
        cause: error,
      });
  }
  if (TOO_LONG.test(said)) return new ConductorError('model.contextFull', `${said}.`, { cause: error });
  if (passingReason(error) !== null) {
    return new ConductorError('model.unreachable', `${model} did not answer: ${said}.`, {
      remedy: 'Start again later; finished calls are kept and not paid for twice.',
      cause: error,
    });
  }
  return new ConductorError('model.rejected', `${model} refused the request: ${said}.`, {
    remedy: CHOOSE,
    cause: error,
  });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The message and that of the cause, where the editor hides the provider's own words. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && !error.message.includes(error.cause.message)
    ? `${error.message} ${error.cause.message}`
    : error.message;
}
