// Documents through the editor's file systems, so that remote and virtual ones are read as well.
import * as vscode from 'vscode';
import { ConductorError } from '../../core/errors.ts';
import type { FilePort } from '../../core/ports.ts';
import type { Span } from '../../core/prd/document.ts';

/** A location is relative to the folder, absolute, or a URI; on Windows a drive letter is no scheme. */
export function uriOf(folder: vscode.WorkspaceFolder, location: string): vscode.Uri {
  if (/^[a-z][\w+.-]+:\//i.test(location)) return vscode.Uri.parse(location, true);
  if (/^(?:[a-z]:)?[\\/]/i.test(location)) return vscode.Uri.file(location);
  return vscode.Uri.joinPath(folder.uri, location);
}

/** The location as plans store it: relative with forward slashes inside the folder, else the path on disk, else the URI. */
export function locationOf(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string {
  const root = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  const isInside = uri.scheme === folder.uri.scheme && uri.authority === folder.uri.authority;
  if (isInside && uri.path.startsWith(root)) return uri.path.slice(root.length);
  return uri.scheme === 'file' ? uri.fsPath.replaceAll('\\', '/') : uri.toString();
}

/** Spans count from 1, the editor from 0. */
export function rangeOf({ line, column, endLine, endColumn }: Span): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

/** Whether the document's kind is one that Conductor reads. The manifest's `when` clauses name the same endings. */
export function isDocument(uri: vscode.Uri): boolean {
  return /\.(?:md|markdown|txt|pdf|docx)$/i.test(uri.path);
}

/** The file port of one workspace folder. What the person sees counts: unsaved text goes before the file. */
export function workspaceFiles(folder: vscode.WorkspaceFolder): FilePort {
  return {
    display: (location) => locationOf(folder, uriOf(folder, location)),
    async read(location, limit) {
      const uri = uriOf(folder, location);
      const name = locationOf(folder, uri);
      const edited = vscode.workspace.textDocuments.find(
        (document) => document.isDirty && document.uri.toString() === uri.toString(),
      );
      if (edited) return new TextEncoder().encode(edited.getText());
      try {
        const { size } = await vscode.workspace.fs.stat(uri);
        if (size > limit) throw tooLarge(name, size, limit);
        return await vscode.workspace.fs.readFile(uri);
      } catch (error) {
        throw error instanceof vscode.FileSystemError ? unreadable(name, error) : error;
      }
    },
  };
}

function tooLarge(name: string, size: number, limit: number): ConductorError {
  const [has, most] = [size, limit].map((bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`);
  return new ConductorError(
    'document.tooLarge',
    `${name} has ${has ?? ''}; documents of up to ${most ?? ''} are read.`,
    {
      remedy: 'Split the document into smaller ones.',
      details: { size, limit },
    },
  );
}

function unreadable(name: string, cause: vscode.FileSystemError): ConductorError {
  const why: Readonly<Record<string, string>> = {
    FileNotFound: `There is no document ${name}.`,
    FileIsADirectory: `${name} is a folder, not a document.`,
    NoPermissions: `${name} may not be read.`,
  };
  return new ConductorError('document.missing', why[cause.code] ?? `${name} could not be read: ${cause.message}`, {
    remedy: 'Check the path and its permissions.',
    cause,
  });
}
