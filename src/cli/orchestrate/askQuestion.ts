// A question of the run: numbered choices, the first recommended, or words of the person's own.
import type { Question } from '../../core/review/approvals.ts';
import { proseColumns } from '../draw/screen.ts';
import { hang } from '../draw/hang.ts';
import { wrap } from '../draw/width.ts';
import { sanitize } from '../sanitize.ts';
import { askLine, type Dialog } from './dialog.ts';

/** Null where the person leaves it to the recommendation. */
export async function askQuestion(dialog: Dialog, question: Question): Promise<string | null> {
  const { terminal } = dialog;
  const { text, choices, taskId } = sanitize(question);
  const { screen } = terminal;
  const width = Math.min(screen.columns, proseColumns);
  terminal.forgetTyped();
  await terminal.print([
    '',
    ...wrap(`${taskId} asks: ${text}`, width).map((line) => screen.paint('bold', line)),
    ...choices.flatMap((choice, index) =>
      hang(`  ${index + 1} `, index === 0 ? `${choice} (recommended)` : choice, screen),
    ),
  ]);
  const answer = await askLine(dialog, `1 to ${choices.length}, your own words, or Enter for 1: `);
  // The words as they came: a choice is told apart by them.
  return answer === '' ? null : (question.choices[Number(answer) - 1] ?? answer);
}
