// The repository map as text: paths with the signatures that matter, as many as a budget holds.
import type { RankedFile, RankedFiles, RankedSymbol } from './rank.ts';

/** How many signatures a file shows by its place in the ranking; after the last step its path alone. */
const STEPS = [
  { upTo: 5, signatures: 12 },
  { upTo: 20, signatures: 6 },
  { upTo: 60, signatures: 3 },
] as const;

export interface RenderedMap {
  /** Empty when the budget holds no file. */
  readonly text: string;
  readonly shown: number;
}

/** At most `budget` characters. The files come in the order of their rank, the signatures in that of the file. */
export function renderMap({ files }: RankedFiles, budget: number): RenderedMap {
  const blocks: string[] = [];
  let left = budget;
  for (const [place, file] of files.entries()) {
    const signatures = STEPS.find(({ upTo }) => place < upTo)?.signatures ?? 0;
    const block = [blockOf(file, signatures), blockOf(file, 0)].find((text) => text.length + 1 <= left);
    if (block === undefined) break;
    blocks.push(block);
    left -= block.length + 1;
  }
  return { text: blocks.join('\n'), shown: blocks.length };
}

function blockOf({ path, definitions }: RankedFile, count: number): string {
  const chosen = new Set(definitions.toSorted((a, b) => b.weight - a.weight || a.line - b.line).slice(0, count));
  const lines = definitions.filter((symbol) => chosen.has(symbol)).map(lineOf);
  const rest = definitions.length - chosen.size;
  if (count > 0 && rest > 0) lines.push(`  … ${rest} more`);
  // A name may hold anything but a slash; here it has one line.
  return [path.replace(/[\u0000-\u001f\u007f]/g, '?'), ...lines].join('\n');
}

function lineOf({ line, signature }: RankedSymbol): string {
  return `  ${line}: ${signature}`;
}
