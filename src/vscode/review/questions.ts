// Questions of an agent: a row that stays until it is answered, and a quick pick with the recommended answer first.
import * as vscode from 'vscode';
import type { Question, Questions } from '../../core/review/approvals.ts';
import type { Inbox, PendingQuestion } from './inbox.ts';
import { firstLine } from './labels.ts';

export class EditorQuestions implements Questions {
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  async ask(question: Question, signal: AbortSignal): Promise<string | null> {
    return this.#inbox.wait<string | null, PendingQuestion>(signal, {
      make: (answer) => ({ type: 'question', question, answer }),
      show: (pending) => void announce(pending),
    });
  }
}

/** A message first: a quick pick that opens by itself would take what the person is typing elsewhere for an answer. */
async function announce(pending: PendingQuestion): Promise<void> {
  const { taskId, text } = pending.question;
  const answer = vscode.l10n.t('Answer…');
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t('{0} asks: {1}', taskId, text), answer);
  if (choice === answer) await pickAnswer(pending);
}

interface Choice extends vscode.QuickPickItem {
  readonly means: 'choice' | 'ownWords' | 'leave';
}

/** Escape leaves the question for later. */
export async function pickAnswer({ question, answer }: PendingQuestion): Promise<void> {
  const picked = await vscode.window.showQuickPick(itemsFor(question), {
    title: firstLine(question.text),
    placeHolder: vscode.l10n.t('{0} waits for an answer', question.taskId),
    ignoreFocusOut: true,
  });
  if (picked?.means === 'choice') answer(picked.label);
  else if (picked?.means === 'leave') answer(null);
  else if (picked) {
    const words = await vscode.window.showInputBox({
      title: firstLine(question.text),
      prompt: vscode.l10n.t('Your answer'),
      ignoreFocusOut: true,
    });
    if (words?.trim()) answer(words.trim());
  }
}

function itemsFor({ choices, hasAdvice = true }: Question): readonly Choice[] {
  const recommended = vscode.l10n.t('recommended');
  const leave: Choice = {
    label: `$(debug-step-over) ${vscode.l10n.t('Leave It to the Recommendation')}`,
    means: 'leave',
  };
  return [
    ...choices.map((label, index): Choice => ({
      label,
      means: 'choice',
      ...(index === 0 && hasAdvice && { description: recommended }),
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator, means: 'leave' },
    { label: `$(edit) ${vscode.l10n.t('In My Own Words…')}`, means: 'ownWords' },
    ...(hasAdvice ? [leave] : []),
  ];
}
