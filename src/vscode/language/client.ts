// The editor's side of the language server. Loaded with the first document that needs it; restarts the server when it dies.
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { Host } from '../feature.ts';

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
    { documentSelector: [{ scheme: 'file' }], outputChannel: log },
  );
  await client.start();
  return { dispose: () => client.dispose() };
}
