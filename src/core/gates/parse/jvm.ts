// Maven's Surefire and Gradle; file names come without their folders, so reports in XML tell more.
import { errorFinding, message } from '../text.ts';
import { countOf, until, type TestParser } from './testReport.ts';

const TOTAL = /^(?:\[\w+\]\s+)?Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)\s*$/gm;
const FAILURE = /^\[ERROR\]\s{2,}(?:\w+[.$])*(\w+)\.(\w+)(?:\([^)]*\))?:(\d+)\s*(.*)$/;

export const parseSurefire: TestParser = (output) => {
  const totals = [...output.matchAll(TOTAL)].map((match) => match.slice(1).map(Number));
  if (totals.length === 0)
    return /^\[INFO\] No tests to run\.$/m.test(output) ? { findings: [], passed: 0, failed: 0 } : null;
  const sum = (index: number): number => totals.reduce((total, counts) => total + (counts[index] ?? 0), 0);
  const lines = output.split('\n');
  const findings = lines.flatMap((line, index) => {
    const [, name, method = '', at, text = ''] = FAILURE.exec(line) ?? [];
    if (name === undefined) return [];
    const more = until(lines.slice(index + 1), (next) => next.startsWith('[') || next.trim() === '');
    return [
      errorFinding(message([text.replace(/^» /, ''), ...more]) || 'The test failed.', {
        rule: `${name}.${method}`,
        line: Number(at),
      }),
    ];
  });
  const failed = sum(1) + sum(2);
  return { findings, passed: Math.max(0, sum(0) - failed - sum(3)), failed };
};

const GRADLE = /^(\S+) > (.+) FAILED$/;

export const parseGradle: TestParser = (output) => {
  const lines = output.split('\n');
  const findings = lines.flatMap((line, index) => {
    const [, name, test = ''] = GRADLE.exec(line) ?? [];
    if (name === undefined) return [];
    const body = until(lines.slice(index + 1), (next) => next.trim() === '');
    const at = /at \w+\.(?:java|kt|groovy|scala):(\d+)/.exec(body.join('\n'))?.[1];
    return [
      errorFinding(message(body), { rule: `${name} > ${test}`, ...(at === undefined ? {} : { line: Number(at) }) }),
    ];
  });
  const [, total, failed] = /^(\d+) tests completed, (\d+) failed/m.exec(output) ?? [];
  if (total === undefined) return findings.length > 0 ? { findings, passed: 0, failed: findings.length } : null;
  return { findings, passed: Number(total) - Number(failed), failed: Number(failed) };
};

export const parseDotnet: TestParser = (output) => {
  const passed = countOf(output, /^(?:Passed|Failed)!\s+- .*?Passed:\s+(\d+)/gm);
  if (passed === null) return null;
  const lines = output.split('\n');
  const findings = lines.flatMap((line, index) => {
    const rule = /^ {2}Failed (.+?) \[[^\]]*\]$/.exec(line)?.[1];
    if (rule === undefined) return [];
    const body = until(lines.slice(index + 1), (next) => /^\s*Stack Trace:/.test(next) || next.trim() === '');
    return [errorFinding(message(body.filter((text) => !/^\s*Error Message:/.test(text))), { rule })];
  });
  return { findings, passed, failed: countOf(output, /^Failed!\s+- Failed:\s+(\d+)/gm) ?? 0 };
};
