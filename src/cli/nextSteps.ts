// What a person can do after a command, as lines to copy into the terminal.
import type { Context } from './context.ts';
import { pad, textWidth } from './draw/width.ts';

/** The words after `conductor`, and what they do. */
export type Step = readonly [words: string, purpose: string];

export function drawNextSteps({ callWith }: Pick<Context, 'callWith'>, steps: readonly Step[]): readonly string[] {
  const lines = steps.map(([words, purpose]) => [callWith(words), purpose] as const);
  const width = Math.max(...lines.map(([line]) => textWidth(line)));
  return ['', 'Next:', ...lines.map(([line, purpose]) => `  ${pad(line, width, 'left')}   ${purpose}`)];
}
