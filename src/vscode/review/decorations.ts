// A, M, D or R in the file's colour, beside its row in the view and on its tab.
import * as vscode from 'vscode';
import { fileOf } from './documents.ts';
import type { Inbox } from './inbox.ts';
import { kindLabel, kindLetter } from './labels.ts';
import type { ReviewFile } from './review.ts';

const colors = {
  add: 'gitDecoration.addedResourceForeground',
  modify: 'gitDecoration.modifiedResourceForeground',
  delete: 'gitDecoration.deletedResourceForeground',
  rename: 'gitDecoration.renamedResourceForeground',
} as const;

export class ReviewDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #inbox: Inbox;
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly #subscription: vscode.Disposable;
  #looks: ReadonlyMap<string, string> = new Map();

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    this.#subscription = inbox.onDidChange(() => {
      this.#tellChanges();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const file = fileOf(this.#inbox, uri);
    if (!file) return undefined;
    const { kind } = file.change;
    const color = file.isRejected ? 'disabledForeground' : colors[kind];
    return new vscode.FileDecoration(kindLetter(kind), kindLabel(kind), new vscode.ThemeColor(color));
  }

  /** Only of files that look different: what is named loses its letter until VS Code has asked for it anew. */
  #tellChanges(): void {
    const before = this.#looks;
    const looks = this.#inbox.reviews.flatMap(({ files }) => files).flatMap(looksOf);
    this.#looks = new Map(looks);
    const changed = [...new Set([...before.keys(), ...this.#looks.keys()])].filter(
      (uri) => before.get(uri) !== this.#looks.get(uri),
    );
    if (changed.length > 0) this.#changed.fire(changed.map((uri) => vscode.Uri.parse(uri)));
  }
}

/** What each address of the file looks like. */
function looksOf({ uri, original, change, isRejected }: ReviewFile): readonly (readonly [string, string])[] {
  const look = `${change.kind} ${String(isRejected)}`;
  return [uri, original].flatMap((each) => (each ? [[each.toString(), look] as const] : []));
}
