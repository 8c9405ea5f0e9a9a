// VS Code's own models as a backend. They have no system role, no schemas and no usage numbers, and their limits are
// measured rather than believed. What is asked of the editor stands behind a port, so that all this is tested without it.
import { ConductorError } from '../../core/errors.ts';
import type {
  AssistantPart,
  ModelBackend,
  ModelEvent,
  ModelInfo,
  ModelRequest,
  ToolSpec,
} from '../../core/model/backend.ts';
import type { Log } from '../../core/ports.ts';
import { clearError, passingReason } from './editorErrors.ts';
import { editorMessages, textsOf, withoutFence, type EditorMessage } from './editorMessages.ts';

export type EditorPart = Exclude<AssistantPart, { readonly type: 'opaque' }>;

/** One language model that the editor offers. */
export interface EditorModel {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** What the provider claims. */
  readonly maxInputTokens: number;
  countTokens(text: string, signal: AbortSignal): PromiseLike<number>;
  /** The first call of an extension makes the editor ask the person. */
  send(messages: readonly EditorMessage[], tools: readonly ToolSpec[], signal: AbortSignal): AsyncIterable<EditorPart>;
}

export interface EditorLanguageModels {
  select(): PromiseLike<readonly EditorModel[]>;
  /** False when the person has refused; undefined when nobody was asked yet. */
  canSend(model: EditorModel): boolean | undefined;
}

export interface EditorModelsOptions {
  readonly models: EditorLanguageModels;
  readonly log: Log;
  /** Attempts of one call, the first included. */
  readonly attempts?: number;
  /** The first wait between attempts, in milliseconds; it doubles each time. */
  readonly firstDelayMs?: number;
}

/** Counts that are remembered: the long texts are the same in every call of a job. */
const COUNTS_KEPT = 500;

export class EditorModelsBackend implements ModelBackend {
  readonly name = 'VS Code';
  readonly #options: Required<EditorModelsOptions>;
  /** Tokens that a model was seen to refuse, less one. */
  readonly #measured = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  constructor(options: EditorModelsOptions) {
    this.#options = { attempts: 4, firstDelayMs: 1_000, ...options };
  }

  async isReady(): Promise<boolean> {
    const { models } = this.#options;
    return (await models.select()).some((model) => models.canSend(model) !== false);
  }

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const { attempts, firstDelayMs, log } = this.#options;
    const model = await this.#find(request.model);
    const input = await this.#countAll(model, request, signal);
    this.#requireRoom(request.model, input);
    for (let attempt = 1; ; attempt++) {
      try {
        yield* this.#attempt(model, request, input, signal);
        return;
      } catch (error) {
        signal.throwIfAborted();
        const reason = passingReason(error);
        if (reason === null || attempt >= attempts) throw this.#final(error, request.model, input);
        const delayMs = firstDelayMs * 2 ** (attempt - 1);
        log.warn(`${request.purpose}: ${reason}; attempt ${attempt + 1} of ${attempts} in ${delayMs} ms.`);
        yield { type: 'retrying', attempt, delayMs, reason };
        await wait(delayMs, signal);
      }
    }
  }

  async countTokens(request: ModelRequest, signal: AbortSignal): Promise<number> {
    return this.#countAll(await this.#find(request.model), request, signal);
  }

  /** Those with the largest window first. A schema is asked for in words, so every model takes one. */
  async listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    const models = await this.#options.models.select();
    signal.throwIfAborted();
    return models
      .map((model): ModelInfo & { readonly maxInput: number } => ({
        id: idOf(model),
        name: `${model.name} (${model.vendor})`,
        maxInput: Math.min(model.maxInputTokens, this.#measured.get(idOf(model)) ?? Infinity),
        takesTemperature: false,
        takesSchema: true,
      }))
      .sort((a, b) => b.maxInput - a.maxInput);
  }

  async *#attempt(
    model: EditorModel,
    request: ModelRequest,
    input: number,
    signal: AbortSignal,
  ): AsyncIterable<ModelEvent> {
    const parts: EditorPart[] = [];
    let text = '';
    for await (const part of model.send(editorMessages(request), request.tools ?? [], signal)) {
      signal.throwIfAborted();
      if (part.type === 'toolUse') parts.push(part);
      else {
        text += part.text;
        yield { type: 'text', text: part.text };
      }
    }
    const answer = request.output ? withoutFence(text) : text;
    if (answer.trim() !== '') parts.unshift({ type: 'text', text: answer });
    if (parts.length === 0) throw new EmptyAnswer();
    const output = await model.countTokens(text, signal);
    const stop = parts.some(({ type }) => type === 'toolUse') ? 'tools' : 'end';
    const usage = { input, cacheRead: 0, cacheWrite: 0, output };
    this.#options.log.info(`${request.purpose}: ${request.model} ${stop}`, usage);
    yield { type: 'done', parts, stop, usage };
  }

  async #find(id: string): Promise<EditorModel> {
    const model = (await this.#options.models.select()).find((offered) => idOf(offered) === id);
    if (model) return model;
    throw new ConductorError('model.unknown', `VS Code offers no model named ${id}.`, {
      remedy: { text: 'Choose another model.', command: 'conductor.model.choose' },
    });
  }

  async #countAll(model: EditorModel, request: ModelRequest, signal: AbortSignal): Promise<number> {
    let sum = 0;
    for (const text of textsOf(request)) {
      signal.throwIfAborted();
      sum += await this.#count(model, text, signal);
    }
    return sum;
  }

  async #count(model: EditorModel, text: string, signal: AbortSignal): Promise<number> {
    const key = `${idOf(model)}\n${text}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const count = await model.countTokens(text, signal);
    if (this.#counts.size >= COUNTS_KEPT) this.#counts.clear();
    this.#counts.set(key, count);
    return count;
  }

  #requireRoom(id: string, input: number): void {
    const limit = this.#measured.get(id);
    if (limit !== undefined && input > limit) throw tooLong(id, input);
  }

  #final(error: unknown, id: string, input: number): ConductorError {
    const final = clearError(error, id);
    if (final.code !== 'model.contextFull') return final;
    this.#measured.set(id, Math.min(this.#measured.get(id) ?? Infinity, input - 1));
    return tooLong(id, input, error);
  }
}

/** The model ended without a word; that passes as a rule. */
class EmptyAnswer extends Error {
  constructor() {
    super('the model gave an empty answer, try again');
  }
}

/** With the vendor: models of two vendors may share an id, and what they cost differs. */
const idOf = ({ vendor, id }: EditorModel): string => `${vendor}/${id}`;

const tooLong = (id: string, tokens: number, cause?: unknown): ConductorError =>
  new ConductorError('model.contextFull', `${tokens} tokens do not fit into ${id}.`, {
    remedy: 'Start again: the document is then sent in smaller parts. Or choose a model with a larger window.',
    cause,
  });

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
