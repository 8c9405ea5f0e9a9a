// Jest: blocks that begin with a bullet, below the file that failed.
import { errorFinding, message, placeIn, projectPath } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const FILE = /^\s*(FAIL|PASS)\s+(?:\S+:\s+)?(\S+\.\w+)/;
const BULLET = /^\s+● (.+)$/;
const isFrame = (line: string): boolean => /^\s*>?\s*\d+ \|/.test(line) || /^\s+at /.test(line);
const isEnd = (line: string): boolean =>
  FILE.test(line) || /^(?:Test Suites|Tests|Summary of all failing tests)\b/.test(line);

export const parseJest: TestParser = (output, { dir }) => {
  const hasNone = /^No tests found, exiting with code/m.test(output);
  const isJest = /^Tests:\s+.*\btotal$/m.test(output) || /^Test Suites:\s+.*\btotal$/m.test(output);
  if (!isJest && !hasNone) return null;
  let file: string | undefined;
  const findings = blocksOf(output.split('\n'), (line) => FILE.test(line) || BULLET.test(line)).flatMap((block) => {
    const [first = '', ...rest] = block;
    const [, verdict, name = ''] = FILE.exec(first) ?? [];
    if (verdict !== undefined) {
      file = verdict === 'FAIL' ? projectPath(name, dir) : undefined;
      return [];
    }
    const rule = BULLET.exec(first)?.[1] ?? '';
    if (file === undefined || rule === 'Console') return [];
    const body = until(rest, isEnd);
    const place = placeIn(
      body.filter((line) => /^\s+at /.test(line)),
      dir,
    );
    return [errorFinding(message(until(body, isFrame)), { rule, path: file, ...place })];
  });
  const passed = countOf(output, /^Tests:.*?\b(\d+) passed\b/gm) ?? 0;
  return { findings, passed, failed: countOf(output, /^Tests:.*?\b(\d+) failed\b/gm) ?? 0 };
};
