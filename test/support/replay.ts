// A backend that answers from a recording: the same requests get the same answers, anything else is an error.
import { ConductorError } from '../../src/core/errors.ts';
import { sha256 } from '../../src/core/sha256.ts';
import type { ModelBackend, ModelEvent, ModelInfo, ModelRequest } from '../../src/core/model/backend.ts';

/** Plain JSON, to be kept in a file. Requests are kept as digests alone: a recording holds no document text but what answers quote. */
export interface Recording {
  readonly name: string;
  readonly models: readonly ModelInfo[];
  /** By digest of the request: the events of each call in the order in which it was made. */
  readonly calls: Readonly<Record<string, readonly (readonly ModelEvent[])[]>>;
  readonly tokens: Readonly<Record<string, number>>;
}

/** Passes everything on to another backend and remembers what it said. */
export class RecordingBackend implements ModelBackend {
  readonly #backend: ModelBackend;
  readonly #calls = new Map<string, ModelEvent[][]>();
  readonly #tokens = new Map<string, number>();
  #models: readonly ModelInfo[] = [];

  constructor(backend: ModelBackend) {
    this.#backend = backend;
  }

  get name(): string {
    return this.#backend.name;
  }

  /** What was said so far; calls that did not end with an answer are left out. */
  get recording(): Recording {
    return {
      name: this.name,
      models: this.#models,
      calls: Object.fromEntries(this.#calls),
      tokens: Object.fromEntries(this.#tokens),
    };
  }

  isReady(): Promise<boolean> {
    return this.#backend.isReady();
  }

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const digest = await digestOf(request);
    const events: ModelEvent[] = [];
    for await (const event of this.#backend.stream(request, signal)) {
      events.push(event);
      yield event;
    }
    this.#calls.set(digest, [...(this.#calls.get(digest) ?? []), events]);
  }

  async countTokens(request: ModelRequest, signal: AbortSignal): Promise<number> {
    const count = await this.#backend.countTokens(request, signal);
    this.#tokens.set(await digestOf(request), count);
    return count;
  }

  async listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    this.#models = await this.#backend.listModels(signal);
    return this.#models;
  }
}

/** Throws `model.rejected` for a request that was not recorded, or not as often. */
export class ReplayBackend implements ModelBackend {
  readonly #recording: Recording;
  readonly #used = new Map<string, number>();

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  get name(): string {
    return this.#recording.name;
  }

  isReady(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    signal.throwIfAborted();
    const digest = await digestOf(request);
    const place = this.#used.get(digest) ?? 0;
    const events = this.#recording.calls[digest]?.[place];
    if (!events) throw notRecorded(request, place);
    this.#used.set(digest, place + 1);
    for (const event of events) {
      // As from the network: others get their turn, and a cancellation in between counts.
      await Promise.resolve();
      signal.throwIfAborted();
      yield event;
    }
  }

  async countTokens(request: ModelRequest, signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    const count = this.#recording.tokens[await digestOf(request)];
    if (count === undefined) throw notRecorded(request, 0);
    return count;
  }

  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    return Promise.resolve(this.#recording.models);
  }
}

/** Of all that is sent; the purpose is for the log alone. */
function digestOf({ purpose: _, ...sent }: ModelRequest): Promise<string> {
  return sha256(new TextEncoder().encode(JSON.stringify(sent)));
}

function notRecorded({ purpose }: ModelRequest, times: number): ConductorError {
  const often = times > 0 ? ` more than ${times} ${times === 1 ? 'time' : 'times'}` : '';
  return new ConductorError('model.rejected', `The recording has no answer to this request${often} ("${purpose}").`, {
    remedy: 'Record the exchange again.',
  });
}
