// What a test tool's output says: how many tests ran, and which failed where.
import type { Finding } from '../gate.ts';

export interface TestReport {
  readonly findings: readonly Finding[];
  readonly passed: number;
  readonly failed: number;
}

export interface TestParserOptions {
  /** The project's folder, absolute. */
  readonly dir: string;
  /** The module of `go.mod`. */
  readonly goModule?: string;
}

/** Takes output without colours; null when it is no output of this tool. */
export type TestParser = (output: string, options: TestParserOptions) => TestReport | null;

/** The number that a pattern's first group takes, all its matches added up; null without a match. */
export function countOf(output: string, pattern: RegExp): number | null {
  const found = [...output.matchAll(pattern)];
  return found.length === 0 ? null : found.reduce((sum, match) => sum + Number(match[1]), 0);
}

/** Pieces of the output that each begin with a line that fits. */
export function blocksOf(lines: readonly string[], isStart: (line: string) => boolean): readonly (readonly string[])[] {
  const starts = lines.flatMap((line, index) => (isStart(line) ? [index] : []));
  return starts.map((start, index) => lines.slice(start, starts[index + 1] ?? lines.length));
}

/** The lines before the first one that fits. */
export function until(lines: readonly string[], isEnd: (line: string) => boolean): readonly string[] {
  const end = lines.findIndex(isEnd);
  return end < 0 ? lines : lines.slice(0, end);
}

/** One report of several; null of none. */
export function addUp(reports: readonly TestReport[]): TestReport | null {
  if (reports.length === 0) return null;
  return {
    findings: reports.flatMap(({ findings }) => findings),
    passed: reports.reduce((sum, { passed }) => sum + passed, 0),
    failed: reports.reduce((sum, { failed }) => sum + failed, 0),
  };
}
