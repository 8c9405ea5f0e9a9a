// The model backend that the settings name, looked up anew for each call, so that a changed setting counts at once.
import * as vscode from 'vscode';
import type { ModelBackend } from '../../core/model/backend.ts';

export interface BackendFactories {
  /** `baseUrl` is empty for the provider's own address. */
  readonly claude: (baseUrl: string) => ModelBackend;
  readonly editor: () => ModelBackend;
}

export function chosenModel({ claude, editor }: BackendFactories): ModelBackend {
  let current: { readonly name: string; readonly backend: ModelBackend } | undefined;
  const chosen = (): ModelBackend => {
    const settings = vscode.workspace.getConfiguration('conductor');
    const provider = settings.get<'claude' | 'vscode'>('model.provider', 'claude');
    const baseUrl = settings.get<string>('claude.baseUrl', '').trim();
    const name = `${provider} ${baseUrl}`;
    if (current?.name !== name) current = { name, backend: provider === 'vscode' ? editor() : claude(baseUrl) };
    return current.backend;
  };
  return {
    get name() {
      return chosen().name;
    },
    isReady: () => chosen().isReady(),
    stream: (request, signal) => chosen().stream(request, signal),
    countTokens: (request, signal) => chosen().countTokens(request, signal),
    listModels: (signal) => chosen().listModels(signal),
  };
}
