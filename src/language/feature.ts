// What a feature of the language server is: which documents it knows, and what it can say of them.
import type {
  CodeAction,
  CodeActionParams,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  Position,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Conductor } from '../core/conductor.ts';
import type { PlanId } from '../core/plan/model.ts';
import type { StoreOpener } from '../core/ports.ts';

/** `other`: any text in which task ids may stand. */
export type DocumentKind = 'prd' | 'plan' | 'config' | 'other';

/** One workspace folder. */
export interface LanguageProject {
  /** Without a trailing slash. */
  readonly uri: string;
  readonly name: string;
  readonly conductor: Conductor;
  readonly store: StoreOpener;
  /** Lines of the project's text files that hold the words. */
  readonly search: (words: string, signal: AbortSignal) => Promise<readonly FoundLine[]>;
}

export interface FoundLine {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  readonly text: string;
}

export interface OpenDocument {
  readonly uri: string;
  readonly kind: DocumentKind;
  /** Null outside the workspace's folders. */
  readonly project: LanguageProject | null;
  /** The stored plan that the document shows; null for a document with a file of its own. */
  readonly planId: PlanId | null;
  readonly text: TextDocument;
}

/** Each method answers for one document; what a feature cannot say it leaves out. Answers of several features are joined. */
export interface LanguageFeature {
  readonly kinds: readonly DocumentKind[];
  diagnose?(document: OpenDocument, signal: AbortSignal): Promise<readonly Diagnostic[]>;
  complete?(document: OpenDocument, position: Position): Promise<readonly CompletionItem[]>;
  hover?(document: OpenDocument, position: Position): Promise<Hover | null>;
  symbols?(document: OpenDocument): Promise<readonly DocumentSymbol[]>;
  lenses?(document: OpenDocument): Promise<readonly CodeLens[]>;
  actions?(document: OpenDocument, params: CodeActionParams): Promise<readonly CodeAction[]>;
  /** The words that would be renamed at the place; null where nothing can be. */
  renameable?(
    document: OpenDocument,
    position: Position,
  ): Promise<{ range: Location['range']; placeholder: string } | null>;
  rename?(document: OpenDocument, position: Position, newName: string): Promise<WorkspaceEdit | null>;
  define?(document: OpenDocument, position: Position): Promise<readonly Location[]>;
  references?(document: OpenDocument, position: Position, signal: AbortSignal): Promise<readonly Location[]>;
}
