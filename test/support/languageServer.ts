// The real language server as a process of its own, spoken to over standard input and output like any editor does.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, type Diagnostic, type ProtocolConnection } from 'vscode-languageserver/node';
import { root } from './vscode/paths.ts';

interface Published {
  readonly uri: string;
  readonly diagnostics: Diagnostic[];
}

export class LanguageServerProcess implements AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcess;
  readonly folder: string;
  readonly #published = new Map<string, Diagnostic[]>();
  readonly #opened = new Set<string>();
  readonly #waiting = new Set<() => void>();

  private constructor(child: ChildProcess, connection: ProtocolConnection, folder: string) {
    this.child = child;
    this.connection = connection;
    this.folder = folder;
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: Published) => {
      this.#published.set(uri, diagnostics);
      for (const check of this.#waiting) check();
    });
    connection.listen();
  }

  /** `more` goes into the editor's greeting, e.g. its capabilities. */
  static async start(folder: string, more: object = {}): Promise<LanguageServerProcess> {
    const child = spawn(process.execPath, [`${root}/src/server.ts`, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(child.stdout, child.stdin);
    const server = new LanguageServerProcess(child, connection, folder);
    const uri = pathToFileURL(folder).href;
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      capabilities: {},
      workspaceFolders: [{ uri, name: 'project' }],
      ...more,
    });
    await connection.sendNotification('initialized', {});
    return server;
  }

  /** Of a path in the folder; other addresses are left as they are. */
  uriOf(path: string): string {
    return path.startsWith('conductor-plan:') ? path : pathToFileURL(`${this.folder}/${path}`).href;
  }

  /** Opens a document without a file, closing it first where it is open, and waits for what is said of it. */
  async open(path: string, text: string, languageId = 'markdown'): Promise<Diagnostic[]> {
    const uri = this.uriOf(path);
    if (this.#opened.has(uri)) await this.#close(uri);
    this.#opened.add(uri);
    const said = this.nextDiagnostics(uri);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return said;
  }

  /** The answer to the request comes after all that was said of the document. */
  async #close(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await this.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
  }

  nextDiagnostics(uri: string): Promise<Diagnostic[]> {
    this.#published.delete(uri);
    return new Promise((resolve) => {
      const check = (): void => {
        const diagnostics = this.#published.get(uri);
        if (!diagnostics) return;
        this.#waiting.delete(check);
        resolve(diagnostics);
      };
      this.#waiting.add(check);
    });
  }

  request<T>(method: string, path: string, more: object = {}): Promise<T> {
    return this.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri: this.uriOf(path) }, ...more });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }
}
