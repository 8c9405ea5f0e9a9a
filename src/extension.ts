// The extension's wiring: log, ports, projects, features. What is large loads when it is first used.
import * as vscode from 'vscode';
import type { Ports } from './core/ports.ts';
import { documentReaders } from './node/documents/readers.ts';
import { createStoreOpener } from './node/taskwerk/opener.ts';
import { decomposeCommands } from './vscode/commands/decompose.ts';
import { generalCommands } from './vscode/commands/generalCommands.ts';
import { importCommands } from './vscode/commands/importPlan.ts';
import { planCommands } from './vscode/commands/planCommands.ts';
import { startFeatures } from './vscode/feature.ts';
import { workspaceFiles } from './vscode/files/files.ts';
import { languageServer } from './vscode/language/feature.ts';
import { orchestrationView } from './vscode/orchestration/view.ts';
import { planDocuments } from './vscode/planDocument/feature.ts';
import { registerPlansView } from './vscode/plans/plansView.ts';
import { WorkspaceProjects } from './vscode/projects.ts';
import { requirementLinks } from './vscode/source/feature.ts';
import { statusBar } from './vscode/status/statusBar.ts';
import { virtualOpener } from './vscode/store.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Conductor', { log: true });
  const makePorts = (folder: vscode.WorkspaceFolder): Ports => ({
    store: folder.uri.scheme === 'file' ? createStoreOpener(folder.uri.fsPath) : virtualOpener(folder),
    files: workspaceFiles(folder),
    readers: documentReaders,
    log,
  });
  const projects = new WorkspaceProjects(makePorts);
  const features = startFeatures(
    { context, projects, log },
    {
      decomposeCommands,
      generalCommands,
      importCommands,
      languageServer,
      orchestrationView,
      planCommands,
      planDocuments,
      plansView: registerPlansView,
      requirementLinks,
      statusBar,
    },
  );
  context.subscriptions.push(log, projects, features);
}
