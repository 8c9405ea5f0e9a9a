// The addresses of what is reviewed: conductor-proposed:/<run>/<path> and conductor-original:/<run>/<path>.
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
export function placeOfUri({ scheme, path }: vscode.Uri): ReviewPlace | undefined {
  if (scheme !== proposedScheme && scheme !== originalScheme) return undefined;
  const [, run = '', ...rest] = path.split('/');
  return { runId: decodeURIComponent(run), path: rest.join('/') };
}

function uriOf(scheme: string, runId: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${encodeURIComponent(runId)}/${path}` });
}
