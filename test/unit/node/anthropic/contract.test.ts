// The Claude backend against the contract of all backends, with a strict Messages server on loopback as the provider.
import { createClaude } from '../../../../src/node/anthropic/claude.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { MessagesServer } from '../../../support/messages/server.ts';
import { modelBackendContract, type BackendUnderTest } from '../../../support/modelBackendContract.ts';

describe('the Claude backend, as every backend', () => {
  modelBackendContract(async ({ text = 'Hello there', tool, passingFaults = 0, isTooLong, delayMs = 0 }) => {
    let received = '';
    const server = await MessagesServer.start({
      answer: (request) => {
        received = JSON.stringify(request).replaceAll('\\"', '"');
        const hasResult = received.includes('tool_result');
        return tool && !hasResult
          ? { content: [{ type: 'tool_use', id: 'toolu_1', ...tool }], delayMs }
          : { content: text, delayMs };
      },
    });
    for (let left = passingFaults; left > 0; left--) {
      server.faults.push({ kind: 'status', status: 529, type: 'overloaded_error' });
    }
    if (isTooLong) {
      const message = 'prompt is too long: 300000 tokens > 200000 maximum';
      server.faults.push({ kind: 'status', status: 400, type: 'invalid_request_error', message });
    }
    const log = new MemoryLog();
    const backend = createClaude({
      apiKey: () => Promise.resolve(server.apiKey),
      baseUrl: server.url,
      log,
      attempts: 3,
      firstDelayMs: 1,
    });
    return {
      backend,
      model: 'claude-sonnet-5-5',
      log: () => log.text,
      received: () => received,
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    } satisfies BackendUnderTest;
  });
});
