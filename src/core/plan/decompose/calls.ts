// Asking the model: journal first, then budget, then the call, then up to two rounds of mending.
import { ConductorError, isConductorError } from '../../errors.ts';
import {
  complete,
  textOf,
  type Answer,
  type ModelBackend,
  type ModelInfo,
  type ModelMessage,
  type ModelRequest,
  type TextPart,
  type Usage,
} from '../../model/backend.ts';
import type { Budget } from '../../model/budget.ts';
import { addUsage, NO_USAGE } from '../../model/prices.ts';
import { sha256 } from '../../sha256.ts';
import { ANSWER_JSON_SCHEMA, parseAnswer, type ModelAnswer } from './answer.ts';
import { PROMPT_VERSION, repairPrompt } from './prompts.ts';
import { roughTokens } from './source.ts';

/** Finished calls of a run, so that one that was killed does not pay twice. */
export interface CallJournal {
  recall(key: string): Promise<string | null>;
  record(key: string, value: string): Promise<void>;
}

export interface CallerOptions {
  readonly backend: ModelBackend;
  readonly model: ModelInfo;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly budget: Budget;
  readonly journal: CallJournal;
  readonly signal: AbortSignal;
  readonly onWait?: (reason: string, delayMs: number) => void;
}

/** One question to the model: the shared prefix and what is asked this time. */
export interface Ask {
  readonly prefix: readonly TextPart[];
  readonly question: string;
  readonly purpose: string;
  /** What is wrong with a well-formed answer; an empty list accepts it. */
  readonly check: (answer: ModelAnswer) => readonly string[];
}

export interface Asked {
  /** Null when no usable answer came. */
  readonly answer: ModelAnswer | null;
  /** What was still wrong with it after the last round. */
  readonly problems: readonly string[];
}

const REPAIR_ROUNDS = 2;

export class Caller {
  readonly #options: CallerOptions;
  #usage = NO_USAGE;
  #calls = 0;
  readonly #prefixes = new WeakMap<readonly TextPart[], Measured>();

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** Of the calls that were made now; what the journal held cost nothing. */
  get usage(): Usage {
    return this.#usage;
  }

  get calls(): number {
    return this.#calls;
  }

  /** Throws ConductorError `model.*` when no answer can be had at all. */
  async ask({ prefix, question, purpose, check }: Ask): Promise<Asked> {
    const messages: ModelMessage[] = [userMessage(question)];
    let last: Asked = { answer: null, problems: ['The model gave no answer.'] };
    for (let round = 0; round <= REPAIR_ROUNDS; round++) {
      const reply = await this.#reply({ ...this.#request(prefix, purpose), messages });
      const read = readReply(reply, check);
      // A mended answer that cannot be read at all is no reason to lose the earlier one.
      if (read.answer || !last.answer) last = read;
      if (read.problems.length === 0 || reply.stop === 'refusal') break;
      const said = textOf(reply);
      messages.push(
        { role: 'assistant', parts: [{ type: 'text', text: said.trim() === '' ? '{}' : said }] },
        userMessage(repairPrompt(read.problems)),
      );
    }
    return last;
  }

  /** An answer that was cut off is asked for once more with all the room that the model has. */
  async #reply(request: ModelRequest): Promise<Answer> {
    const reply = await this.#call(request).catch(asRefusal);
    const { maxOutput } = this.#options.model;
    if (reply.stop !== 'truncated' || maxOutput === undefined || maxOutput <= request.maxTokens) return reply;
    return this.#call({ ...request, maxTokens: maxOutput });
  }

  #measured(prefix: readonly TextPart[]): Measured {
    const known = this.#prefixes.get(prefix);
    if (known) return known;
    const measured = { digest: digestOf(prefix), tokens: roughTokens(JSON.stringify(prefix)) };
    this.#prefixes.set(prefix, measured);
    return measured;
  }

  #request(prefix: readonly TextPart[], purpose: string): Omit<ModelRequest, 'messages'> {
    const { model, maxTokens, temperature } = this.#options;
    return {
      model: model.id,
      maxTokens: Math.min(maxTokens, model.maxOutput ?? maxTokens),
      system: prefix,
      purpose,
      ...(model.takesSchema && { output: ANSWER_JSON_SCHEMA }),
      ...(temperature !== undefined && model.takesTemperature && { temperature }),
    };
  }

  async #call(request: ModelRequest): Promise<Answer> {
    const { journal, signal, budget, backend, onWait } = this.#options;
    signal.throwIfAborted();
    const { messages, model, maxTokens } = request;
    const prefix = this.#measured(request.system);
    const key = await digestOf({ PROMPT_VERSION, prefix: await prefix.digest, messages, model, maxTokens });
    const known = await journal.recall(key);
    if (known !== null) return JSON.parse(known) as Answer;
    const settle = budget.reserve(worstCase(request, prefix.tokens));
    let actual = NO_USAGE;
    try {
      const answer = await complete(backend, request, signal, (event) => {
        if (event.type === 'retrying') onWait?.(event.reason, event.delayMs);
      });
      actual = answer.usage;
      this.#usage = addUsage(this.#usage, actual);
      this.#calls++;
      await journal.record(key, JSON.stringify(answer));
      return answer;
    } finally {
      settle(actual);
    }
  }
}

/** One question that a model will not answer is no reason to stop the others. */
function asRefusal(error: unknown): Answer {
  if (!(isConductorError(error) && error.code === 'model.refused')) throw error;
  return { type: 'done', parts: [], stop: 'refusal', usage: NO_USAGE };
}

/** Digest and size of a prefix: with a long document too much work to do again for each call. */
interface Measured {
  readonly digest: Promise<string>;
  readonly tokens: number;
}

const userMessage = (text: string): ModelMessage => ({ role: 'user', parts: [{ type: 'text', text }] });

const digestOf = (value: unknown): Promise<string> => sha256(new TextEncoder().encode(JSON.stringify(value)));

/** All input written to the cache at its price, and as much output as is allowed. */
function worstCase({ messages, maxTokens }: ModelRequest, prefixTokens: number): Usage {
  const input = roughTokens(JSON.stringify(messages)) + prefixTokens;
  return { input: 0, cacheRead: 0, cacheWrite: input, output: maxTokens };
}

function readReply(reply: Answer, check: Ask['check']): Asked {
  if (reply.stop === 'contextFull') {
    throw new ConductorError('model.contextFull', "The document does not fit into the model's window.", {
      remedy: 'Use a model with a larger window.',
    });
  }
  if (reply.stop === 'refusal') return { answer: null, problems: ['The model refused to answer.'] };
  if (reply.stop === 'truncated') {
    return {
      answer: null,
      problems: ['It was cut off for length: make it shorter, with fewer words a task but every task.'],
    };
  }
  const parsed = parseAnswer(textOf(reply));
  if ('problems' in parsed) return { answer: null, problems: parsed.problems };
  return { answer: parsed.answer, problems: check(parsed.answer) };
}
