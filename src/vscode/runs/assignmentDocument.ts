// An assignment as a document: what the agent, or the person, was told to do. Read from the journal, so it can be opened again.
import * as vscode from 'vscode';
import type { RunId } from '../../core/orchestrate/journal.ts';
import type { Projects } from '../projects.ts';

const scheme = 'conductor-assignment';

export async function showAssignment(project: vscode.Uri, runId: string, taskId: string): Promise<void> {
  const uri = vscode.Uri.from({
    scheme,
    authority: '',
    path: `/${taskId}.md`,
    query: `${runId}&${project.toString()}`,
  });
  await vscode.window.showTextDocument(uri, { preview: false });
}

export function assignmentDocuments(projects: Projects): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async ({ query }) => {
      const [runId = '', ...folder] = query.split('&');
      const uri = folder.join('&');
      const project = projects.all.find((each) => each.folder.uri.toString() === uri);
      const runs = await project?.conductor.openRuns?.();
      const read = await runs?.read(runId as RunId);
      return read?.view.assignment?.text ?? vscode.l10n.t('This run has no assignment.');
    },
  });
}
