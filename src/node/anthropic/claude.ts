// Claude for the programs: the SDK is loaded with the first call, not at start-up.
import type { ModelBackend } from '../../core/model/backend.ts';
import type { ClaudeOptions } from './backend.ts';

export function createClaude(options: ClaudeOptions): ModelBackend {
  let loaded: Promise<ModelBackend> | undefined;
  const load = () => (loaded ??= import('./backend.ts').then(({ ClaudeBackend }) => new ClaudeBackend(options)));
  return {
    name: 'Claude',
    isReady: async () => (await options.apiKey()) !== null,
    async *stream(request, signal) {
      yield* (await load()).stream(request, signal);
    },
    countTokens: async (request, signal) => (await load()).countTokens(request, signal),
    listModels: async (signal) => (await load()).listModels(signal),
  };
}
