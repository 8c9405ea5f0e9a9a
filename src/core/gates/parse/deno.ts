// `deno test`.
import { errorFinding, message, placeIn } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const TITLE = /^(.+) => (\S+:\d+:\d+)$/;

export const parseDeno: TestParser = (output, { dir }) => {
  const passed = countOf(output, /^(?:ok|FAILED) \| (\d+) passed/gm);
  if (passed === null) return null;
  const errors = output.slice(output.search(/^ ERRORS\s*$/m)).split('\n');
  const findings = blocksOf(errors, (line) => TITLE.test(line)).flatMap(([title = '', ...rest]) => {
    const [, rule = '', place = ''] = TITLE.exec(title) ?? [];
    const body = until(rest, (line) => /^\s+at /.test(line) || /^ FAILURES\s*$/.test(line));
    return body.some((line) => line.startsWith('error: '))
      ? [errorFinding(message(body), { rule, ...placeIn([place], dir) })]
      : [];
  });
  return { findings, passed, failed: countOf(output, /^(?:ok|FAILED) \| .*?(\d+) failed/gm) ?? 0 };
};
