// What the terminal can show.
import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface Screen {
  /** Cells in a line; `Infinity` where nothing limits it, as in a pipe. */
  readonly columns: number;
  paint(style: Style | undefined, text: string): string;
}

/** Prose is never wider than this, whatever the screen: longer lines are hard to read. */
export const proseColumns = 100;

export function createScreen(columns: number, hasColors: boolean): Screen {
  return {
    columns,
    paint: (style, text) =>
      hasColors && style !== undefined && text !== '' ? styleText(style, text, { validateStream: false }) : text,
  };
}

export function drawHeading(screen: Screen, text: string): string {
  return screen.paint('bold', text);
}
