// Line coverage from the reports that test tools write: lcov, Cobertura and JaCoCo XML, Istanbul's two JSON files.
import * as z from 'zod';
import { countXml } from './xml.ts';

export interface LineCount {
  readonly covered: number;
  readonly total: number;
}

/** Line coverage in per cent; null when the text is no report, or counts no lines. */
export function readCoverage(text: string): number | null {
  const count = countLines(text.trimStart());
  if (count === null || !(count.total > 0) || !(count.covered >= 0)) return null;
  return (100 * Math.min(count.covered, count.total)) / count.total;
}

function countLines(text: string): LineCount | null {
  if (text.startsWith('<')) return countXml(text);
  if (text.startsWith('{')) return countJson(text);
  return countLcov(text);
}

/** Lines by file, since a file can stand in several records: one for each test program. */
function countLcov(text: string): LineCount | null {
  const lines = new Map<string, boolean>();
  const totals = { covered: 0, total: 0 };
  let file = '';
  for (const line of text.split(/\r?\n/)) {
    const [, tag, value = ''] = /^(SF|DA|LH|LF):(.*)$/.exec(line) ?? [];
    if (tag === 'SF') file = value;
    if (tag === 'LH') totals.covered += Number(value);
    if (tag === 'LF') totals.total += Number(value);
    if (tag !== 'DA') continue;
    const [number = '', hits] = value.split(',');
    const key = `${file}:${number}`;
    lines.set(key, (lines.get(key) ?? false) || Number(hits) > 0);
  }
  if (lines.size === 0) return totals.total > 0 ? totals : null;
  return { covered: [...lines.values()].filter(Boolean).length, total: lines.size };
}

const summary = z.object({ total: z.object({ lines: z.object({ total: z.number(), covered: z.number() }) }) });
const position = z.object({ start: z.object({ line: z.number() }) });
const final = z.record(
  z.string(),
  z.object({ statementMap: z.record(z.string(), position), s: z.record(z.string(), z.number()) }),
);

function countJson(text: string): LineCount | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const short = summary.safeParse(json);
  if (short.success) return short.data.total.lines;
  const long = final.safeParse(json);
  return long.success ? countStatements(long.data) : null;
}

/** As Istanbul does: a line counts where a statement begins on it, with the most hits of those. */
function countStatements(files: z.output<typeof final>): LineCount {
  let [covered, total] = [0, 0];
  for (const { statementMap, s } of Object.values(files)) {
    const lines = new Map<number, number>();
    for (const [id, { start }] of Object.entries(statementMap)) {
      lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id] ?? 0));
    }
    total += lines.size;
    covered += [...lines.values()].filter((hits) => hits > 0).length;
  }
  return { covered, total };
}
