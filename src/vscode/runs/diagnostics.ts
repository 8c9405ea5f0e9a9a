// Problems that the editor's languages report, as an agent may ask for them.
import * as vscode from 'vscode';
import type { Finding } from '../../core/gates/gate.ts';

/** Errors and warnings of files on disk below the folder. */
export function editorDiagnostics(folder: vscode.WorkspaceFolder): (path?: string) => Promise<readonly Finding[]> {
  return (path) => {
    const wanted = path === undefined ? undefined : vscode.Uri.joinPath(folder.uri, path).toString();
    const all = vscode.languages
      .getDiagnostics()
      .filter(([uri]) =>
        wanted === undefined
          ? vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() === folder.uri.toString()
          : uri.toString() === wanted,
      );
    return Promise.resolve(
      all.flatMap(([uri, found]) =>
        found
          .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
          .map((problem) => findingOf(uri, problem)),
      ),
    );
  };
}

function findingOf(uri: vscode.Uri, { severity, message, range, code }: vscode.Diagnostic): Finding {
  const rule = typeof code === 'object' ? code.value : code;
  return {
    severity: severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning',
    message,
    path: vscode.workspace.asRelativePath(uri, false),
    line: range.start.line + 1,
    ...(rule !== undefined && { rule: String(rule) }),
  };
}
