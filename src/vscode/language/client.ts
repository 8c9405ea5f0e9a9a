// The editor's side of the language server. Loaded with the first document that needs it; restarts the server when it dies.
import * as vscode from 'vscode';
import {
  CodeLensRequest,
  DidChangeConfigurationNotification,
  LanguageClient,
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
  const subscription = followSettings(client);
  await client.start();
  return {
    dispose: async () => {
      subscription.dispose();
      await client.dispose();
    },
  };
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
