// Starts the language server when the first document opens that it can say something about; it comes back when it dies.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { looksLikePrd } from '../../core/prd/recognize.ts';
import type { Feature, Host } from '../feature.ts';

/** Schemes whose text the server may see. */
const schemes = ['file', 'untitled', 'vscode-vfs'];

export const languageServer: Feature = (host) => {
  const client = new LazyClient(host);
  const look = (document: vscode.TextDocument): void => {
    if (isTelling(document)) client.start();
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), client);
};

/** True for a document that the server is worth starting for. */
function isTelling(document: vscode.TextDocument): boolean {
  const { uri, languageId } = document;
  if (!schemes.includes(uri.scheme)) return false;
  if (uri.path.endsWith('.plan.yaml') || uri.path.endsWith('/.taskwerk/config.yml')) return true;
  if (languageId === 'markdown' && looksLikePrd(uri.path, document.getText())) return true;
  return /\bTASK-\d/.test(document.getText());
}

class LazyClient implements vscode.Disposable {
  readonly #host: Host;
  #client: Promise<LanguageClient> | undefined;
  #isDisposed = false;

  constructor(host: Host) {
    this.#host = host;
  }

  start(): void {
    if (this.#isDisposed) return;
    this.#client ??= this.#make().catch((error: unknown) => {
      this.#client = undefined;
      this.#host.log.error('The language server did not start.', error);
      throw error;
    });
    this.#client.catch(() => undefined); // Logged above; the next document tries again.
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#client?.then((client) => client.dispose());
  }

  async #make(): Promise<LanguageClient> {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const module = this.#host.context.asAbsolutePath('dist/server.js');
    const client = new LanguageClient(
      'conductor',
      'Conductor',
      { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc } },
      { documentSelector: [{ scheme: 'file' }], outputChannel: this.#host.log },
    );
    await client.start();
    return client;
  }
}
