// A change as a person reads it: counts of lines, hunks, a unified diff.
import type { FileChange, FileContent } from './changeSet.ts';
import { editsBetween, linesOf, type LineEdit } from './lines.ts';

/** Lines are counted from 1; those of `lines` start with ` `, `+` or `-` and keep their ends. */
export interface Hunk {
  readonly originalStart: number;
  readonly originalLines: number;
  readonly proposedStart: number;
  readonly proposedLines: number;
  readonly lines: readonly string[];
}

export interface LineCounts {
  readonly added: number;
  readonly removed: number;
}

/** Of a file's text; nothing for a binary file. */
export function countLines(change: FileChange): LineCounts {
  const { original, proposed } = sidesOf(change);
  let [added, removed] = [0, 0];
  for (const { start, end, lines } of editsBetween(linesOf(original?.text ?? ''), linesOf(proposed?.text ?? ''))) {
    added += lines.length;
    removed += end - start;
  }
  return { added, removed };
}

/** With some lines of `context` around each; edits that lie close together are one hunk. */
export function hunksOf(original: string, proposed: string, context = 3): readonly Hunk[] {
  const before = linesOf(original);
  const groups: LineEdit[][] = [];
  for (const edit of editsBetween(before, linesOf(proposed))) {
    const last = groups.at(-1);
    if (last && edit.start - (last.at(-1)?.end ?? 0) <= 2 * context) last.push(edit);
    else groups.push([edit]);
  }
  let shift = 0;
  return groups.map((edits) => {
    const hunk = hunkOf(before, edits, context, shift);
    shift += hunk.proposedLines - hunk.originalLines;
    return hunk;
  });
}

function hunkOf(before: readonly string[], edits: readonly LineEdit[], context: number, shift: number): Hunk {
  const start = Math.max(0, (edits[0]?.start ?? 0) - context);
  const end = Math.min(before.length, (edits.at(-1)?.end ?? 0) + context);
  const lines: string[] = [];
  const keep = (from: number, to: number): void => {
    for (const line of before.slice(from, to)) lines.push(` ${line}`);
  };
  let at = start;
  for (const edit of edits) {
    keep(at, edit.start);
    for (const line of before.slice(edit.start, edit.end)) lines.push(`-${line}`);
    for (const line of edit.lines) lines.push(`+${line}`);
    at = edit.end;
  }
  keep(at, end);
  const proposedLines = lines.filter((line) => !line.startsWith('-')).length;
  // As in any unified diff, a side without lines is told by the line before it.
  const first = (line: number, count: number): number => (count === 0 ? line : line + 1);
  return {
    originalStart: first(start, end - start),
    originalLines: end - start,
    proposedStart: first(start + shift, proposedLines),
    proposedLines,
    lines,
  };
}

/** As `git diff` prints it; `git apply` takes it where the file is UTF-8. Ends with a line end. */
export function unifiedDiff(change: FileChange, context = 3): string {
  const { original, proposed } = sidesOf(change);
  const from = change.kind === 'rename' ? change.from : change.path;
  const head = [`diff --git a/${from} b/${change.path}`, ...modeLines(change)];
  if ((change.kind === 'delete' || change.kind === 'rename') && change.original === null) {
    const what = change.kind === 'delete' ? [`Binary files a/${from} and /dev/null differ`] : [];
    return [...head, ...what, ''].join('\n');
  }
  const hunks = hunksOf(original?.text ?? '', proposed?.text ?? '', context);
  if (hunks.length > 0) head.push(`--- ${original ? `a/${from}` : '/dev/null'}`);
  if (hunks.length > 0) head.push(`+++ ${proposed ? `b/${change.path}` : '/dev/null'}`);
  return `${head.join('\n')}\n${hunks.map(hunkText).join('')}`;
}

function modeLines(change: FileChange): readonly string[] {
  const mode = (content: FileContent | null): string => (content?.isExecutable ? '100755' : '100644');
  switch (change.kind) {
    case 'add':
      return [`new file mode ${mode(change.proposed)}`];
    case 'delete':
      return [`deleted file mode ${mode(change.original)}`];
    case 'modify':
    case 'rename': {
      const [old, now] = [mode(change.original), mode(change.proposed)];
      const modes = old === now ? [] : [`old mode ${old}`, `new mode ${now}`];
      const names = change.kind === 'rename' ? [`rename from ${change.from}`, `rename to ${change.path}`] : [];
      return [...modes, ...names];
    }
  }
}

function hunkText({ originalStart, originalLines, proposedStart, proposedLines, lines }: Hunk): string {
  const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${start},${count}`);
  const head = `@@ -${range(originalStart, originalLines)} +${range(proposedStart, proposedLines)} @@\n`;
  const body = lines.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`));
  return head + body.join('');
}

/** Null for a side without a file, and for a binary one. */
export function sidesOf(change: FileChange): {
  readonly original: FileContent | null;
  readonly proposed: FileContent | null;
} {
  return {
    original: change.kind === 'add' ? null : change.original,
    proposed: change.kind === 'delete' ? null : change.proposed,
  };
}
