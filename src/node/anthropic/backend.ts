// Claude through the Anthropic SDK. The one place that retries.
import Anthropic from '@anthropic-ai/sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConductorError } from '../../core/errors.ts';
import type { ModelBackend, ModelEvent, ModelInfo, ModelRequest, StopReason } from '../../core/model/backend.ts';
import type { Log } from '../../core/ports.ts';
import { finalError, passingFault, type PassingFault } from './errors.ts';
import { answerParts, callBody } from './request.ts';

export interface ClaudeOptions {
  /** Read anew for each client, so that a changed key counts at once. Null when there is none. */
  readonly apiKey: () => Promise<string | null>;
  readonly baseUrl?: string;
  readonly log: Log;
  /** Attempts of one call, the first included. */
  readonly attempts?: number;
  /** The first wait between attempts, in milliseconds; it doubles each time. */
  readonly firstDelayMs?: number;
  /** The call has failed when nothing arrives for so long, in milliseconds. */
  readonly silenceMs?: number;
}

const MAX_DELAY_MS = 60_000;
/** Longer waits are the person's business, not ours. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;

const STOP_REASONS: Readonly<Record<string, StopReason>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  tool_use: 'tools',
  max_tokens: 'truncated',
  refusal: 'refusal',
  model_context_window_exceeded: 'contextFull',
  pause_turn: 'paused',
};

/** Lines of models from the most to the least able for planning work. */
const LINES = ['opus', 'sonnet', 'mythos', 'fable', 'haiku'];

export class ClaudeBackend implements ModelBackend {
  readonly name = 'Claude';
  readonly #options: Required<Omit<ClaudeOptions, 'baseUrl'>> & Pick<ClaudeOptions, 'baseUrl'>;

  constructor(options: ClaudeOptions) {
    this.#options = { attempts: 6, firstDelayMs: 1_000, silenceMs: 120_000, ...options };
  }

  async isReady(): Promise<boolean> {
    return (await this.#options.apiKey()) !== null;
  }

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const { attempts, log } = this.#options;
    const client = await this.#client();
    if (request.temperature !== undefined) {
      log.warn(`${request.model} takes no temperature; the configured ${request.temperature} is not sent.`);
    }
    for (let attempt = 1; ; attempt++) {
      try {
        yield* this.#attempt(client, request, signal);
        return;
      } catch (error) {
        signal.throwIfAborted();
        const fault = error instanceof Silence ? SILENT : passingFault(error);
        if (!fault) throw finalError(error, request.model);
        if (attempt >= attempts || (fault.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS) throw gaveUp(fault, attempt, error);
        const delayMs = this.#delay(attempt, fault);
        log.warn(
          `${request.purpose}: ${fault.reason}; attempt ${attempt + 1} of ${attempts} in ${Math.round(delayMs)} ms.`,
        );
        yield { type: 'retrying', attempt, delayMs, reason: fault.reason };
        await sleep(delayMs, undefined, { signal });
      }
    }
  }

  async countTokens(request: ModelRequest, signal: AbortSignal): Promise<number> {
    return this.#once(request.model, signal, async (client) => {
      const { input_tokens: tokens } = await client.messages.countTokens(callBody(request), { signal });
      return tokens;
    });
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    return this.#once('', signal, async (client) => {
      const models: Anthropic.ModelInfo[] = [];
      for await (const model of client.models.list({ lifecycle: ['active'] }, { signal })) models.push(model);
      const rank = ({ line }: Anthropic.ModelInfo): number => (line ? LINES.indexOf(line) : LINES.length);
      return models.sort((a, b) => rank(a) - rank(b)).map(modelInfo);
    });
  }

  /** Small calls: one more try by the same rules, without events. */
  async #once<T>(model: string, signal: AbortSignal, call: (client: Anthropic) => Promise<T>): Promise<T> {
    const client = await this.#client();
    for (let attempt = 1; ; attempt++) {
      try {
        return await call(client);
      } catch (error) {
        signal.throwIfAborted();
        const fault = passingFault(error);
        if (!fault) throw finalError(error, model);
        if (attempt >= this.#options.attempts) throw gaveUp(fault, attempt, error);
        await sleep(this.#delay(attempt, fault), undefined, { signal });
      }
    }
  }

  async *#attempt(client: Anthropic, request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    using watch = new SilenceWatch(this.#options.silenceMs, signal);
    const stream = client.messages.stream(
      { ...callBody(request), max_tokens: request.maxTokens },
      { signal: watch.signal },
    );
    try {
      for await (const event of stream) {
        watch.heard();
        if (event.type !== 'content_block_delta') continue;
        if (event.delta.type === 'text_delta') yield { type: 'text', text: event.delta.text };
        if (event.delta.type === 'thinking_delta') yield { type: 'thinking', text: event.delta.thinking };
      }
      yield this.#done(await stream.finalMessage(), request, stream.request_id);
    } catch (error) {
      throw watch.isSilent ? new Silence() : error;
    }
  }

  #done(message: Anthropic.Message, request: ModelRequest, requestId: string | null | undefined): ModelEvent {
    const usage = {
      input: message.usage.input_tokens,
      cacheRead: message.usage.cache_read_input_tokens ?? 0,
      cacheWrite: message.usage.cache_creation_input_tokens ?? 0,
      output: message.usage.output_tokens,
    };
    const stop = STOP_REASONS[message.stop_reason ?? ''] ?? 'end';
    this.#options.log.info(`${request.purpose}: ${request.model} ${stop}`, { requestId, ...usage });
    return { type: 'done', parts: answerParts(message.content), stop, usage, ...(requestId && { requestId }) };
  }

  #delay(attempt: number, { retryAfterMs }: PassingFault): number {
    if (retryAfterMs !== undefined) return retryAfterMs;
    const full = Math.min(MAX_DELAY_MS, this.#options.firstDelayMs * 2 ** (attempt - 1));
    return full * (0.75 + Math.random() / 4);
  }

  async #client(): Promise<Anthropic> {
    const apiKey = await this.#options.apiKey();
    if (!apiKey) {
      throw new ConductorError('model.noKey', 'There is no API key for Claude.', {
        remedy: {
          text: 'Set one with "Conductor: Set API Key" or ANTHROPIC_API_KEY.',
          command: 'conductor.model.setKey',
        },
      });
    }
    const { baseUrl, log } = this.#options;
    return new Anthropic({
      apiKey,
      maxRetries: 0,
      openTelemetry: false,
      logLevel: 'off',
      logger: log,
      ...(baseUrl && { baseURL: baseUrl }),
    });
  }
}

/** Nothing arrived for too long. */
class Silence extends Error {}
const SILENT: PassingFault = { code: 'model.unreachable', reason: 'the service fell silent' };

/** Aborts a call that the person cancels or that falls silent, and tells which. */
class SilenceWatch implements Disposable {
  readonly #controller = new AbortController();
  readonly #silence: NodeJS.Timeout;
  readonly #outer: AbortSignal;
  isSilent = false;

  constructor(silenceMs: number, outer: AbortSignal) {
    this.#outer = outer;
    outer.throwIfAborted();
    outer.addEventListener('abort', this.#cancel);
    this.#silence = setTimeout(() => {
      this.isSilent = true;
      this.#controller.abort();
    }, silenceMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.#silence.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#silence);
    this.#outer.removeEventListener('abort', this.#cancel);
  }

  readonly #cancel = (): void => this.#controller.abort(this.#outer.reason);
}

function gaveUp({ code, reason, retryAfterMs }: PassingFault, attempts: number, cause: unknown): ConductorError {
  const wait = retryAfterMs ? ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.` : '';
  return new ConductorError(code, `Claude did not answer after ${attempts} attempts: ${reason}.${wait}`, {
    remedy: 'Start again later; finished calls are kept and not paid for twice.',
    cause,
  });
}

function modelInfo({
  id,
  display_name: name,
  max_input_tokens: maxInput,
  max_tokens: maxOutput,
  capabilities,
}: Anthropic.ModelInfo): ModelInfo {
  return {
    id,
    name,
    ...(maxInput && { maxInput }),
    ...(maxOutput && { maxOutput }),
    takesTemperature: false, // This API version has no such field.
    takesSchema: capabilities?.structured_outputs.supported ?? true,
  };
}
