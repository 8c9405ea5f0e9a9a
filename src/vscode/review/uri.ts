// The addresses of what is reviewed: conductor-proposed://<run>/<path> and conductor-original://<run>/<path>.
// The path is the file's own, so that editors show nothing else.
import * as vscode from 'vscode';

export const proposedScheme = 'conductor-proposed';
export const originalScheme = 'conductor-original';

/** A file of a run as its address names it. */
export interface ReviewPlace {
  readonly runId: string;
  readonly path: string;
}

export function uriOfProposed(runId: string, path: string): vscode.Uri {
  return uriOf(proposedScheme, runId, path);
}

export function uriOfOriginal(runId: string, path: string): vscode.Uri {
  return uriOf(originalScheme, runId, path);
}

/** Undefined for other documents. */
export function placeOfUri({ scheme, authority, path }: vscode.Uri): ReviewPlace | undefined {
  if (scheme !== proposedScheme && scheme !== originalScheme) return undefined;
  return { runId: runOf(authority), path: path.slice(1) };
}

function uriOf(scheme: string, runId: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, authority: authorityOf(runId), path: `/${path}` });
}

/** Authorities know no upper case, and few signs. */
function authorityOf(runId: string): string {
  return runId.replaceAll(/[^a-z0-9.-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`);
}

function runOf(authority: string): string {
  return authority.replaceAll(/_([0-9a-f]+)_/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
}
