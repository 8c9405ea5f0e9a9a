// What the SDK throws → passing faults that are tried again, and clear errors for a person.
import { APIConnectionError, APIError, AnthropicError } from '@anthropic-ai/sdk';
import { ConductorError, type ErrorCode } from '../../core/errors.ts';

/** A fault that may be gone in a moment. */
export interface PassingFault {
  readonly code: 'model.rateLimited' | 'model.overloaded' | 'model.unreachable';
  /** In words, for progress: "the service is overloaded". */
  readonly reason: string;
  /** What the service asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

const RETRIED_STATUS = new Set([408, 409, 429]);
const PASSING_TYPES: Readonly<Record<string, PassingFault>> = {
  rate_limit_error: { code: 'model.rateLimited', reason: 'the rate limit is reached' },
  overloaded_error: { code: 'model.overloaded', reason: 'the service is overloaded' },
  api_error: { code: 'model.overloaded', reason: 'the service failed' },
  timeout_error: { code: 'model.overloaded', reason: 'the service took too long' },
};

/** Null for a fault that trying again will not mend. Told by type rather than class: a fault in a running stream has no status. */
export function passingFault(error: unknown): PassingFault | null {
  if (error instanceof APIConnectionError) return { code: 'model.unreachable', reason: 'the connection failed' };
  if (error instanceof APIError) return passingApiFault(error as AnyApiError);
  // The SDK's plain error: the stream was cut, or ended without a message.
  if (error instanceof AnthropicError) return { code: 'model.unreachable', reason: 'the connection was lost' };
  return null;
}

type AnyApiError = APIError;

function passingApiFault(error: AnyApiError): PassingFault | null {
  const known = PASSING_TYPES[error.type ?? ''];
  const status = error.status ?? 0;
  if (!known && !RETRIED_STATUS.has(status) && status < 500) return null;
  const fault = known ?? { code: 'model.overloaded', reason: `the service answered ${status}` };
  const retryAfterMs = retryAfter(error.headers);
  return retryAfterMs === undefined ? fault : { ...fault, retryAfterMs };
}

function retryAfter(headers: Headers | undefined): number | undefined {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? NaN);
  if (Number.isFinite(milliseconds)) return milliseconds;
  const header = headers?.get('retry-after');
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

const SET_KEY = {
  text: 'Set a valid key with "Conductor: Set API Key" or ANTHROPIC_API_KEY.',
  command: 'conductor.model.setKey',
};

/** A fault that is final, as one sentence with a remedy. The service's own words are quoted: they hold no document text. */
export function finalError(error: unknown, model: string): ConductorError {
  const { code, message, remedy } = describe(error, model);
  const requestId = error instanceof APIError ? error.requestID : undefined;
  return new ConductorError(code, message, { remedy, cause: error, details: { ...(requestId && { requestId }) } });
}

interface Description {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string | { readonly text: string; readonly command: string };
}

function describe(error: unknown, model: string): Description {
  if (!(error instanceof APIError)) {
    return {
      code: 'model.unreachable',
      message: `Claude could not be reached: ${textOf(error)}.`,
      remedy: 'Check the network and the base URL.',
    };
  }
  const said = error.apiMessage ?? error.message;
  if (error.status === 401) return { code: 'model.badKey', message: 'Claude refused the API key.', remedy: SET_KEY };
  if (error.status === 402 || error.type === 'billing_error' || /credit balance/i.test(said)) {
    return {
      code: 'model.noCredit',
      message: 'The credit of this API key is used up.',
      remedy: 'Add credit to the account of the key, then start again; finished calls are kept.',
    };
  }
  if (error.status === 403)
    return { code: 'model.badKey', message: `This API key may not use ${model}.`, remedy: SET_KEY };
  if (error.status === 404) {
    return {
      code: 'model.unknown',
      message: `Claude has no model named ${model}.`,
      remedy: { text: 'Choose another model.', command: 'conductor.model.choose' },
    };
  }
  if (error.status === 413 || /prompt is too long|context window/i.test(said)) {
    return {
      code: 'model.contextFull',
      message: `What was sent does not fit into ${model}: ${said}.`,
      remedy: 'Use a model with a larger window, or a smaller document.',
    };
  }
  return {
    code: 'model.rejected',
    message: `Claude refused the request: ${said}.`,
    remedy: 'This is a fault of Conductor; please report it with the request id from the log.',
  };
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
