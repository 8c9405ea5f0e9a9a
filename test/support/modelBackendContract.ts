// What every model backend must do, whoever the provider is.
import assert from 'node:assert/strict';
import {
  complete,
  textOf,
  type ModelBackend,
  type ModelEvent,
  type ModelRequest,
} from '../../src/core/model/backend.ts';
import { isConductorError } from '../../src/core/errors.ts';

/** One backend with the provider behind it, which the suite makes answer and fail. */
export interface BackendUnderTest extends AsyncDisposable {
  readonly backend: ModelBackend;
  /** A model that the provider offers. */
  readonly model: string;
  /** All that was logged. */
  readonly log: () => string;
  /** All that the provider was last given, as text. */
  readonly received: () => string;
}

export interface ProviderBehaviour {
  /** What the model says; by default "Hello there". */
  readonly text?: string;
  /** The model uses this tool first, and speaks once it has the result. */
  readonly tool?: { readonly name: string; readonly input: Readonly<Record<string, unknown>> };
  /** How many requests fail before one is answered, for a reason that passes. */
  readonly passingFaults?: number;
  readonly isTooLong?: boolean;
  /** The answer comes after so many milliseconds. */
  readonly delayMs?: number;
}

const SECRET = 'The vault is behind the painting.';

const never = () => new AbortController().signal;

export function modelBackendContract(setUp: (behaviour: ProviderBehaviour) => Promise<BackendUnderTest>): void {
  const request = ({ model }: BackendUnderTest, changes: Partial<ModelRequest> = {}): ModelRequest => ({
    model,
    maxTokens: 1000,
    system: [
      { type: 'text', text: 'Be brief.' },
      { type: 'text', text: SECRET, cache: true },
    ],
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'Say hello.' }] }],
    purpose: 'test',
    ...changes,
  });
  const failsWith = (code: string, command?: string) => (error: unknown) => {
    assert.ok(isConductorError(error), String(error));
    assert.equal(error.code, code);
    assert.match(error.message, /^[A-Z0-9].*\.$/s);
    assert.ok(error.remedy);
    if (command !== undefined) assert.equal(error.remedy.command, command);
    return true;
  };

  it('streams its text and ends with the whole answer and what it took', async () => {
    await using test = await setUp({});
    const events: ModelEvent[] = [];
    const answer = await complete(test.backend, request(test), never(), (event) => events.push(event));
    assert.equal(textOf(answer), 'Hello there');
    assert.equal(events.map((event) => (event.type === 'text' ? event.text : '')).join(''), 'Hello there');
    assert.equal(events.at(-1)?.type, 'done');
    assert.equal(answer.stop, 'end');
    const { input, cacheRead, cacheWrite, output } = answer.usage;
    assert.ok(input + cacheRead + cacheWrite > 0 && output > 0);
    assert.ok(test.received().includes(SECRET) && test.received().includes('Say hello.'));
  });

  it('is ready, names its models, and counts tokens', async () => {
    await using test = await setUp({});
    assert.equal(await test.backend.isReady(), true);
    assert.ok((await test.backend.listModels(never())).some(({ id }) => id === test.model));
    const short = await test.backend.countTokens(request(test), never());
    const long = await test.backend.countTokens(
      request(test, { system: [{ type: 'text', text: 'word '.repeat(500) }] }),
      never(),
    );
    assert.ok(short > 0 && long > short);
  });

  it('gives JSON where JSON of a schema is asked for', async () => {
    await using test = await setUp({ text: '{"ok": true}' });
    const output = {
      type: 'object',
      properties: { ok: { type: 'boolean' } },
      required: ['ok'],
      additionalProperties: false,
    };
    const answer = await complete(test.backend, request(test, { output }), never());
    assert.deepEqual(JSON.parse(textOf(answer)), { ok: true });
    assert.match(test.received(), /"required":\s*\["ok"\]/);
  });

  it('lets the model use a tool and gives it the result', async () => {
    await using test = await setUp({ tool: { name: 'look', input: { at: 'painting' } } });
    const tools = [{ name: 'look', description: 'Looks.', input: { type: 'object', properties: {} } }];
    const first = request(test, { tools });
    const { parts, stop } = await complete(test.backend, first, never());
    assert.equal(stop, 'tools');
    const use = parts.find((part) => part.type === 'toolUse');
    assert.deepEqual(use && { name: use.name, input: use.input }, { name: 'look', input: { at: 'painting' } });
    const second = request(test, {
      tools,
      messages: [
        ...first.messages,
        { role: 'assistant', parts },
        { role: 'user', parts: [{ type: 'toolResult', id: use?.id ?? '', text: 'A small door.' }] },
      ],
    });
    assert.equal(textOf(await complete(test.backend, second, never())), 'Hello there');
    assert.ok(test.received().includes('A small door.'));
  });

  it('tries again what passes, and says so', async () => {
    await using test = await setUp({ passingFaults: 2 });
    const events: ModelEvent[] = [];
    const answer = await complete(test.backend, request(test), never(), (event) => events.push(event));
    assert.equal(textOf(answer), 'Hello there');
    assert.equal(events.filter(({ type }) => type === 'retrying').length, 2);
  });

  it('gives up after some attempts with one sentence', async () => {
    await using test = await setUp({ passingFaults: 100 });
    await assert.rejects(complete(test.backend, request(test), never()), (error) => {
      assert.ok(isConductorError(error) && error.remedy);
      assert.match(error.code, /^model\.(rateLimited|overloaded|unreachable)$/);
      return true;
    });
  });

  it('tells what is too long from what is unknown', async () => {
    await using long = await setUp({ isTooLong: true });
    await assert.rejects(complete(long.backend, request(long), never()), failsWith('model.contextFull'));
    await using test = await setUp({});
    const unknown = request(test, { model: 'gone' });
    await assert.rejects(
      complete(test.backend, unknown, never()),
      failsWith('model.unknown', 'conductor.model.choose'),
    );
  });

  it('stops at once when it is told to', async () => {
    await using test = await setUp({ delayMs: 5_000 });
    const reason = new Error('enough');
    await assert.rejects(complete(test.backend, request(test), AbortSignal.abort(reason)), reason);
    const controller = new AbortController();
    const startedAt = performance.now();
    setTimeout(() => controller.abort(reason), 50);
    await assert.rejects(complete(test.backend, request(test), controller.signal), reason);
    assert.ok(performance.now() - startedAt < 2_000);
  });

  it('logs nothing of what was sent', async () => {
    await using test = await setUp({ passingFaults: 1 });
    await complete(test.backend, request(test), never());
    assert.notEqual(test.log(), '');
    assert.ok(!test.log().includes(SECRET) && !test.log().includes('Hello'), test.log());
  });
}
