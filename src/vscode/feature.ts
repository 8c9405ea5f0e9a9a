// What a feature of the editor is given, and how one is started so that its failure stays its own.
import * as vscode from 'vscode';
import type { Projects } from './projects.ts';

/** What every feature shares. */
export interface Host {
  readonly context: vscode.ExtensionContext;
  readonly projects: Projects;
  readonly log: vscode.LogOutputChannel;
}

/** Contributes one feature to the editor; what it returns ends it. Synchronous and short: data loads when first shown. */
export type Feature = (host: Host) => vscode.Disposable;

/** Starts every feature; one that throws is logged and the others still start. */
export function startFeatures(host: Host, features: Readonly<Record<string, Feature>>): vscode.Disposable {
  const started: vscode.Disposable[] = [];
  for (const [name, start] of Object.entries(features)) {
    try {
      started.push(start(host));
    } catch (error) {
      host.log.error(`The feature "${name}" did not start.`, error);
    }
  }
  return vscode.Disposable.from(...started);
}
