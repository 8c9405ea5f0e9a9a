// The language server on one connection: keeps the open documents, asks every feature, and answers.
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { looksLikePrd } from '../core/prd/recognize.ts';
import type { Analyst } from './analysis.ts';
import { configFeature } from './configFeature.ts';
import type { DocumentKind, LanguageFeature, LanguageProject, OpenDocument } from './feature.ts';
import { planFeature } from './planFeature.ts';
import { PlanTexts } from './planTexts.ts';
import { lensFeature } from './lensFeature.ts';
import { PrdAnalyses } from './prdAnalysis.ts';
import { prdFeature } from './prdFeature.ts';
import { LanguageProjects } from './projects.ts';
import { NO_SETTINGS, readSettings, type ServerSettings } from './settings.ts';
import { taskIdFeature } from './taskIdFeature.ts';

/** Typing pauses so many milliseconds before a document is looked at anew. */
const PAUSE_MS = 300;

export interface LanguageServerOptions {
  readonly analyst: Analyst;
  readonly matchesGlob: (path: string, glob: string) => boolean;
  readonly openProject: (uri: string, name: string) => LanguageProject;
}

/** Answers until the connection ends. */
export function startLanguageServer(connection: Connection, options: LanguageServerOptions): void {
  const server = new LanguageServer(connection, options);
  server.listen();
}

class LanguageServer {
  readonly #connection: Connection;
  readonly #options: LanguageServerOptions;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #analyses: PrdAnalyses;
  readonly #plans: PlanTexts;
  readonly #features: readonly LanguageFeature[];
  readonly #projects: LanguageProjects;
  readonly #checks = new Map<string, { readonly timer: NodeJS.Timeout; readonly abort: AbortController }>();
  #settings: ServerSettings = NO_SETTINGS;
  #canRefreshLenses = false;

  constructor(connection: Connection, options: LanguageServerOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#analyses = new PrdAnalyses(options.analyst);
    this.#plans = new PlanTexts(options.analyst);
    this.#features = [
      prdFeature(options.analyst, this.#analyses),
      lensFeature(options.analyst),
      planFeature(this.#plans),
      configFeature,
      taskIdFeature,
    ];
    this.#projects = new LanguageProjects({
      openProject: options.openProject,
      onDidChange: () => this.#refresh(),
      onError: (error) => this.#report(error),
    });
  }

  listen(): void {
    this.#connection.onInitialize((params) => this.#initialize(params));
    this.#connection.onShutdown(() => this.#projects.dispose());
    this.#connection.onDidChangeConfiguration(({ settings }) => {
      this.#settings = readSettings(settings);
      this.#refresh();
    });
    this.#answerRequests();
    this.#documents.onDidChangeContent(({ document }) => this.#schedule(document.uri));
    this.#documents.onDidClose(({ document: { uri } }) => {
      this.#cancel(uri);
      this.#analyses.forget(uri);
      this.#plans.forget(uri);
      void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    });
    this.#documents.listen(this.#connection);
    this.#connection.listen();
  }

  #initialize({ workspaceFolders, initializationOptions, capabilities }: InitializeParams): InitializeResult {
    this.#settings = readSettings(initializationOptions);
    this.#canRefreshLenses = capabilities.workspace?.codeLens?.refreshSupport ?? false;
    this.#projects.change(workspaceFolders ?? [], []);
    if (capabilities.workspace?.workspaceFolders) {
      this.#connection.onInitialized(() => {
        this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          this.#projects.change(added, removed);
          this.#refresh();
        });
      });
    }
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: ['{', '[', ':', ' '] },
        hoverProvider: true,
        documentSymbolProvider: true,
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
        renameProvider: { prepareProvider: true },
        definitionProvider: true,
        referencesProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  /** Something that documents are judged by has changed: lenses and squiggles are made anew. */
  #refresh(): void {
    for (const { uri } of this.#documents.all()) this.#schedule(uri);
    if (!this.#canRefreshLenses) return;
    void this.#connection.sendRequest(CodeLensRefreshRequest.type).catch((error: unknown) => this.#report(error));
  }

  #answerRequests(): void {
    const on = this.#connection;
    on.onCompletion(({ textDocument, position }) =>
      this.#join(textDocument.uri, (feature, document) => feature.complete?.(document, position)),
    );
    on.onHover(({ textDocument, position }) =>
      this.#first(textDocument.uri, (feature, document) => feature.hover?.(document, position)),
    );
    on.onDocumentSymbol(({ textDocument }) =>
      this.#join(textDocument.uri, (feature, document) => feature.symbols?.(document)),
    );
    on.onCodeLens(({ textDocument }) =>
      this.#join(textDocument.uri, (feature, document) => feature.lenses?.(document)),
    );
    on.onCodeAction((params) =>
      this.#join(params.textDocument.uri, (feature, document) => feature.actions?.(document, params)),
    );
    on.onPrepareRename(({ textDocument, position }) =>
      this.#first(textDocument.uri, (feature, document) => feature.renameable?.(document, position)),
    );
    on.onRenameRequest(({ textDocument, position, newName }) =>
      this.#first(textDocument.uri, (feature, document) => feature.rename?.(document, position, newName)),
    );
    on.onDefinition(({ textDocument, position }) =>
      this.#join(textDocument.uri, (feature, document) => feature.define?.(document, position)),
    );
    on.onReferences(({ textDocument, position }, token) =>
      this.#join(textDocument.uri, (feature, document) => feature.references?.(document, position, signalOf(token))),
    );
  }

  async #join<T>(
    uri: string,
    ask: (feature: LanguageFeature, document: OpenDocument) => Promise<readonly T[]> | undefined,
  ): Promise<T[]> {
    const document = this.#open(uri);
    if (!document) return [];
    const answers = await Promise.all(this.#featuresFor(document).map(async (feature) => ask(feature, document)));
    return answers.flatMap((answer) => answer ?? []);
  }

  async #first<T>(
    uri: string,
    ask: (feature: LanguageFeature, document: OpenDocument) => Promise<T | null> | undefined,
  ): Promise<T | null> {
    const document = this.#open(uri);
    if (!document) return null;
    for (const feature of this.#featuresFor(document)) {
      const answer = await ask(feature, document);
      if (answer) return answer;
    }
    return null;
  }

  #featuresFor({ kind }: OpenDocument): readonly LanguageFeature[] {
    return this.#features.filter(({ kinds }) => kinds.includes(kind));
  }

  #open(uri: string): OpenDocument | null {
    const text = this.#documents.get(uri);
    if (!text) return null;
    const { project, planId } = this.#projects.of(uri);
    return { uri, kind: this.#kindOf(text, project), project, planId, text };
  }

  #kindOf(text: TextDocument, project: LanguageProject | null): DocumentKind {
    const path = decodeURIComponent(text.uri);
    if (path.endsWith('.plan.yaml')) return 'plan';
    if (path.endsWith('/.taskwerk/config.yml')) return 'config';
    if (project) {
      const { prdFiles } = this.#settings;
      const inside = decodeURIComponent(text.uri.slice(project.uri.length + 1));
      if (prdFiles[project.uri]?.some((glob) => this.#options.matchesGlob(inside, glob))) return 'prd';
    }
    return text.languageId === 'markdown' && looksLikePrd(path, text.getText()) ? 'prd' : 'other';
  }

  #schedule(uri: string): void {
    this.#cancel(uri);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      this.#diagnose(uri, abort.signal).catch((error: unknown) => {
        if (!abort.signal.aborted) this.#report(error);
      });
    }, PAUSE_MS);
    this.#checks.set(uri, { timer, abort });
  }

  #cancel(uri: string): void {
    const check = this.#checks.get(uri);
    if (!check) return;
    clearTimeout(check.timer);
    check.abort.abort();
    this.#checks.delete(uri);
  }

  async #diagnose(uri: string, signal: AbortSignal): Promise<void> {
    const { version } = this.#documents.get(uri) ?? {};
    const diagnostics = await this.#join(uri, (feature, document) => feature.diagnose?.(document, signal));
    if (signal.aborted || version === undefined) return;
    await this.#connection.sendDiagnostics({ uri, version, diagnostics });
  }

  /** Never a document's text: only what failed. */
  #report(error: unknown): void {
    this.#connection.console.error(error instanceof Error ? error.message : String(error));
  }
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
