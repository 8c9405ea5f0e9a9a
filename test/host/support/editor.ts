// What the host tests share: the project, its database, and waiting for the editor.
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import * as vscode from 'vscode';

export const prdName = 'link-shortener.prd.md';

export function folder(): vscode.WorkspaceFolder {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, 'The tests run in a folder.');
  return first;
}

export function fileUri(name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder().uri, name);
}

export async function writeText(name: string, text: string): Promise<vscode.Uri> {
  const uri = fileUri(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Rows of the project's Taskwerk database, read beside the extension's own connection. */
export function query(sql: string, ...values: SQLInputValue[]): readonly Record<string, unknown>[] {
  const path = fileUri('.taskwerk/taskwerk.db').fsPath;
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    return database.prepare(sql).all(...values);
  } finally {
    database.close();
  }
}

/** Writes to the database as another program would. */
export function write(sql: string): void {
  const database = new DatabaseSync(fileUri('.taskwerk/taskwerk.db').fsPath, { timeout: 5000 });
  database.exec(sql);
  database.close();
}

/** Gives what `look` gives once it is neither undefined nor false; a failure names what was waited for. */
export async function eventually<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    assert.ok(Date.now() < end, `Within 15 s there was no ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Puts `replacement` where `text` first stands. */
export async function replaceInDocument(
  document: vscode.TextDocument,
  text: string,
  replacement: string,
): Promise<void> {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `“${text}” is not in ${document.uri.path}.`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
  edit.replace(document.uri, range, replacement);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
