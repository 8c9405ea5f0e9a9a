// A, M, D or R in the file's colour, beside its row in the view and on its tab.
import * as vscode from 'vscode';
import { fileOf } from './documents.ts';
import type { Inbox } from './inbox.ts';
import { kindLabel, kindLetter } from './labels.ts';

const colors = {
  add: 'gitDecoration.addedResourceForeground',
  modify: 'gitDecoration.modifiedResourceForeground',
  delete: 'gitDecoration.deletedResourceForeground',
  rename: 'gitDecoration.renamedResourceForeground',
} as const;

export class ReviewDecorations implements vscode.FileDecorationProvider {
  readonly #inbox: Inbox;
  readonly onDidChangeFileDecorations: vscode.Event<undefined>;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    this.onDidChangeFileDecorations = (listener, self, disposables) =>
      inbox.onDidChange(() => void listener.call(self, undefined), undefined, disposables);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const file = fileOf(this.#inbox, uri);
    if (!file) return undefined;
    const { kind } = file.change;
    const color = file.isRejected ? 'disabledForeground' : colors[kind];
    return new vscode.FileDecoration(kindLetter(kind), kindLabel(kind), new vscode.ThemeColor(color));
  }
}
