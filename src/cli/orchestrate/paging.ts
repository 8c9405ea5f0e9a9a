// Long text, a screen at a time.
import { textWidth } from '../draw/width.ts';
import { stripVTControlCharacters } from 'node:util';
import { askLine, type Dialog } from './dialog.ts';

/** What stays on the screen between two pages. */
const OVERLAP = 2;

/** Stops where the person has seen enough. */
export async function showLong(dialog: Dialog, lines: readonly string[]): Promise<void> {
  const { terminal } = dialog;
  let page: string[] = [];
  let height = 0;
  for (const [index, line] of lines.entries()) {
    page.push(line);
    height += heightOf(line, terminal.screen.columns);
    if (height < terminal.rows - OVERLAP || index === lines.length - 1) continue;
    await terminal.print(page);
    const left = lines.length - index - 1;
    const said = await askLine(dialog, `Enter for more (${left} ${left === 1 ? 'line' : 'lines'}), s to skip: `);
    if (said.toLowerCase().startsWith('s')) return;
    [page, height] = [[], 0];
  }
  await terminal.print(page);
}

function heightOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(textWidth(stripVTControlCharacters(line)) / columns));
}
