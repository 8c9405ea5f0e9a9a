// What every ModelBackend holds to, whoever stands behind it.
import assert from 'node:assert/strict';
import { isCancellation } from '../../../src/core/errors.ts';
import {
  complete,
  textOf,
  type ModelBackend,
  type ModelEvent,
  type ModelRequest,
} from '../../../src/core/model/backend.ts';

export interface BackendUnderTest extends AsyncDisposable {
  readonly backend: ModelBackend;
}

/** Answered with `CONTRACT_ANSWER` by whatever stands behind the backend. */
export const CONTRACT_ANSWER = 'Grüße, 世界';
export const CONTRACT_REQUEST: ModelRequest = {
  model: 'claude-sonnet-5-5',
  maxTokens: 1000,
  system: [{ type: 'text', text: 'Be brief.' }],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
  purpose: 'test',
};

/** Defines the tests; `start` gives a backend that answers each request of this file at least once. */
export function holdsTheContract(start: () => Promise<BackendUnderTest>): void {
  const never = new AbortController().signal;

  it('tells the text in pieces and ends with the whole answer', async () => {
    await using set = await start();
    const events: ModelEvent[] = [];
    const answer = await complete(set.backend, CONTRACT_REQUEST, never, (event) => events.push(event));
    assert.equal(textOf(answer), CONTRACT_ANSWER);
    assert.equal(events.map((event) => (event.type === 'text' ? event.text : '')).join(''), CONTRACT_ANSWER);
    assert.equal(events.at(-1), answer);
    assert.equal(events.filter(({ type }) => type === 'done').length, 1);
    assert.equal(answer.stop, 'end');
    for (const count of Object.values(answer.usage)) assert.ok(Number.isInteger(count) && count >= 0);
    assert.ok(answer.usage.input + answer.usage.cacheRead + answer.usage.cacheWrite > 0 && answer.usage.output > 0);
  });

  it('throws the reason of a signal that is aborted already', async () => {
    await using set = await start();
    const signal = AbortSignal.abort();
    await assert.rejects(complete(set.backend, CONTRACT_REQUEST, signal), isCancellation);
    await assert.rejects(set.backend.countTokens(CONTRACT_REQUEST, signal), isCancellation);
    await assert.rejects(set.backend.listModels(signal), isCancellation);
  });

  it('stops in the middle of an answer', async () => {
    await using set = await start();
    const controller = new AbortController();
    const events: ModelEvent[] = [];
    await assert.rejects(
      complete(set.backend, CONTRACT_REQUEST, controller.signal, (event) => {
        events.push(event);
        controller.abort();
      }),
      isCancellation,
    );
    assert.ok(events.every(({ type }) => type !== 'done'));
  });

  it('is ready, counts tokens and offers models', async () => {
    await using set = await start();
    assert.equal(await set.backend.isReady(), true);
    assert.ok(set.backend.name.length > 0);
    const count = await set.backend.countTokens(CONTRACT_REQUEST, never);
    assert.ok(Number.isInteger(count) && count > 0);
    const models = await set.backend.listModels(never);
    assert.ok(models.some(({ id }) => id === CONTRACT_REQUEST.model));
    assert.equal(new Set(models.map(({ id }) => id)).size, models.length);
  });
}
