// The extension's wiring: log, ports, projects, features. What is large loads when it is first used.
import * as vscode from 'vscode';
import type { Ports } from './core/ports.ts';
import { startFeatures } from './vscode/feature.ts';
import { workspaceFiles } from './vscode/files/files.ts';
import { WorkspaceProjects } from './vscode/projects.ts';
import { virtualOpener } from './vscode/store.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Conductor', { log: true });
  const makePorts = (folder: vscode.WorkspaceFolder): Ports => ({
    store: virtualOpener(folder),
    files: workspaceFiles(folder),
    readers: [],
    log,
  });
  const projects = new WorkspaceProjects(makePorts);
  const features = startFeatures({ context, projects, log }, {});
  context.subscriptions.push(log, projects, features);
}
