// A strict stand-in for the Messages API on loopback: it refuses what the real one refuses and can fail in every way we know.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PromptCache, tokensOf, type CacheUse } from './promptCache.ts';
import { Refusal, validateRequest, type Json, type WireRequest } from './validate.ts';

export interface Reply {
  /** Blocks of the answer; a string is one text block. */
  readonly content: string | readonly Json[];
  /** `end_turn`, or `tool_use` when a block uses a tool, unless given. */
  readonly stopReason?: string;
  /** Milliseconds before the answer begins. */
  readonly delayMs?: number;
}

/** Ways to fail; each is used up by one request. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly type: string;
      readonly message?: string;
      readonly retryAfter?: string;
    }
  /** An `error` event after the answer has begun. */
  | { readonly kind: 'errorEvent'; readonly type: string }
  /** The connection is cut in the middle of the answer. */
  | { readonly kind: 'drop' }
  /** The stream ends well-formed but without an answer. */
  | { readonly kind: 'earlyEnd' }
  /** Nothing ever comes. */
  | { readonly kind: 'hang' };

export interface RecordedCall {
  readonly request: WireRequest;
  readonly usage: Omit<CacheUse, 'publish'>;
  readonly startedAt: number;
  endedAt: number;
}

export interface MessagesServerOptions {
  readonly answer: (request: WireRequest, index: number) => Reply | Promise<Reply>;
  readonly apiKey?: string;
  readonly models?: readonly Json[];
}

const MODEL = (id: string, line: string, lifecycle = 'active'): Json => ({
  type: 'model',
  id,
  display_name: id,
  line,
  lifecycle,
  created_at: '2026-06-01T00:00:00Z',
  deprecated_at: null,
  retires_at: null,
  max_input_tokens: 200_000,
  max_tokens: 64_000,
  capabilities: { structured_outputs: { supported: true } },
});

export const DEFAULT_MODELS: readonly Json[] = [
  MODEL('claude-sonnet-5-5', 'sonnet'),
  MODEL('claude-haiku-5-5', 'haiku'),
  MODEL('claude-opus-5-5', 'opus'),
  MODEL('claude-sonnet-4-5', 'sonnet', 'deprecated'),
];

const STATUS_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  404: 'not_found_error',
  413: 'request_too_large',
};
const MAX_BODY_BYTES = 32 * 1024 * 1024;

export class MessagesServer implements AsyncDisposable {
  readonly calls: RecordedCall[] = [];
  /** Taken from the front, one a request to /v1/messages. */
  readonly faults: Fault[] = [];
  /** Requests of every kind, refused ones too, as "POST /v1/messages". */
  readonly hits: string[] = [];
  readonly #options: MessagesServerOptions;
  readonly #cache = new PromptCache();
  readonly #server: Server;
  #requestCount = 0;

  private constructor(options: MessagesServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(options: MessagesServerOptions): Promise<MessagesServer> {
    const server = new MessagesServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiKey(): string {
    return this.#options.apiKey ?? 'sk-ant-test';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.hits.push(`${request.method ?? ''} ${url.pathname}`);
    response.setHeader('request-id', `req_${String(++this.#requestCount).padStart(4, '0')}`);
    try {
      this.#authorize(request);
      const route = `${request.method ?? ''} ${url.pathname}`;
      if (route === 'GET /v1/models') {
        sendJson(response, 200, {
          data: this.#listModels(url),
          has_more: false,
          first_id: null,
          last_id: null,
          next_page: null,
        });
        return;
      }
      if (route === 'POST /v1/messages/count_tokens') {
        this.#count(await readJson(request), response);
        return;
      }
      if (route === 'POST /v1/messages') {
        await this.#answer(await readJson(request), response);
        return;
      }
      throw new Refusal('Not found', 404, 'not_found_error');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendError(response, error.status, STATUS_TYPES[error.status] ?? error.type, error.message);
    }
  }

  #authorize({ headers }: IncomingMessage): void {
    if (headers['anthropic-version'] !== '2026-10-21') throw new Refusal('anthropic-version: header is required');
    if (headers['x-api-key']) throw new Refusal('x-api-key: header is not supported, use Authorization');
    if (headers.authorization !== `Bearer ${this.apiKey}`) throw new Refusal('invalid bearer token', 401);
  }

  #listModels(url: URL): readonly Json[] {
    const wanted = url.searchParams.getAll('lifecycle[]').concat(url.searchParams.getAll('lifecycle'));
    return this.#models.filter(({ lifecycle }) => wanted.length === 0 || wanted.includes(String(lifecycle)));
  }

  get #models(): readonly Json[] {
    return this.#options.models ?? DEFAULT_MODELS;
  }

  #count(body: Json, response: ServerResponse): void {
    const request = validateRequest({ ...body, max_tokens: 1 });
    this.#requireModel(request);
    sendJson(response, 200, { input_tokens: inputTokens(request) });
  }

  #requireModel({ model, maxTokens }: WireRequest): Json {
    const known = this.#models.find(({ id }) => id === model);
    if (!known) throw new Refusal(`model: ${model}`, 404);
    if (maxTokens > (known['max_tokens'] as number)) {
      throw new Refusal(
        `max_tokens: ${maxTokens} > ${String(known['max_tokens'])}, which is the maximum allowed number of output tokens for ${model}`,
      );
    }
    return known;
  }

  async #answer(body: Json, response: ServerResponse): Promise<void> {
    const fault = this.faults.shift();
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') {
      if (fault.retryAfter) response.setHeader('retry-after', fault.retryAfter);
      sendError(response, fault.status, fault.type, fault.message ?? fault.type);
      return;
    }
    const request = validateRequest(body);
    const limit = this.#requireModel(request)['max_input_tokens'] as number;
    const tokens = inputTokens(request);
    if (tokens > limit) throw new Refusal(`prompt is too long: ${tokens} tokens > ${limit} maximum`);
    if (!request.stream) throw new Refusal('stream: Conductor always streams');
    const { publish, ...usage } = this.#cache.use(request);
    const call: RecordedCall = { request, usage, startedAt: performance.now(), endedAt: 0 };
    const reply = await this.#options.answer(request, this.calls.push(call) - 1);
    await sleep(reply.delayMs ?? 0);
    publish();
    await streamReply(response, reply, { model: request.model, usage, fault });
    call.endedAt = performance.now();
  }
}

const inputTokens = ({ tools, system, messages }: WireRequest): number =>
  tokensOf(tools) + tokensOf(system) + tokensOf(messages);

interface StreamContext {
  readonly model: string;
  readonly usage: Omit<CacheUse, 'publish'>;
  readonly fault: Fault | undefined;
}

async function streamReply(
  response: ServerResponse,
  reply: Reply,
  { model, usage, fault }: StreamContext,
): Promise<void> {
  const blocks: readonly Json[] =
    typeof reply.content === 'string' ? [{ type: 'text', text: reply.content }] : reply.content;
  const stopReason = reply.stopReason ?? (blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (name: string, data: Json) =>
    response.write(`event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`);
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: usage.input,
      cache_read_input_tokens: usage.cacheRead,
      cache_creation_input_tokens: usage.cacheWrite,
      output_tokens: 1,
    },
  };
  if (fault?.kind === 'earlyEnd') return void response.end();
  send('message_start', { message });
  send('ping', {});
  for (const [index, block] of blocks.entries()) {
    sendBlock(send, block, index);
    if (index === 0 && fault) await fail(response, send, fault);
    if (response.destroyed) return;
  }
  send('message_delta', {
    delta: { stop_reason: stopReason, stop_sequence: null },
    usage: { output_tokens: tokensOf(blocks) },
  });
  send('message_stop', {});
  response.end();
}

async function fail(response: ServerResponse, send: (name: string, data: Json) => void, fault: Fault): Promise<void> {
  if (fault.kind === 'errorEvent') {
    send('error', { error: { type: fault.type, message: fault.type } });
    response.end();
  }
  await sleep(20); // So that what was said so far arrives first.
  response.destroy();
}

function sendBlock(send: (name: string, data: Json) => void, block: Json, index: number): void {
  const isText = block['type'] === 'text';
  const whole = isText ? String(block['text']) : JSON.stringify(block['input'] ?? {});
  send('content_block_start', { index, content_block: isText ? { type: 'text', text: '' } : { ...block, input: {} } });
  const middle = Math.ceil(whole.length / 2);
  for (const piece of [whole.slice(0, middle), whole.slice(middle)]) {
    send('content_block_delta', {
      index,
      delta: isText ? { type: 'text_delta', text: piece } : { type: 'input_json_delta', partial_json: piece },
    });
  }
  send('content_block_stop', { index });
}

async function readJson(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Refusal('Request exceeds the maximum size', 413);
    chunks.push(chunk as Buffer);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
}

function sendJson(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, type: string, message: string): void {
  sendJson(response, status, { type: 'error', error: { type, message } });
}
