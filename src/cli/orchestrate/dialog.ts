// What the dialogs of a run have in common: one question of few answers, asked until it is answered.
import { RunStop } from '../../core/orchestrate/runStop.ts';
import { proseColumns } from '../draw/screen.ts';
import { wrap } from '../draw/width.ts';
import { sanitizeText } from '../sanitize.ts';
import type { Terminal } from '../terminal.ts';

export interface Dialog {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** The trimmed line. A terminal that is closed decides nothing: the run is paused. */
export async function askLine({ terminal, signal }: Dialog, prompt: string): Promise<string> {
  const line = await terminal.ask(prompt, signal);
  if (line === null) throw new RunStop('pause', 'The input ended before everything was answered.');
  return sanitizeText(line).trim();
}

/** `choices`: a word each, known by its first letter too. An answer that is none of them is asked again; Enter decides nothing. */
export async function askWord<Word extends string>(
  dialog: Dialog,
  prompt: string,
  choices: readonly Word[],
  legend = `Type ${listOf(choices.map((choice) => choice.charAt(0)))}, then Enter.`,
): Promise<Word> {
  for (;;) {
    const said = (await askLine(dialog, prompt)).toLowerCase();
    const chosen = choices.find((choice) => said === choice || said === choice.charAt(0));
    if (chosen !== undefined) return chosen;
    await dialog.terminal.print(wrap(legend, Math.min(dialog.terminal.screen.columns, proseColumns)));
  }
}

export function pause(): never {
  throw new RunStop('pause', 'You paused it.');
}

const listOf = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
