// Every setting of the extension, typed. The manifest holds the defaults and the descriptions.
import * as vscode from 'vscode';
import { MODES, type Mode } from '../core/agent/runEvents.ts';

export interface Settings {
  /** A glob: which documents are offered as PRDs. */
  readonly documents: string;
  readonly hasCodeLens: boolean;
  /** Globs of files that are PRDs whatever they look like. */
  readonly prdFiles: readonly string[];
  /** How much a run asks. */
  readonly runMode: Mode;
}

/** The settings as they hold for a folder or a document. */
export function settingsFor(scope: vscode.ConfigurationScope): Settings {
  const settings = vscode.workspace.getConfiguration('conductor', scope);
  return {
    documents: settings.get<string>('plan.documents', '**/*.{md,markdown,txt,pdf,docx}'),
    hasCodeLens: settings.get<boolean>('codeLens.enabled', true),
    prdFiles: settings.get<readonly string[]>('prd.files', []),
    runMode: MODES.find((mode) => mode === settings.get('run.mode')) ?? 'ask',
  };
}
