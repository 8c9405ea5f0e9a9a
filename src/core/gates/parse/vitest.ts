// Vitest: "FAIL file > suite > test", the error, and the place behind an arrow.
import { errorFinding, message, placeIn, projectPath } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const FAIL = /^\s*FAIL\s+(?:\|[^|]+\|\s+)?(\S+\.\w+)(?:\s+>\s+(.*)|\s+\[.*)?$/;
const isArrow = (line: string): boolean => /^\s*❯ /.test(line);
const isEnd = (line: string): boolean => /^\s*(?:⎯{4}|Test Files\b|FAIL\b)/.test(line);

export const parseVitest: TestParser = (output, { dir }) => {
  const summary = /^\s*Tests\s+(?:no tests|.*\(\d+\))/m.test(output) && /^\s*Test Files\s/m.test(output);
  if (!summary && !/^No test files found, exiting with code/m.test(output)) return null;
  const findings = blocksOf(output.split('\n'), (line) => FAIL.test(line)).flatMap(([first = '', ...rest]) => {
    const [, file = '', rule = 'the whole file'] = FAIL.exec(first) ?? [];
    const body = until(rest, isEnd);
    const path = projectPath(file, dir);
    const place = placeIn(body.filter(isArrow), dir);
    const text = message(until(body, isArrow));
    return text === '' ? [] : [errorFinding(text, { rule, ...(path === undefined ? {} : { path }), ...place })];
  });
  return {
    findings,
    passed: countOf(output, /^\s*Tests\s.*?\b(\d+) passed\b/gm) ?? 0,
    failed: countOf(output, /^\s*Tests\s.*?\b(\d+) failed\b/gm) ?? 0,
  };
};
