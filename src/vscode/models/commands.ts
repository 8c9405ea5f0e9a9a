// "Set API Key", "Remove API Key" and "Choose Model".
import * as vscode from 'vscode';
import type { ModelBackend, ModelInfo } from '../../core/model/backend.ts';
import { withCancellableProgress } from '../commands/progress.ts';
import { setContext } from '../context.ts';
import type { Feature, Host } from '../feature.ts';
import { registerCommand } from '../notify.ts';
import { keyProblem, type ApiKeys } from '../secrets.ts';

export function modelCommands(keys: ApiKeys, backend: ModelBackend): Feature {
  return (host) => {
    followKey(keys, host);
    return vscode.Disposable.from(
      keys.onDidChange(() => followKey(keys, host)),
      registerCommand('conductor.model.setKey', host.log, () => setKey(keys)),
      registerCommand('conductor.model.removeKey', host.log, () => removeKey(keys)),
      registerCommand('conductor.model.choose', host.log, () => chooseModel(backend)),
    );
  };
}

function followKey(keys: ApiKeys, { log }: Host): void {
  keys.hasStored().then(
    (hasKey) => setContext('conductor.model.hasKey', hasKey),
    (error: unknown) => log.warn('The secret storage could not be read.', error),
  );
}

async function setKey(keys: ApiKeys): Promise<void> {
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('API Key for Claude'),
    prompt: vscode.l10n.t(
      'It is kept in the secret storage of this machine’s VS Code, and sent only to the model’s address.',
    ),
    placeHolder: 'sk-ant-…',
    password: true,
    ignoreFocusOut: true,
    validateInput: problemWith,
  });
  if (key === undefined) return;
  await keys.store(key);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The API key is stored. Nothing was sent: it is first used when you decompose a PRD or choose a model.',
    ),
  );
}

function problemWith(text: string): string | undefined {
  const problem = keyProblem(text);
  const words = {
    empty: vscode.l10n.t('Enter the key, or press Escape to leave everything as it is.'),
    spaces: vscode.l10n.t('A key has no spaces or line breaks.'),
    short: vscode.l10n.t('This is too short for a key.'),
  };
  return problem === null ? undefined : words[problem];
}

async function removeKey(keys: ApiKeys): Promise<void> {
  const hadKey = await keys.hasStored();
  await keys.remove();
  const removed = hadKey ? vscode.l10n.t('The API key is removed.') : vscode.l10n.t('No API key was stored.');
  const left = keys.hasEnvironmentKey ? ` ${vscode.l10n.t('The one in ANTHROPIC_API_KEY is used from now on.')}` : '';
  void vscode.window.showInformationMessage(removed + left);
}

/** Asks the provider for its list, which is the person's action, and keeps the choice in the user's settings. */
async function chooseModel(backend: ModelBackend): Promise<void> {
  const title = vscode.l10n.t('Asking {0} for its models', backend.name);
  const models = await withCancellableProgress(title, (signal) => backend.listModels(signal));
  const settings = vscode.workspace.getConfiguration('conductor');
  const current = settings.get<string>('model.id', '');
  const fromProject: ModelItem = {
    label: vscode.l10n.t('As the project is configured'),
    description: current === '' ? vscode.l10n.t('in use') : '',
    id: undefined,
  };
  const separator: ModelItem = { label: backend.name, kind: vscode.QuickPickItemKind.Separator, id: undefined };
  const picked = await vscode.window.showQuickPick<ModelItem>(
    [fromProject, separator, ...models.map((model) => itemOf(model, current))],
    { title: vscode.l10n.t('Choose Model'), placeHolder: vscode.l10n.t('The model that plans'), matchOnDetail: true },
  );
  if (picked) await settings.update('model.id', picked.id, vscode.ConfigurationTarget.Global);
}

interface ModelItem extends vscode.QuickPickItem {
  readonly id: string | undefined;
}

function itemOf({ id, name, maxInput }: ModelInfo, current: string): ModelItem {
  const window = maxInput === undefined ? [] : [vscode.l10n.t('{0} tokens of context', maxInput.toLocaleString())];
  const inUse = id === current ? [vscode.l10n.t('in use')] : [];
  const detail = name === id ? {} : { detail: id };
  return { label: name, description: [...inUse, ...window].join(' · '), id, ...detail };
}
