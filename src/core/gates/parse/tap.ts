// The Test Anything Protocol, with the YAML that Node, tape and tap add to a failure.
import { errorFinding, message, placeIn } from '../text.ts';
import { blocksOf, countOf, until, type TestParser } from './testReport.ts';

const RESULT = /^(\s*)(not )?ok (\d+)\b(?:\s+-)?\s*(.*)$/;
const SKIPPED = /#\s*(?:skip|todo)\b/i;

export const parseTap: TestParser = (output, { dir }) => {
  if (!/^TAP version \d+$/m.test(output) && !/^1\.\.\d+\b/m.test(output)) return null;
  const blocks = blocksOf(output.split('\n'), (line) => RESULT.test(line));
  const findings = blocks.flatMap((block) => {
    const [, , not, , name = ''] = RESULT.exec(block[0] ?? '') ?? [];
    if (not === undefined || SKIPPED.test(name)) return [];
    const details = detailsOf(block.slice(1));
    // A suite fails because of a test in it, which is told by itself.
    if (details.some((line) => /failureType: '?subtestsFailed/.test(line))) return [];
    // The stack tells where it failed; `location` only where the test begins.
    const isLocation = (line: string): boolean => /^\s*location:/.test(line);
    const place = placeIn([...details.filter((line) => !isLocation(line)), ...details.filter(isLocation)], dir);
    return [errorFinding(errorIn(details) || `The test failed: ${name}`, { rule: name, ...place })];
  });
  const top = blocks
    .map(([first = '']) => RESULT.exec(first))
    .filter((match) => match?.[1] === '' && !SKIPPED.test(match[4] ?? ''));
  const failed = top.filter((match) => match?.[2] !== undefined).length;
  return {
    findings,
    passed: countOf(output, /^# pass\s+(\d+)$/gm) ?? top.length - failed,
    failed: countOf(output, /^# fail\s+(\d+)$/gm) ?? failed,
  };
};

/** The YAML block, which can hold empty lines, or the comments that follow at once. */
const detailsOf = (lines: readonly string[]): readonly string[] =>
  lines[0]?.trim() === '---'
    ? until(lines, (line) => line.trim() === '...')
    : until(lines, (line) => !line.trimStart().startsWith('#'));

/** `error: 'text'`, `error: |-` with lines below it, or the comments of bats. */
function errorIn(details: readonly string[]): string {
  const at = details.findIndex((line) => /^\s*(?:error|message):/.test(line));
  if (at < 0) return message(details.filter((line) => /^\s*#/.test(line)).map((line) => line.replace(/^\s*#\s?/, '')));
  const first = details[at] ?? '';
  const value = first.replace(/^\s*\w+:\s*/, '').replace(/^(['"])(.*)\1$/, '$2');
  if (!/^[|>][+-]?$/.test(value)) return message([value]);
  const indent = first.length - first.trimStart().length;
  return message(
    until(details.slice(at + 1), (line) => line.trim() !== '' && line.length - line.trimStart().length <= indent),
  );
}
