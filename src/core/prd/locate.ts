// Finds a plan's requirements in the text of its PRD as it stands now, after edits.
import { linesOf } from './text.ts';

/** What the plan knows of a requirement's place: its words and the line (from 1) where they stood. */
export interface Sought {
  readonly text: string;
  readonly source: { readonly line: number };
}

/** A requirement is recognised by this many of its first characters: the document may break the line there. */
const recognisedBy = 60;

/** The line (from 0) of each requirement that is still there; the others are missing from the result. */
export function locateRequirements<R extends Sought>(text: string, requirements: readonly R[]): ReadonlyMap<R, number> {
  const lines = linesOf(text).map(words);
  const found = new Map<R, number>();
  let shift = 0;
  for (const requirement of [...requirements].sort((a, b) => a.source.line - b.source.line)) {
    const then = requirement.source.line - 1;
    const now = nearest(lines, words(requirement.text), then + shift);
    if (now === undefined) continue;
    shift = now - then;
    found.set(requirement, now);
  }
  return found;
}

/** Lines above the place of interest mostly move together, so the search starts where the last one ended. */
function nearest(lines: readonly string[], sought: string, from: number): number | undefined {
  if (sought === '') return undefined;
  for (let distance = 0; distance <= lines.length + Math.abs(from); distance += 1) {
    for (const at of distance === 0 ? [from] : [from + distance, from - distance]) {
      if (holds(lines[at], sought)) return at;
    }
  }
  return undefined;
}

/** A line holds a requirement that begins in it; a line too short to be sure of must be all of it. */
function holds(line: string | undefined, sought: string): boolean {
  if (line === undefined || line === '') return false;
  if (line.includes(sought.slice(0, recognisedBy))) return true;
  return line.length >= recognisedBy / 3 && sought.startsWith(line);
}

/** Letters and digits alone: list marks, emphasis, links and white space differ between the document and the plan. */
function words(line: string): string {
  return line
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]/, '')
    .replace(/\]\([^)]*\)/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
