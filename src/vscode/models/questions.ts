// The questions before planning, one after another: the recommended answer first, own words, or skipped.
import * as vscode from 'vscode';
import type { AskPerson, OpenQuestion } from '../../core/plan/decompose/questions.ts';
import type { AnsweredQuestion } from '../../core/plan/model.ts';

interface Choice extends vscode.QuickPickItem {
  readonly means: 'choice' | 'ownWords' | 'skip' | 'skipAll';
}

/** Escape at a question stops the decomposition; what was answered by the model stays. */
export const askInQuickPicks: AskPerson = async (questions, signal) => {
  const answers: AnsweredQuestion[] = [];
  for (const [index, question] of questions.entries()) {
    const reply = await ask(question, { step: index + 1, steps: questions.length }, signal);
    if (reply === undefined) return null;
    if (reply === 'skipAll') break;
    if (reply !== 'skip') answers.push({ question: question.question, answer: reply.answer });
  }
  return answers;
};

interface Place {
  readonly step: number;
  readonly steps: number;
}

type Reply = { readonly answer: string } | 'skip' | 'skipAll' | undefined;

async function ask(question: OpenQuestion, place: Place, signal: AbortSignal): Promise<Reply> {
  for (;;) {
    const picked = await pick(question, place, signal);
    if (!picked) return undefined;
    if (picked.item.means === 'choice') return { answer: picked.item.label };
    if (picked.item.means !== 'ownWords') return picked.item.means;
    const answer = await vscode.window.showInputBox({
      title: title(),
      prompt: question.question,
      value: picked.typed,
      ignoreFocusOut: true,
    });
    if (answer?.trim()) return { answer: answer.trim() };
  }
}

/** The item that was chosen, with what was typed until then. */
function pick(
  { question, choices, why }: OpenQuestion,
  place: Place,
  signal: AbortSignal,
): Promise<{ readonly item: Choice; readonly typed: string } | undefined> {
  const box = vscode.window.createQuickPick<Choice>();
  box.title = title();
  box.step = place.step;
  box.totalSteps = place.steps;
  box.prompt = question;
  box.placeholder = vscode.l10n.t('Choose an answer');
  box.ignoreFocusOut = true;
  box.items = itemsFor(choices, why);
  return new Promise((resolve) => {
    const hide = (): void => box.hide();
    signal.addEventListener('abort', hide, { once: true });
    box.onDidAccept(() => {
      const [item] = box.activeItems;
      if (!item) return;
      resolve({ item, typed: box.value });
      box.hide();
    });
    box.onDidHide(() => {
      signal.removeEventListener('abort', hide);
      resolve(undefined);
      box.dispose();
    });
    if (signal.aborted) hide();
    else box.show();
  });
}

function itemsFor(choices: readonly string[], why: string): Choice[] {
  const recommended = vscode.l10n.t('recommended');
  const separator: Choice = { label: '', kind: vscode.QuickPickItemKind.Separator, means: 'skip' };
  return [
    ...choices.map((label, index): Choice =>
      index === 0 ? { label, description: recommended, detail: why, means: 'choice' } : { label, means: 'choice' },
    ),
    separator,
    { label: `$(edit) ${vscode.l10n.t('In My Own Words…')}`, alwaysShow: true, means: 'ownWords' },
    { label: `$(debug-step-over) ${vscode.l10n.t('Skip')}`, alwaysShow: true, means: 'skip' },
    { label: `$(debug-continue) ${vscode.l10n.t('Skip All')}`, alwaysShow: true, means: 'skipAll' },
  ];
}

/** The editor adds the step. */
const title = (): string => vscode.l10n.t('Questions before Planning');
