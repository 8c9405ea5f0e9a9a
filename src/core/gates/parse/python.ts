// pytest and unittest.
import type { Finding } from '../gate.ts';
import { errorFinding, message, placeIn, projectPath, type Place } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const SECTION = /^_{3,} (.+?) _{3,}$/;
const FAILED = /^(FAILED|ERROR) ([^\s:]+)(?:::(\S+))?(?: - (.*))?$/;
const SUMMARY =
  /^(?:=+ )?(?:no tests ran|\d+ (?:passed|failed|errors?|skipped|deselected|warnings?|xfailed|xpassed)\b.*) in [\d.]+s/m;

export const parsePytest: TestParser = (output, { dir }) => {
  const summary = SUMMARY.exec(output)?.[0];
  if (summary === undefined && !/^collected \d+ items?/m.test(output)) return null;
  const lines = output.split('\n');
  const sections = blocksOf(lines, (line) => SECTION.test(line) || /^=+ .* =+$/.test(line));
  const findings = lines.flatMap((line) => {
    const [, , file = '', test, reason = ''] = FAILED.exec(line) ?? [];
    const path = projectPath(file, dir);
    if (path === undefined) return [];
    const name = test?.replaceAll('::', '.') ?? file;
    const section =
      sections.find(([title = '']) => SECTION.exec(title)?.[1]?.replace(/^ERROR \w+ (?:of )?/, '') === name) ?? [];
    return [pytestFinding(section, { path, rule: test ?? file, reason }, dir)];
  });
  const count = (word: string): number => countOf(summary ?? '', new RegExp(`(\\d+) ${word}\\b`, 'g')) ?? 0;
  return { findings, passed: count('passed') + count('xpassed'), failed: count('failed') + count('errors?') };
};

function pytestFinding(
  section: readonly string[],
  { path, rule, reason }: { readonly path: string; readonly rule: string; readonly reason: string },
  dir: string,
): Finding {
  const errors = section.filter((line) => /^E\s/.test(line)).map((line) => line.slice(1));
  const places = section.filter((line) => /^\S+\.py:\d+:(?: |$)/.test(line));
  // The test's own line says more than the helper's in which it failed.
  const place = placeIn(
    places.filter((line) => line.startsWith(`${path}:`)),
    dir,
  );
  return errorFinding(message(errors) || reason || 'The test failed.', { path, rule, ...place });
}

const BLOCK = /^(?:FAIL|ERROR): (\S+)(?: \((\S+)\))?/;

export const parseUnittest: TestParser = (output, { dir }) => {
  const total = countOf(output, /^Ran (\d+) tests? in [\d.]+s$/gm);
  if (total === null) return null;
  const findings = blocksOf(output.split('\n'), (line) => BLOCK.test(line)).map((block) => {
    const [, name = '', where] = BLOCK.exec(block[0] ?? '') ?? [];
    const body = until(block.slice(1), (line) => /^(?:={70}|Ran \d+ tests?)/.test(line)).filter(
      (line) => !/^-{70}$/.test(line),
    );
    const error = body.findLastIndex((line) => /^\S/.test(line) && line.trim() !== '');
    const rule = where === undefined || where.endsWith(name) ? (where ?? name) : `${where}.${name}`;
    return errorFinding(message(body.slice(Math.max(0, error))), { rule, ...frameIn(body, dir) });
  });
  const count = (word: string): number => countOf(output, new RegExp(`^(?:OK|FAILED) \\(.*?${word}=(\\d+)`, 'gm')) ?? 0;
  const failed = count('failures') + count('errors');
  return { findings, passed: Math.max(0, total - failed - count('skipped')), failed };
};

/** The innermost frame of the project in a Python traceback. */
function frameIn(lines: readonly string[], dir: string): Place {
  const frames = lines.flatMap((line) => {
    const [, file = '', at] = /^\s*File "([^"]+)", line (\d+)/.exec(line) ?? [];
    const path = projectPath(file, dir);
    return path === undefined ? [] : [{ path, line: Number(at) }];
  });
  return frames.at(-1) ?? {};
}
