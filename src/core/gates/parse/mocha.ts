// Mocha's spec, dot and list reporters: they share the list of failures at the end.
import { errorFinding, message, placeIn } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const isStack = (line: string): boolean => /^\s+at /.test(line);

export const parseMocha: TestParser = (output, { dir }) => {
  const passed = countOf(output, /^\s*(?:✔ )?(\d+) passing\b/gm);
  if (passed === null) return null;
  const failed = countOf(output, /^\s*(?:✖ )?(\d+) failing\b/gm) ?? 0;
  const lines = output.split('\n');
  const start = lines.findIndex((line) => /^\s*(?:✖ )?\d+ failing\b/.test(line));
  const failures = start < 0 ? [] : blocksOf(lines.slice(start + 1), (line) => /^ {2}\d+\) /.test(line));
  const findings = failures.map((block) => {
    const titleEnd = Math.max(
      0,
      block.findIndex((line) => line.trimEnd().endsWith(':')),
    );
    const title = block.slice(0, titleEnd + 1).map((line) => line.trim().replace(/^\d+\) /, ''));
    const body = block.slice(titleEnd + 1);
    const stack = body.slice(until(body, isStack).length);
    const rule = title.join(' ').replace(/:$/, '');
    return errorFinding(message(until(body, isStack)), { rule, ...placeIn(stack, dir) });
  });
  return { findings, passed, failed };
};
