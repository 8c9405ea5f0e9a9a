// The editor's side of the language server. Loaded with the first document that needs it; restarts the server when it dies.
import * as vscode from 'vscode';
import {
  CodeLensRequest,
  DidChangeConfigurationNotification,
  LanguageClient,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import type { Host } from '../feature.ts';
import { planScheme } from '../planDocument/uri.ts';
import { settingsFor } from '../settings.ts';

export interface RunningServer {
  /** Ends the process too. */
  dispose(): Promise<void>;
}

export async function startClient({ context, log }: Host): Promise<RunningServer> {
  const program = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const client = new LanguageClient(
    'conductor',
    'Conductor',
    { run: program, debug: program },
    {
      documentSelector: [{ scheme: 'file' }, { scheme: planScheme }],
      outputChannel: log,
      initializationOptions: serverSettings,
      middleware: {
        provideCodeLenses: (document, token, next) =>
          settingsFor(document).hasCodeLens ? next(document, token) : undefined,
      },
    },
  );
  await client.start();
  const subscription = vscode.Disposable.from(followSettings(client), revive(client, log));
  return {
    dispose: async () => {
      subscription.dispose();
      await client.dispose();
    },
  };
}

/** Milliseconds before a server that did not come back is started again; doubled each time. */
const FIRST_REVIVAL = 1_000;
const MOST_REVIVALS = 5;

/** The client itself starts a dead server again, once; a busy machine can make that fail. */
function revive(client: LanguageClient, log: vscode.LogOutputChannel): vscode.Disposable {
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  const subscription = client.onDidChangeState(({ newState }) => {
    clearTimeout(timer);
    if (newState === State.Running) failures = 0;
    if ((newState !== State.Stopped && newState !== State.StartFailed) || failures === MOST_REVIVALS) return;
    timer = setTimeout(
      () => {
        client.start().catch((error: unknown) => {
          log.warn('The language server did not come back.', error);
        });
      },
      FIRST_REVIVAL * 2 ** failures++,
    );
  });
  return vscode.Disposable.from(subscription, new vscode.Disposable(() => clearTimeout(timer)));
}

/** What `src/language/settings.ts` reads. */
function serverSettings(): object {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return {
    prdFiles: Object.fromEntries(
      folders.map(({ uri }) => [uri.toString().replace(/\/$/, ''), settingsFor(uri).prdFiles]),
    ),
  };
}

function followSettings(client: LanguageClient): vscode.Disposable {
  const tell = (): void => {
    if (client.isRunning()) {
      void client.sendNotification(DidChangeConfigurationNotification.type, { settings: serverSettings() });
    }
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(tell),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('conductor.prd')) tell();
      if (event.affectsConfiguration('conductor.codeLens')) refreshLenses(client);
    }),
  );
}

function refreshLenses(client: LanguageClient): void {
  for (const document of vscode.workspace.textDocuments) {
    client.getFeature(CodeLensRequest.method).getProvider(document)?.onDidChangeCodeLensEmitter.fire();
  }
}
