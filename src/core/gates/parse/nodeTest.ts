// Node's own test runner as its spec reporter writes: the failures once more at the end, each with its place.
import { errorFinding, message, placeIn } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const NAME = /^\s*✖ (.*?)(?: \([\d.]+m?s\))?(?: # .*)?$/;
const isPlace = (line: string): boolean => /^\s*test at \S+:\d+:\d+$/.test(line);

export const parseNodeTest: TestParser = (output, { dir }) => {
  const total = countOf(output, /^ℹ tests (\d+)$/gm);
  if (total === null) return null;
  const findings = blocksOf(output.split('\n'), isPlace).flatMap(([place = '', title = '', ...rest]) => {
    const rule = NAME.exec(title)?.[1];
    if (rule === undefined) return [];
    const text = message(until(rest, (line) => /^\s+at /.test(line)));
    return [errorFinding(text, { rule, ...placeIn([...rest.filter((line) => /^\s+at /.test(line)), place], dir) })];
  });
  const isCancelled = countOf(output, /^ℹ cancelled (\d+)$/gm) ?? 0;
  const failed = (countOf(output, /^ℹ fail (\d+)$/gm) ?? 0) + isCancelled;
  return { findings, passed: countOf(output, /^ℹ pass (\d+)$/gm) ?? 0, failed };
};
