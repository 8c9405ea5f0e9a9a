import assert from 'node:assert/strict';
import { complete, textOf, type ModelEvent, type ModelRequest } from '../../../../src/core/model/backend.ts';
import { chooseModel } from '../../../../src/core/model/choose.ts';
import { createClaude } from '../../../../src/node/anthropic/claude.ts';
import type { ClaudeOptions } from '../../../../src/node/anthropic/backend.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { MessagesServer, type Fault, type MessagesServerOptions } from '../../../support/messages/server.ts';

const REQUEST: ModelRequest = {
  model: 'claude-sonnet-5-5',
  maxTokens: 1000,
  system: [{ type: 'text', text: 'Be brief.' }],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
  purpose: 'test',
};
const NEVER = new AbortController().signal;

async function setUp(options: Partial<MessagesServerOptions> = {}, claude: Partial<ClaudeOptions> = {}) {
  const server = await MessagesServer.start({ answer: () => ({ content: 'Grüße, 世界' }), ...options });
  const log = new MemoryLog();
  const backend = createClaude({
    apiKey: () => Promise.resolve(server.apiKey),
    baseUrl: server.url,
    log,
    attempts: 3,
    firstDelayMs: 1,
    ...claude,
  });
  return { server, log, backend, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe('the Claude backend', () => {
  it('streams text and ends with the whole answer, its usage and its request id', async () => {
    await using set = await setUp();
    const events: ModelEvent[] = [];
    const answer = await complete(set.backend, REQUEST, NEVER, (event) => events.push(event));
    assert.equal(textOf(answer), 'Grüße, 世界');
    assert.equal(events.map((event) => (event.type === 'text' ? event.text : '')).join(''), 'Grüße, 世界');
    assert.equal(answer.stop, 'end');
    assert.ok(answer.usage.input > 0 && answer.usage.output > 0);
    assert.match(answer.requestId ?? '', /^req_/);
    assert.ok(set.log.lines.some((line) => line.includes(answer.requestId ?? '?')));
  });

  it('never logs the key or what was sent', async () => {
    await using set = await setUp();
    set.server.faults.push({ kind: 'status', status: 529, type: 'overloaded_error' });
    await complete(set.backend, REQUEST, NEVER);
    const log = set.log.lines.join('\n');
    assert.ok(!log.includes(set.server.apiKey) && !log.includes('Hello'), log);
  });

  it('carries tool calls and their results', async () => {
    const use = { type: 'tool_use', id: 'toolu_1', name: 'read', input: { path: 'a.txt' } };
    await using set = await setUp({ answer: (_, index) => ({ content: index === 0 ? [use] : 'done' }) });
    const tools = [{ name: 'read', description: 'Reads.', input: { type: 'object', properties: {} } }];
    const first = await complete(set.backend, { ...REQUEST, tools }, NEVER);
    assert.deepEqual(first.parts, [{ type: 'toolUse', id: 'toolu_1', name: 'read', input: { path: 'a.txt' } }]);
    assert.equal(first.stop, 'tools');
    const messages = [
      ...REQUEST.messages,
      { role: 'assistant', parts: first.parts } as const,
      { role: 'user', parts: [{ type: 'toolResult', id: 'toolu_1', text: 'content' }] } as const,
    ];
    assert.equal(textOf(await complete(set.backend, { ...REQUEST, tools, messages }, NEVER)), 'done');
  });

  const passing: readonly [string, Fault, RegExp][] = [
    ['429', { kind: 'status', status: 429, type: 'rate_limit_error', retryAfter: '0.01' }, /rate limit/],
    ['529', { kind: 'status', status: 529, type: 'overloaded_error' }, /overloaded/],
    ['500', { kind: 'status', status: 500, type: 'api_error' }, /failed/],
    ['an error in the stream', { kind: 'errorEvent', type: 'overloaded_error' }, /overloaded/],
    ['a dropped connection', { kind: 'drop' }, /connection/],
    ['a stream without an answer', { kind: 'earlyEnd' }, /connection/],
    ['silence', { kind: 'hang' }, /silent/],
  ];
  for (const [name, fault, reason] of passing) {
    it(`tries again after ${name}, and says why`, async () => {
      await using set = await setUp({}, { silenceMs: 200 });
      set.server.faults.push(fault);
      const events: ModelEvent[] = [];
      const answer = await complete(set.backend, REQUEST, NEVER, (event) => events.push(event));
      assert.equal(textOf(answer), 'Grüße, 世界');
      const retry = events.find((event) => event.type === 'retrying');
      assert.match(retry?.reason ?? '', reason);
    });
  }

  it('waits as long as the service asks', async () => {
    await using set = await setUp({}, { firstDelayMs: 60_000 });
    set.server.faults.push({ kind: 'status', status: 429, type: 'rate_limit_error', retryAfter: '0.05' });
    const events: ModelEvent[] = [];
    await complete(set.backend, REQUEST, NEVER, (event) => events.push(event));
    assert.ok(events.some((event) => event.type === 'retrying' && event.delayMs === 50));
  });

  it('gives up after its attempts with a clear error', async () => {
    await using set = await setUp();
    for (let i = 0; i < 3; i++) set.server.faults.push({ kind: 'status', status: 529, type: 'overloaded_error' });
    await assert.rejects(complete(set.backend, REQUEST, NEVER), {
      code: 'model.overloaded',
      message: /after 3 attempts/,
    });
    assert.equal(set.server.hits.length, 3);
  });

  it('does not wait for minutes: a long retry-after is told to the person', async () => {
    await using set = await setUp();
    set.server.faults.push({ kind: 'status', status: 429, type: 'rate_limit_error', retryAfter: '3600' });
    await assert.rejects(complete(set.backend, REQUEST, NEVER), { code: 'model.rateLimited', message: /3600 s/ });
  });

  const final: readonly [string, Fault, string][] = [
    ['used-up credit', { kind: 'status', status: 402, type: 'billing_error' }, 'model.noCredit'],
    ['a forbidden model', { kind: 'status', status: 403, type: 'permission_error' }, 'model.badKey'],
    [
      'a full window',
      {
        kind: 'status',
        status: 400,
        type: 'invalid_request_error',
        message: 'prompt is too long: 9 tokens > 8 maximum',
      },
      'model.contextFull',
    ],
    [
      'a refused request',
      { kind: 'status', status: 400, type: 'invalid_request_error', message: 'x: no' },
      'model.rejected',
    ],
  ];
  for (const [name, fault, code] of final) {
    it(`tells ${name} at once`, async () => {
      await using set = await setUp();
      set.server.faults.push(fault);
      await assert.rejects(complete(set.backend, REQUEST, NEVER), { name: 'ConductorError', code });
      assert.equal(set.server.hits.length, 1);
    });
  }

  it('tells a bad key, a missing key and an unknown model apart', async () => {
    await using bad = await setUp({}, { apiKey: () => Promise.resolve('sk-wrong') });
    await assert.rejects(complete(bad.backend, REQUEST, NEVER), { code: 'model.badKey' });
    await using none = await setUp({}, { apiKey: () => Promise.resolve(null) });
    await assert.rejects(complete(none.backend, REQUEST, NEVER), { code: 'model.noKey' });
    assert.equal(none.server.hits.length, 0);
    await using unknown = await setUp();
    await assert.rejects(complete(unknown.backend, { ...REQUEST, model: 'claude-3-opus-20240229' }, NEVER), {
      code: 'model.unknown',
    });
  });

  it('gives refusals and cut answers as what they are', async () => {
    for (const [stopReason, stop] of [
      ['refusal', 'refusal'],
      ['max_tokens', 'truncated'],
      ['model_context_window_exceeded', 'contextFull'],
    ] as const) {
      await using set = await setUp({ answer: () => ({ content: 'I', stopReason }) });
      assert.equal((await complete(set.backend, REQUEST, NEVER)).stop, stop);
    }
  });

  it('ends at once when cancelled: before, during the answer and between attempts', async () => {
    await using set = await setUp({ answer: () => ({ content: 'late', delayMs: 5_000 }) });
    const before = AbortSignal.abort();
    await assert.rejects(complete(set.backend, REQUEST, before), { name: 'AbortError' });
    await assert.rejects(complete(set.backend, REQUEST, AbortSignal.timeout(50)), { name: 'TimeoutError' });
    await using slow = await setUp({}, { firstDelayMs: 60_000 });
    slow.server.faults.push({ kind: 'status', status: 529, type: 'overloaded_error' });
    const controller = new AbortController();
    const call = complete(
      slow.backend,
      REQUEST,
      controller.signal,
      ({ type }) => type === 'retrying' && controller.abort(),
    );
    await assert.rejects(call, { name: 'AbortError' });
  });

  it('reads the marked prefix from the cache the second time', async () => {
    await using set = await setUp();
    const document = 'The system must be documented. '.repeat(400);
    const request: ModelRequest = { ...REQUEST, system: [{ type: 'text', text: document, cache: true }] };
    const first = await complete(set.backend, request, NEVER);
    const second = await complete(set.backend, request, NEVER);
    assert.ok(first.usage.cacheWrite > 2_000 && first.usage.cacheRead === 0);
    assert.ok(second.usage.cacheRead === first.usage.cacheWrite && second.usage.cacheWrite === 0);
  });

  it('counts tokens and lists the active models, the most able first', async () => {
    await using set = await setUp();
    assert.ok((await set.backend.countTokens(REQUEST, NEVER)) > 5);
    const models = await set.backend.listModels(NEVER);
    assert.deepEqual(
      models.map(({ id }) => id),
      ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'],
    );
  });
});

describe('the stand-in for the Messages API', () => {
  const refused: readonly [string, Partial<ModelRequest>, RegExp][] = [
    [
      'more than four cache breakpoints',
      { system: Array.from({ length: 5 }, (_, i) => ({ type: 'text' as const, text: `part ${i}`, cache: true })) },
      /maximum of 4 blocks/,
    ],
    ['an empty text block', { messages: [{ role: 'user', parts: [{ type: 'text', text: '' }] }] }, /must be non-empty/],
    [
      'a tool use without its result',
      {
        messages: [
          ...REQUEST.messages,
          { role: 'assistant', parts: [{ type: 'toolUse', id: 'toolu_1', name: 'read', input: {} }] },
          ...REQUEST.messages,
        ],
      },
      /without `tool_result`/,
    ],
    [
      'a tool result without its use',
      { messages: [{ role: 'user', parts: [{ type: 'toolResult', id: 'toolu_9', text: 'x' }] }] },
      /unexpected `tool_use_id`/,
    ],
    [
      'a schema with an unsupported keyword',
      { output: { type: 'object', additionalProperties: false, properties: { n: { type: 'integer', minimum: 1 } } } },
      /'minimum' is not supported/,
    ],
    ['an open schema', { output: { type: 'object', properties: {} } }, /additionalProperties/],
    [
      'prefill',
      { messages: [...REQUEST.messages, { role: 'assistant', parts: [{ type: 'text', text: '{' }] }] },
      /prefill/,
    ],
    ['a prompt beyond the window', { system: [{ type: 'text', text: 'word '.repeat(200_000) }] }, /does not fit/],
    ['too many output tokens', { maxTokens: 1_000_000 }, /max_tokens/],
  ];
  for (const [name, change, message] of refused) {
    it(`refuses ${name}`, async () => {
      await using set = await setUp();
      await assert.rejects(complete(set.backend, { ...REQUEST, ...change }, NEVER), { message });
    });
  }
});

describe('choosing a model', () => {
  const offered = ['claude-opus-5-5', 'claude-sonnet-5-5'].map((id) => ({
    id,
    name: id,
    takesTemperature: false,
    takesSchema: true,
  }));

  it('takes the configured one where it is offered, else the best of its line, and says so', () => {
    assert.deepEqual(chooseModel('claude-sonnet-5-5', offered), { model: offered[1] });
    assert.deepEqual(chooseModel(undefined, offered), { model: offered[0] });
    const { model, warning } = chooseModel('claude-3-sonnet-20240229', offered);
    assert.equal(model.id, 'claude-sonnet-5-5');
    assert.match(warning ?? '', /claude-3-sonnet-20240229 is not offered any more; claude-sonnet-5-5/);
    assert.throws(() => chooseModel('x', []), { code: 'model.unknown' });
  });
});
