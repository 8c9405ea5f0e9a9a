// The agent "manual": the assignment is shown, and the person says when the work is done.
import type { Assignment } from '../../core/agent/agentBackend.ts';
import type { PersonsWord } from '../../core/agent/manualAgent.ts';
import { proseColumns } from '../draw/screen.ts';
import { textWidth, wrap } from '../draw/width.ts';
import { sanitizeText } from '../sanitize.ts';
import { askLine, pause, type Dialog } from './dialog.ts';

export async function waitForPerson(
  dialog: Dialog,
  { taskId, text }: Assignment,
  feedback: readonly string[],
): Promise<PersonsWord> {
  const { terminal } = dialog;
  const { screen } = terminal;
  // Prose is wrapped; code and what is quoted with its columns stay as they are.
  const width = Math.min(screen.columns, proseColumns);
  const shown = (words: string): readonly string[] =>
    sanitizeText(words)
      .trimEnd()
      .split('\n')
      .flatMap((line) => (/^\s/.test(line) || textWidth(line) <= width ? [line] : wrap(line, width)));
  const last = feedback.at(-1);
  terminal.forgetTyped();
  await terminal.print([
    '',
    ...(last === undefined
      ? [...shown(text), '', screen.paint('dim', `This assignment is kept with ${taskId} in Taskwerk.`)]
      : [screen.paint('bold', 'What came back:'), ...shown(last)]),
    '',
    'Work in this folder, on the branch that is checked out now.',
  ]);
  const said = await askLine(dialog, 'Enter when it is done (with a line on what you did), "stuck WHY", or "pause": ');
  if (said.toLowerCase() === 'pause') return pause();
  const [, why] = /^stuck\b[\s:]*(.*)$/i.exec(said) ?? [];
  return why === undefined ? { summary: said } : { stuck: why === '' ? 'The person cannot go on.' : why };
}
