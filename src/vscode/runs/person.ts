// A person who does a task themselves: the assignment as a document, and a question that stays until they are finished.
import * as vscode from 'vscode';
import type { ManualAgentOptions } from '../../core/agent/manualAgent.ts';
import type { Questions } from '../../core/review/approvals.ts';
import { showAssignment } from './assignmentDocument.ts';

export function editorPerson(folder: vscode.WorkspaceFolder, questions: Questions): ManualAgentOptions {
  return {
    waitForPerson: async ({ taskId, taskName, runId }, feedback, signal) => {
      await showAssignment(folder.uri, runId, taskId);
      const finished = vscode.l10n.t('I am finished: check and review it');
      const stuck = vscode.l10n.t('I cannot go on');
      const last = feedback.at(-1);
      const asked = vscode.l10n.t('You work on “{0}”. Say when you are finished.', taskName);
      const answer = await questions.ask(
        {
          id: `${runId}:finished:${feedback.length}`,
          runId,
          taskId,
          text: last === undefined ? asked : `${asked}\n\n${last}`,
          choices: [finished, stuck],
        },
        signal,
      );
      if (answer === stuck) return { stuck: vscode.l10n.t('The person cannot go on.') };
      return { summary: answer === null || answer === finished ? taskName : answer };
    },
  };
}
