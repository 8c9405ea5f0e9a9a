// Commands that need no plan: the log, and a PRD to try things out with.
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { registerCommand } from '../notify.ts';
import { pickProject } from './pick.ts';

const sampleName = 'sample.prd.md';

export const generalCommands: Feature = ({ context, projects, log }) =>
  vscode.Disposable.from(
    registerCommand('conductor.log.show', log, () => {
      log.show();
    }),
    registerCommand('conductor.sample.open', log, async () => {
      const { folder } = await pickProject(projects);
      const sample = vscode.Uri.joinPath(folder.uri, sampleName);
      const isSaved = await exists(sample);
      const document = isSaved
        ? await vscode.workspace.openTextDocument(sample)
        : await draftOf(sample, context.extensionUri);
      await vscode.window.showTextDocument(document);
    }),
  );

/** An unsaved document with the sample's text: nothing is written until the person saves or decomposes it. */
async function draftOf(sample: vscode.Uri, extension: vscode.Uri): Promise<vscode.TextDocument> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'media', sampleName));
  const document = await vscode.workspace.openTextDocument(sample.with({ scheme: 'untitled' }));
  if (document.getText() !== '') return document;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), new TextDecoder().decode(bytes));
  await vscode.workspace.applyEdit(edit);
  return document;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
