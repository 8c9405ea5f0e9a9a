// Three-way merge of texts by lines: what two sides made of one base. Where they touch the same place, nothing is guessed.
import { editsBetween, linesOf, type LineEdit } from './lines.ts';

/** Lines of the base (from 1; `base` may be empty) of which both sides made something of their own. */
export interface MergeConflict {
  readonly line: number;
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export type MergeResult =
  | { readonly kind: 'merged'; readonly text: string }
  | { readonly kind: 'conflict'; readonly conflicts: readonly MergeConflict[] };

/** Changes of the two sides must have an untouched line between them, or be the same. */
export function mergeTexts(base: string, mine: string, theirs: string): MergeResult {
  if (mine === theirs || theirs === base) return { kind: 'merged', text: mine };
  if (mine === base) return { kind: 'merged', text: theirs };
  const lines = linesOf(base);
  const merged: string[] = [];
  const conflicts: MergeConflict[] = [];
  let at = 0;
  for (const { start, end, ours, others } of regions(
    editsBetween(lines, linesOf(mine)),
    editsBetween(lines, linesOf(theirs)),
  )) {
    const [mineHere, theirsHere] = [rewrite(lines, start, end, ours), rewrite(lines, start, end, others)];
    merged.push(...lines.slice(at, start), others.length === 0 ? mineHere : theirsHere);
    if (ours.length > 0 && others.length > 0 && mineHere !== theirsHere) {
      conflicts.push({ line: start + 1, base: lines.slice(start, end).join(''), mine: mineHere, theirs: theirsHere });
    }
    at = end;
  }
  if (conflicts.length > 0) return { kind: 'conflict', conflicts };
  return { kind: 'merged', text: [...merged, ...lines.slice(at)].join('') };
}

interface Region {
  readonly start: number;
  end: number;
  readonly ours: LineEdit[];
  readonly others: LineEdit[];
}

/** Edits that overlap or touch lie in one region. */
function regions(ours: readonly LineEdit[], others: readonly LineEdit[]): readonly Region[] {
  const found: Region[] = [];
  const all = [...ours.map((edit) => ({ edit, isOurs: true })), ...others.map((edit) => ({ edit, isOurs: false }))];
  all.sort((one, other) => one.edit.start - other.edit.start || one.edit.end - other.edit.end);
  for (const { edit, isOurs } of all) {
    let region = found.at(-1);
    if (!region || edit.start > region.end) {
      region = { start: edit.start, end: edit.end, ours: [], others: [] };
      found.push(region);
    }
    region.end = Math.max(region.end, edit.end);
    (isOurs ? region.ours : region.others).push(edit);
  }
  return found;
}

/** What one side made of the lines. */
function rewrite(lines: readonly string[], start: number, end: number, edits: readonly LineEdit[]): string {
  const parts: string[] = [];
  let at = start;
  for (const edit of edits) {
    parts.push(...lines.slice(at, edit.start), ...edit.lines);
    at = edit.end;
  }
  return [...parts, ...lines.slice(at, end)].join('');
}
