// What an agent is told in words: answers to its questions, the recommended one first, and why it may not do a thing.
import * as vscode from 'vscode';
import type { Question, Questions } from '../../core/review/approvals.ts';
import type { Inbox, PendingPermission, PendingQuestion } from './inbox.ts';
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

/** An agent that knows why tries something better. Enter denies without a word; Escape leaves it for later. */
export async function denyWithReason({ request, answer }: PendingPermission): Promise<void> {
  if (request.hearsWhy === false) {
    answer({ allow: false, remember: false });
    return;
  }
  const words = await vscode.window.showInputBox({
    title: vscode.l10n.t('Deny: {0}', firstLine(request.what)),
    prompt: vscode.l10n.t('What shall the agent be told? Leave it empty for nothing.'),
    ignoreFocusOut: true,
  });
  if (words === undefined) return;
  const message = words.trim();
  answer({ allow: false, remember: false, ...(message !== '' && { message }) });
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
