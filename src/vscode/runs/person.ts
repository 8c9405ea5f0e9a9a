// A person who does a task themselves: the assignment as a document, and a question that stays until they are finished.
import * as vscode from 'vscode';
import type { ManualAgentOptions } from '../../core/agent/manualAgent.ts';
import type { Questions } from '../../core/review/approvals.ts';
import { showAssignment } from './assignmentDocument.ts';

export function editorPerson(folder: vscode.WorkspaceFolder, questions: Questions): ManualAgentOptions {
  return {
    waitForPerson: async ({ taskId, taskName, runId }, feedback, signal) => {
      await showAssignment(folder.uri, { runId, taskId, revision: feedback.length });
      const finished = vscode.l10n.t('I am finished: check and review it');
      const stuck = vscode.l10n.t('I cannot go on');
      const asked = vscode.l10n.t('You work on “{0}”. Say when you are finished.', taskName);
      const again = vscode.l10n.t('“{0}” came back: the reasons stand below the assignment.', taskName);
      const question = {
        id: `${runId}:finished:${feedback.length}`,
        runId,
        taskId,
        text: feedback.length === 0 ? asked : again,
        choices: [finished, stuck],
        hasAdvice: false,
      } as const;
      for (;;) {
        const answer = await questions.ask(question, signal);
        if (answer === stuck) return { stuck: vscode.l10n.t('The person cannot go on.') };
        if (await saveFirst(folder)) return { summary: answer === null || answer === finished ? taskName : answer };
      }
    },
  };
}

/** Only what is saved is reviewed, checked and committed. False when the person wants to go on working. */
async function saveFirst(folder: vscode.WorkspaceFolder): Promise<boolean> {
  const dirty = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() === folder.uri.toString(),
  );
  const [first, ...others] = dirty;
  if (!first) return true;
  const save = vscode.l10n.t('Save');
  const leave = vscode.l10n.t('Go On Without It');
  const name = vscode.workspace.asRelativePath(first.uri, false);
  const told =
    others.length === 0
      ? vscode.l10n.t('{0} is not saved.', name)
      : vscode.l10n.t('{0} and {1} more are not saved.', name, others.length);
  const detail = vscode.l10n.t('Only what is saved is reviewed, checked and committed.');
  const choice = await vscode.window.showWarningMessage(told, { modal: true, detail }, save, leave);
  if (choice !== save) return choice === leave;
  const saved = await Promise.all(dirty.map((document) => document.save()));
  return saved.every(Boolean);
}
