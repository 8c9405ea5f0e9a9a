// Where a file has something like a text that it does not have: for the model to look, never to edit by.
import { distance } from 'fastest-levenshtein';
import { splitLines } from './match.ts';

export interface Candidate {
  /** From 1. */
  readonly line: number;
  /** As the file has it, without the last line end. */
  readonly text: string;
  /** 0 to 1. */
  readonly likeness: number;
}

const TIME_MS = 300;
const LEAST_LIKENESS = 0.5;
const MAX_COMPARED = 2_000;

/** At most three, the most alike first. Stops looking after a third of a second. */
export function nearestTexts(text: string, wanted: string, now: () => number = Date.now): readonly Candidate[] {
  const lines = splitLines(text);
  const trimmed = lines.map(({ start, end }) => text.slice(start, end).trim());
  const quoted = wanted
    .trimEnd()
    .split('\n')
    .map((line) => line.trim());
  const target = quoted.join('\n').slice(0, MAX_COMPARED);
  const deadline = now() + TIME_MS;
  const found: Candidate[] = [];
  for (const first of startsByPromise(trimmed, quoted)) {
    if (now() > deadline) break;
    const window = trimmed
      .slice(first, first + quoted.length)
      .join('\n')
      .slice(0, MAX_COMPARED);
    const likeness = 1 - distance(window, target) / Math.max(window.length, target.length, 1);
    const last = Math.min(first + quoted.length, lines.length) - 1;
    if (likeness < LEAST_LIKENESS) continue;
    found.push({ line: first + 1, text: text.slice(lines[first]?.start, lines[last]?.end), likeness });
  }
  return apart(
    found.sort((one, other) => other.likeness - one.likeness || one.line - other.line),
    quoted.length,
  );
}

/** First lines of windows; those that share most lines with the text come first. */
function startsByPromise(trimmed: readonly string[], quoted: readonly string[]): readonly number[] {
  const offsets = Map.groupBy(quoted.keys(), (index) => quoted[index] ?? '');
  const shared = new Array<number>(trimmed.length).fill(0);
  for (const [at, line] of trimmed.entries()) {
    if (line === '') continue;
    for (const offset of offsets.get(line) ?? []) {
      const first = at - offset;
      if (first >= 0) shared[first] = (shared[first] ?? 0) + 1;
    }
  }
  return [...shared.keys()].sort((one, other) => (shared[other] ?? 0) - (shared[one] ?? 0) || one - other);
}

/** Windows that overlap tell the same. */
function apart(candidates: readonly Candidate[], size: number): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    if (kept.length === 3) break;
    if (kept.every(({ line }) => Math.abs(line - candidate.line) >= size)) kept.push(candidate);
  }
  return kept;
}
