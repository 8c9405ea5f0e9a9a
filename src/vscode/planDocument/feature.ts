// The plan's document as a feature: its file system. The language server tells what is wrong in it.
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { PlanFileSystem } from './fileSystem.ts';
import { planScheme } from './uri.ts';

export const planDocuments: Feature = (host) => {
  const files = new PlanFileSystem(host.projects);
  return vscode.Disposable.from(
    files,
    vscode.workspace.registerFileSystemProvider(planScheme, files, { isCaseSensitive: true }),
  );
};
