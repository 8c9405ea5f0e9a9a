// The editor's models against the contract of all backends, and what is particular to them. The editor's functions are
// the only thing that is stood in for.
import assert from 'node:assert/strict';
import { complete, textOf, type ModelRequest } from '../../../../src/core/model/backend.ts';
import { isConductorError } from '../../../../src/core/errors.ts';
import { EditorModelsBackend, type EditorModel } from '../../../../src/vscode/models/editorModels.ts';
import { withoutFence } from '../../../../src/vscode/models/editorMessages.ts';
import { MemoryLog } from '../../../support/memoryLog.ts';
import { modelBackendContract, type BackendUnderTest } from '../../../support/modelBackendContract.ts';

const never = new AbortController().signal;
const fence = '```';

/** As VS Code throws them. */
function languageModelError(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'LanguageModelError', code });
}

interface Spec extends Partial<EditorModel> {
  readonly canSend?: boolean;
}

function backendOf({ canSend, ...spec }: Spec, log = new MemoryLog()): EditorModelsBackend {
  const model: EditorModel = {
    id: 'gpt-x',
    name: 'GPT X',
    vendor: 'somebody',
    maxInputTokens: 100_000,
    countTokens: (text) => Promise.resolve(Math.ceil(text.length / 4)),
    async *send() {
      yield await Promise.resolve({ type: 'text', text: 'Hi' } as const);
    },
    ...spec,
  };
  const models = { select: () => Promise.resolve([model]), canSend: () => canSend };
  return new EditorModelsBackend({ models, log, attempts: 3, firstDelayMs: 1 });
}

const REQUEST: ModelRequest = {
  model: 'somebody/gpt-x',
  maxTokens: 100,
  system: [{ type: 'text', text: 'Be brief.' }],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
  purpose: 'test',
};

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return isConductorError(error) ? error.code : String(error);
};

describe("the editor's models, as every backend", () => {
  modelBackendContract(({ text = 'Hello there', tool, passingFaults = 0, isTooLong, delayMs = 0 }) => {
    let received = '';
    let faults = passingFaults;
    const log = new MemoryLog();
    const backend = backendOf(
      {
        canSend: true,
        async *send(messages, _tools, signal) {
          received = messages.flatMap(({ parts }) => parts.map((part) => JSON.stringify(part))).join('\n');
          received = received.replaceAll('\\"', '"');
          await new Promise((resolve, reject) => {
            setTimeout(resolve, delayMs);
            signal.addEventListener('abort', () => reject(languageModelError('Unknown', 'Canceled')));
          });
          if (isTooLong) throw languageModelError('Unknown', 'Message exceeds token limit.');
          if (faults-- > 0) throw languageModelError('Unknown', 'Request Failed: 503 service unavailable');
          if (tool && !received.includes('toolResult')) yield { type: 'toolUse', id: 'call-1', ...tool };
          else {
            const said = text.startsWith('{') ? `Here it is:\n${fence}json\n${text}\n${fence}` : text;
            for (const word of said.split(/(?= )/)) yield { type: 'text', text: word };
          }
        },
      },
      log,
    );
    return Promise.resolve({
      backend,
      model: REQUEST.model,
      log: () => log.text,
      received: () => received,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    } satisfies BackendUnderTest);
  });
});

describe("the editor's models", () => {
  it('are ready until the person refuses', async () => {
    assert.equal(await backendOf({}).isReady(), true);
    assert.equal(await backendOf({ canSend: true }).isReady(), true);
    assert.equal(await backendOf({ canSend: false }).isReady(), false);
  });

  it('turn what the editor throws into sentences', async () => {
    const codes = { NoPermissions: 'model.noKey', Blocked: 'model.rateLimited', NotFound: 'model.unknown' };
    for (const [code, expected] of Object.entries(codes)) {
      const backend = backendOf({
        async *send() {
          await Promise.reject(languageModelError(code, 'No.'));
        },
      });
      assert.equal(await codeOf(complete(backend, REQUEST, never)), expected);
    }
  });

  it('believe a refusal rather than the claimed window, and do not send as much again', async () => {
    let sent = 0;
    const limit = 50;
    const backend = backendOf({
      async *send(messages) {
        sent++;
        if (JSON.stringify(messages).length / 4 > limit) throw languageModelError('Unknown', 'Message is too long.');
        yield await Promise.resolve({ type: 'text', text: 'Hi' } as const);
      },
    });
    const long = { ...REQUEST, system: [{ type: 'text', text: 'word '.repeat(100) }] } as const;
    assert.equal((await backend.listModels(never))[0]?.maxInput, 100_000);
    assert.equal(await codeOf(complete(backend, long, never)), 'model.contextFull');
    const [model] = await backend.listModels(never);
    assert.ok((model?.maxInput ?? Infinity) < (await backend.countTokens(long, never)));
    assert.equal(await codeOf(complete(backend, long, never)), 'model.contextFull');
    assert.equal(sent, 1);
    assert.equal(textOf(await complete(backend, REQUEST, never)), 'Hi');
  });

  it('count each text once', async () => {
    let counted = 0;
    const backend = backendOf({ countTokens: () => Promise.resolve(++counted) });
    await backend.countTokens(REQUEST, never);
    await backend.countTokens(REQUEST, never);
    assert.equal(counted, 2);
  });
});

describe('JSON that a model wrapped up', () => {
  it('is found', () => {
    for (const wrapped of [
      `${fence}json\n{"a": 1}\n${fence}`,
      `Sure!\n\n${fence}\n{"a": 1}\n${fence}\nDone.`,
      ' {"a": 1}\n',
    ]) {
      assert.equal(withoutFence(wrapped), '{"a": 1}');
    }
  });

  it('is left alone where the fence belongs to it', () => {
    const text = JSON.stringify({ a: `Use ${fence}js\ncode\n${fence} here.` });
    assert.equal(withoutFence(text), text);
    assert.equal(withoutFence(`${fence}json\n${text}\n${fence}`), text);
  });
});
