// The two sides of a diff: what is proposed, as files that can be written, and what it was made from, to be read alone.
import * as vscode from 'vscode';
import type { Inbox } from './inbox.ts';
import type { Review, ReviewFile } from './review.ts';
import { placeOfUri } from './uri.ts';

const mark = new Uint8Array([0xef, 0xbb, 0xbf]);

/** Proposals live in memory: what is saved here changes the review, nothing on disk. */
export class ProposedFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #inbox: Inbox;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscription: vscode.Disposable;
  #reviews: readonly Review[] = [];

  readonly onDidChangeFile = this.#changed.event;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    this.#subscription = inbox.onDidChange(() => {
      this.#follow();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { mtime } = this.#file(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: this.readFile(uri).byteLength };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const bytes = new TextEncoder().encode(this.#file(uri).text ?? '');
    return isReadAsUtf8(uri) ? bytes : Buffer.concat([mark, bytes]);
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    // The decoder takes the mark away.
    this.#file(uri).write(new TextDecoder().decode(content));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  #file(uri: vscode.Uri): ReviewFile {
    const file = fileOf(this.#inbox, uri);
    if (file?.proposed === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }

  /** A further round proposes other texts under the same addresses. */
  #follow(): void {
    const come = this.#inbox.reviews.filter((review) => !this.#reviews.includes(review));
    this.#reviews = this.#inbox.reviews;
    const uris = come.flatMap(({ files }) => files.flatMap(({ proposed }) => proposed ?? []));
    this.#changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }
}

/** Read-only by nature. */
export class OriginalTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #inbox: Inbox;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscription: vscode.Disposable;
  #reviews: readonly Review[] = [];

  readonly onDidChange = this.#changed.event;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    this.#subscription = inbox.onDidChange(() => {
      const come = inbox.reviews.filter((review) => !this.#reviews.includes(review));
      this.#reviews = inbox.reviews;
      for (const { original } of come.flatMap(({ files }) => files)) if (original) this.#changed.fire(original);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return fileOf(this.#inbox, uri)?.originalText ?? undefined;
  }
}

/** The file of an open review that a document shows. */
export function fileOf(inbox: Inbox, uri: vscode.Uri): ReviewFile | undefined {
  const place = placeOfUri(uri);
  return place && inbox.review(place.runId)?.file(place.path);
}

/** Texts of dirty proposed documents, by path. */
export function unsavedTexts(review: Review): ReadonlyMap<string, string> {
  const dirty = proposedDocuments(review).filter(({ isDirty }) => isDirty);
  return new Map(dirty.map((document) => [placeOfUri(document.uri)?.path ?? '', document.getText()]));
}

export function proposedDocuments(review: Review): readonly vscode.TextDocument[] {
  const keys = new Set(review.files.map(({ proposed }) => proposed?.toString()));
  return vscode.workspace.textDocuments.filter(({ uri }) => keys.has(uri.toString()));
}

/** Where a person's settings name another encoding, only a byte order mark says that it is UTF-8. */
function isReadAsUtf8(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('files', uri).get<string>('encoding') === 'utf8';
}
