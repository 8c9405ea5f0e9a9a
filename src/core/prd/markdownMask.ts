// Blanks out, length for length, what is HTML and not the author's words: comments, scripts, styles, lone tags.
import type { Breathe } from '../breathe.ts';
import { fenceAfter } from './markdownChunks.ts';

const LONE_TAG = /^\s*(?:<\/?[a-zA-Z][\w:-]*(?:\s[^<>]*)?>\s*)+$/;

/** Changes `lines` in place; code fences stay as they are. */
export async function maskMarkup(lines: string[], breathe: Breathe): Promise<void> {
  let fence: string | undefined;
  let hiddenUntil: RegExp | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const pause = index % 256 === 0 ? breathe() : undefined;
    if (pause) await pause;
    if (hiddenUntil === undefined) {
      fence = fenceAfter(line, fence);
      if (fence !== undefined || !line.includes('<')) continue;
    }
    const masked = maskHidden(line, hiddenUntil);
    hiddenUntil = masked.until;
    lines[index] = LONE_TAG.test(masked.line) ? ' '.repeat(line.length) : masked.line;
  }
}

/** Blanks the hidden parts of one line; `until` ends the part that is still open after it. */
function maskHidden(line: string, open: RegExp | undefined): { line: string; until: RegExp | undefined } {
  const hiddenOpen = /`|<!--|<(script|style)\b/gi;
  let masked = '';
  let from = 0;
  let until = open;
  let isCode = false;
  while (from < line.length) {
    if (until === undefined) {
      hiddenOpen.lastIndex = from;
      const start = hiddenOpen.exec(line);
      if (!start) break;
      if (start[0] === '`') isCode = !isCode;
      else if (!isCode) until = start[1] === undefined ? /-->/g : new RegExp(`</${start[1]}\\s*>`, 'gi');
      const to = until === undefined ? hiddenOpen.lastIndex : start.index;
      masked += line.slice(from, to);
      from = to;
    } else {
      until.lastIndex = from;
      const to = until.test(line) ? until.lastIndex : line.length;
      masked += ' '.repeat(to - from);
      if (until.lastIndex === 0) return { line: masked, until };
      from = to;
      until = undefined;
    }
  }
  return { line: masked + line.slice(from), until };
}
