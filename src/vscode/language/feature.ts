// Starts the language server when the first document opens that it can say something about, and not before.
import * as vscode from 'vscode';
import { looksLikePrd } from '../../core/prd/recognize.ts';
import type { Feature, Host } from '../feature.ts';
import { planScheme } from '../planDocument/uri.ts';
import { settingsFor } from '../settings.ts';
import { plannedDocument } from '../source/planned.ts';
import type { RunningServer } from './client.ts';

export const languageServer: Feature = (host) => {
  const server = new LazyServer(host);
  const look = (document: vscode.TextDocument): void => {
    if (server.isStarted) return;
    if (isTelling(document)) server.start();
    else startIfPlanned(document, host, server);
  };
  const lookAtAll = (): void => vscode.workspace.textDocuments.forEach(look);
  lookAtAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    // A document that is open can be decomposed, or be named a PRD.
    host.projects.onDidChange(lookAtAll),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('conductor.prd')) lookAtAll();
    }),
    server,
  );
};

/** True for a document that the server is worth starting for, told from the document alone. */
function isTelling(document: vscode.TextDocument): boolean {
  const { uri, languageId } = document;
  if (uri.scheme === planScheme) return true;
  if (uri.scheme !== 'file') return false;
  if (uri.path.endsWith('.plan.yaml') || uri.path.endsWith('/.taskwerk/config.yml')) return true;
  const text = document.getText();
  return (languageId === 'markdown' && looksLikePrd(uri.path, text)) || /\bTASK-\d/.test(text) || isNamed(document);
}

/** Named in the settings as a PRD. */
function isNamed(document: vscode.TextDocument): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  return (
    folder !== undefined &&
    settingsFor(document).prdFiles.some(
      (glob) => vscode.languages.match({ pattern: new vscode.RelativePattern(folder, glob) }, document) > 0,
    )
  );
}

function startIfPlanned({ uri, languageId }: vscode.TextDocument, { projects, log }: Host, server: LazyServer): void {
  const isProse = uri.scheme === 'file' && (languageId === 'markdown' || languageId === 'plaintext');
  if (!isProse) return;
  plannedDocument(projects, uri)
    .then((planned) => {
      if (planned) server.start();
    })
    .catch((error: unknown) => {
      log.warn('The plans of an open document could not be read.', error);
    });
}

class LazyServer implements vscode.Disposable {
  readonly #host: Host;
  #running: Promise<RunningServer> | undefined;
  #isDisposed = false;

  constructor(host: Host) {
    this.#host = host;
  }

  get isStarted(): boolean {
    return this.#running !== undefined;
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
    this.#running
      ?.then((running) => running.dispose())
      .catch((error: unknown) => {
        this.#host.log.warn('The language server did not end as it should.', error);
      });
  }

  async #launch(): Promise<RunningServer> {
    const { startClient } = await import('./client.ts');
    return startClient(this.#host);
  }
}
