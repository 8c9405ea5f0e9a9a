// Lines with their ends, and where two lists of them differ.
import { diffArrays } from 'diff';

/** More edits than this are one: the time grows with their square. */
const MAX_EDITS = 2_000;

/** Lines `start` to `end` (from 0, end excluded) of the one text became `lines`. */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Each with its own end; joined they are the text. */
export const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** In order; between two edits there is at least one line that is the same. */
export function editsBetween(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  const parts =
    fewestEdits(before, after) > MAX_EDITS
      ? undefined
      : diffArrays([...before], [...after], { maxEditLength: MAX_EDITS });
  if (!parts) return [{ start: 0, end: before.length, lines: after }];
  const edits: LineEdit[] = [];
  let at = 0;
  let isOpen = false;
  for (const part of parts) {
    const removed = part.added ? 0 : part.value.length;
    if (part.added || part.removed) {
      const last = isOpen ? edits.pop() : undefined;
      const lines = [...(last?.lines ?? []), ...(part.added ? part.value : [])];
      edits.push({ start: last?.start ?? at, end: at + removed, lines });
    }
    isOpen = part.added || part.removed;
    at += removed;
  }
  return edits;
}

/** Lines that the other side does not have: at least these are edits. */
function fewestEdits(before: readonly string[], after: readonly string[]): number {
  const [old, now] = [new Set(before), new Set(after)];
  return before.filter((line) => !now.has(line)).length + after.filter((line) => !old.has(line)).length;
}
