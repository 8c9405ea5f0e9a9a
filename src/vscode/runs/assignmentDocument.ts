// An assignment as a document: what the agent, or the person, was told to do. Read from the journal, so it can be opened again.
import * as vscode from 'vscode';
import type { RunId } from '../../core/orchestrate/journal.ts';
import type { Projects } from '../projects.ts';

const scheme = 'conductor-assignment';

/** `revision` tells one state of the document from the next: what came back from review and gates stands below the assignment. */
export async function showAssignment(
  project: vscode.Uri,
  { runId, taskId, revision }: { readonly runId: string; readonly taskId: string; readonly revision: number },
): Promise<void> {
  const uri = vscode.Uri.from({
    scheme,
    authority: '',
    path: `/${taskId}.md`,
    query: `${runId}&${revision}&${project.toString()}`,
  });
  await vscode.window.showTextDocument(uri, { preview: false });
}

export function assignmentDocuments(projects: Projects): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async ({ query }) => {
      const [runId = '', , ...folder] = query.split('&');
      const uri = folder.join('&');
      const project = projects.all.find((each) => each.folder.uri.toString() === uri);
      const runs = await project?.conductor.openRuns?.();
      const read = await runs?.read(runId as RunId);
      const text = read?.view.assignment?.text;
      if (!read || text === undefined) return vscode.l10n.t('This run has no assignment.');
      const feedback = read.events.flatMap(({ event }) => (event.type === 'run.feedback' ? [event.text] : []));
      const back = feedback.map((each, index) => `## ${vscode.l10n.t('What came back, {0}', index + 1)}\n\n${each}`);
      return [text.trimEnd(), ...back, ''].join('\n\n');
    },
  });
}
