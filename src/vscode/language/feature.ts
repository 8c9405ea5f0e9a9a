// Starts the language server when the first document opens that it can say something about, and not before.
import * as vscode from 'vscode';
import { looksLikePrd } from '../../core/prd/recognize.ts';
import type { Feature, Host } from '../feature.ts';
import type { RunningServer } from './client.ts';

export const languageServer: Feature = (host) => {
  const server = new LazyServer(host);
  const look = (document: vscode.TextDocument): void => {
    if (isTelling(document)) server.start();
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), server);
};

/** True for a document that the server is worth starting for. */
function isTelling(document: vscode.TextDocument): boolean {
  const { uri, languageId } = document;
  if (uri.scheme !== 'file') return false;
  if (uri.path.endsWith('.plan.yaml') || uri.path.endsWith('/.taskwerk/config.yml')) return true;
  const text = document.getText();
  return (languageId === 'markdown' && looksLikePrd(uri.path, text)) || /\bTASK-\d/.test(text);
}

class LazyServer implements vscode.Disposable {
  readonly #host: Host;
  #running: Promise<RunningServer> | undefined;
  #isDisposed = false;

  constructor(host: Host) {
    this.#host = host;
  }

  start(): void {
    if (this.#isDisposed || this.#running) return;
    this.#running = this.#launch();
    this.#running.catch((error: unknown) => {
      this.#running = undefined; // The next document tries again.
      this.#host.log.error('The language server did not start.', error);
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#running?.then((running) => running.dispose());
  }

  async #launch(): Promise<RunningServer> {
    const { startClient } = await import('./client.ts');
    return startClient(this.#host);
  }
}
