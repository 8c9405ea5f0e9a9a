import assert from 'node:assert/strict';
import { complete, textOf } from '../../../../src/core/model/backend.ts';
import { RecordingBackend, ReplayBackend, type Recording } from '../../../support/replay.ts';
import { createClaude } from '../../../../src/node/anthropic/claude.ts';
import { silent } from '../../../support/conductor.ts';
import { CONTRACT_ANSWER, CONTRACT_REQUEST, holdsTheContract } from '../../../support/contracts/modelBackend.ts';
import { MessagesServer } from '../../../support/messages/server.ts';
import { failsWith } from '../../../support/taskwerk.ts';

const never = new AbortController().signal;

async function startClaude(answer = (index: number): string => (index < 0 ? '' : CONTRACT_ANSWER)) {
  const server = await MessagesServer.start({ answer: (_, index) => ({ content: answer(index) }) });
  const backend = createClaude({ apiKey: () => Promise.resolve(server.apiKey), baseUrl: server.url, log: silent });
  return { backend, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Through JSON, as it would be kept. */
async function record(work: (backend: RecordingBackend) => Promise<unknown>, answer?: (index: number) => string) {
  await using set = await startClaude(answer);
  const backend = new RecordingBackend(set.backend);
  await work(backend);
  return JSON.parse(JSON.stringify(backend.recording)) as Recording;
}

describe('a model behind the contract:', () => {
  describe('Claude', () => holdsTheContract(() => startClaude()));

  describe('Claude, recorded', () =>
    holdsTheContract(async () => {
      const set = await startClaude();
      return { ...set, backend: new RecordingBackend(set.backend) };
    }));

  describe('a recording', () =>
    holdsTheContract(async () => {
      const recording = await record(async (backend) => {
        await complete(backend, CONTRACT_REQUEST, never);
        await backend.countTokens(CONTRACT_REQUEST, never);
        await backend.listModels(never);
      });
      return { backend: new ReplayBackend(recording), [Symbol.asyncDispose]: () => Promise.resolve() };
    }));
});

describe('a recording', () => {
  it('gives the answers to one request in the order in which they came, and no more', async () => {
    const recording = await record(
      async (backend) => {
        await complete(backend, CONTRACT_REQUEST, never);
        await complete(backend, CONTRACT_REQUEST, never);
      },
      (index) => `answer ${index}`,
    );
    const replay = new ReplayBackend(recording);
    const ask = async () => textOf(await complete(replay, { ...CONTRACT_REQUEST, purpose: 'another' }, never));
    assert.deepEqual([await ask(), await ask()], ['answer 0', 'answer 1']);
    await assert.rejects(ask(), failsWith('model.rejected', /more than 2 times/));
  });

  it('answers nothing that differs in what is sent', async () => {
    const replay = new ReplayBackend(await record((backend) => complete(backend, CONTRACT_REQUEST, never)));
    const other = { ...CONTRACT_REQUEST, maxTokens: 999 };
    await assert.rejects(complete(replay, other, never), failsWith('model.rejected', /no answer to this request/));
  });

  it('holds nothing of what was sent, and no call that did not end', async () => {
    const controller = new AbortController();
    const recording = await record(async (backend) => {
      await assert.rejects(complete(backend, CONTRACT_REQUEST, controller.signal, () => controller.abort()));
    });
    assert.deepEqual(recording.calls, {});
    const whole = await record((backend) => complete(backend, CONTRACT_REQUEST, never));
    assert.ok(!JSON.stringify(whole).includes('Hello'));
  });
});
