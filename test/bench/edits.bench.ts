// What an agent's edits cost: found exactly, found apart from blanks, and not found, with the nearest places named.
import { applyEdits, type TextEdit } from '../../src/core/tools/edit/applyEdits.ts';
import type { Benchmark } from './benchmark.ts';

const EDITS = 30;
const ROUNDS = 5;
const SIZES = [300, 3_000];
/** Lines that an edit quotes. */
const QUOTED = 6;

export const benchmarks: readonly Benchmark[] = SIZES.map((lines) => ({
  name: `edits, a file of ${lines.toLocaleString('en-US')} lines`,
  run: () => Promise.resolve(report(lines)),
}));

function report(lines: number): string {
  const text = source(lines);
  const exact = rate(text, lines, 'applied', (quoted) => quoted);
  // As models write it: with other blanks at the beginnings of all lines.
  const tolerant = rate(text, lines, 'applied', (quoted) => quoted.replaceAll(/^/gm, '  '));
  const failing = rate(text, lines, 'failed', (quoted) => quoted.replace('normalize', 'normalise'));
  return [
    `${perSecond(exact)} exact`,
    `${perSecond(tolerant)} apart from blanks`,
    `${perSecond(failing)} not found, with the nearest places (${(1000 / failing).toFixed(1)} ms each)`,
  ].join(', ');
}

/** Edits a second, spread over the file. The fastest round counts: in others, other programs had a part. */
function rate(text: string, lines: number, expected: 'applied' | 'failed', quote: (text: string) => string): number {
  const edits = Array.from({ length: EDITS }, (_, at): TextEdit => {
    const oldText = quote(quoteAt(text, Math.floor((at * (lines - QUOTED)) / EDITS)));
    return { oldText, newText: oldText.replace('value', 'input'), replaceAll: false };
  });
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    for (const edit of edits) {
      const result = applyEdits(text, [edit]);
      if (result.kind !== expected) throw new Error(`An edit ${result.kind}: ${JSON.stringify(result).slice(0, 400)}`);
    }
    return performance.now() - start;
  });
  return (EDITS * 1000) / Math.min(...times);
}

const quoteAt = (text: string, line: number): string =>
  text
    .split('\n')
    .slice(line, line + QUOTED)
    .join('\n');

/** Functions that are alike, as in real code, so that a place that is not found has many near ones. */
function source(lines: number): string {
  return Array.from({ length: Math.ceil(lines / 6) }, (_, at) => [
    `export function convert${at}(value: string, options: Options): string {`,
    `  const key = normalize(value, options.locale ?? 'en-${at % 40}');`,
    `  if (key.length > ${at + 3}) return key.slice(0, ${at + 3});`,
    `  return lookUp(table${at % 90}, key) ?? options.fallback;`,
    '}',
    '',
  ])
    .flat()
    .slice(0, lines)
    .join('\n');
}

const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en-US')}/s`;
