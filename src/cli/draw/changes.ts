// What a run wants to change, in the terminal: a list of files, and unified diffs.
import type { ChangeSet, FileChange } from '../../core/review/changeSet.ts';
import { countLines, unifiedDiff } from '../../core/review/hunks.ts';
import { sanitizeText } from '../sanitize.ts';
import type { Screen, Style } from './screen.ts';
import { drawTable, type TableCell } from './table.ts';

const kinds: Readonly<Record<FileChange['kind'], { readonly mark: string; readonly style: Style }>> = {
  add: { mark: 'A', style: 'green' },
  modify: { mark: 'M', style: 'yellow' },
  delete: { mark: 'D', style: 'red' },
  rename: { mark: 'R', style: 'cyan' },
};

export function drawFiles(changes: ChangeSet, screen: Screen): readonly string[] {
  const columns = [
    { title: '' },
    { title: 'File', isFlexible: true },
    { title: 'Added', align: 'right' },
    { title: 'Removed', align: 'right' },
  ] as const;
  const rows = changes.map((change): readonly TableCell[] => {
    const { added, removed } = countLines(change);
    const { mark, style } = kinds[change.kind];
    return [
      { text: mark, style },
      nameOf(change),
      { text: added === 0 ? '' : `+${added}`, style: 'green' },
      { text: removed === 0 ? '' : `−${removed}`, style: 'red' },
    ];
  });
  const [, ...lines] = drawTable(screen, columns, rows);
  return lines.map((line) => `  ${line}`);
}

/** "src/a.ts", or "old.ts → new.ts". Harmless. */
export function nameOf(change: FileChange): string {
  return sanitizeText(change.kind === 'rename' ? `${change.from} → ${change.path}` : change.path);
}

/** Coloured; a carriage return before a line's end is not shown, other controls of the file as \xNN. */
export function drawDiff(change: FileChange, screen: Screen): readonly string[] {
  const diff = unifiedDiff(change);
  const lines = diff.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  let isHead = true;
  return lines.map((line) => {
    if (line.startsWith('@@')) isHead = false;
    return screen.paint(styleOf(line, isHead), visible(line));
  });
}

function styleOf(line: string, isHead: boolean): Style | undefined {
  if (isHead) return 'bold';
  if (line.startsWith('@@')) return 'cyan';
  if (line.startsWith('+')) return 'green';
  if (line.startsWith('-')) return 'red';
  return undefined;
}

/** What a terminal would act on is shown, not swallowed: in a review nothing may hide. */
function visible(line: string): string {
  return line.replace(
    /(?!\t)[\p{Control}]|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}
