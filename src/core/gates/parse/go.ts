// `go test`, plain and with -json, whose events carry the plain output.
import * as z from 'zod';
import { errorFinding, message, type Place } from '../text.ts';
import { until, type TestParser } from './testReport.ts';

const event = z.object({ Action: z.string(), Output: z.string().optional() });
const FAIL = /^\s*--- FAIL: (\S+) \(/;
const PACKAGE = /^(ok|FAIL|\?|---)\s+(\S+)\s/;
const PLACE = /^\s*([\w.-]+\.go):(\d+): ?(.*)$/;

export const parseGo: TestParser = (output, { goModule = '' }) => {
  const lines = plainLines(output);
  const isPackage = (line: string): boolean => /^(?:ok|FAIL|\?) {0,4}\t\S+/.test(line);
  if (!lines.some(isPackage) && !lines.some((line) => FAIL.test(line))) return null;
  const findings = lines.flatMap((line, index) => {
    const rule = FAIL.exec(line)?.[1];
    if (rule === undefined) return [];
    const rest = lines.slice(index + 1);
    const body = until(rest, (next) => /^\s*--- /.test(next) || /^(?:FAIL|PASS|ok|\?|exit status)\b/.test(next));
    const pkg = rest
      .map((next) => (isPackage(next) ? PACKAGE.exec(next)?.[2] : undefined))
      .find((name) => name !== undefined);
    // A test that fails because of a subtest has nothing to tell itself.
    if (body.length === 0 && FAIL.test(rest[0] ?? '')) return [];
    return [errorFinding(textOf(body), { rule, ...placeOf(body, folderOf(pkg, goModule)) })];
  });
  const passed = lines.filter((line) => /^\s*--- PASS: /.test(line)).length;
  const ran = lines.filter(
    (line) => /^ok\s/.test(line) && !line.includes('[no tests to run]') && !line.includes('[no test files]'),
  ).length;
  const failed = lines.filter((line) => /^FAIL\t\S+/.test(line)).length;
  return { findings, passed: Math.max(passed, ran), failed: Math.max(findings.length, failed) };
};

function plainLines(output: string): readonly string[] {
  const lines = output.split('\n');
  const told = lines.flatMap((line) => {
    if (!line.startsWith('{"')) return [];
    try {
      const parsed = event.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data.Output ?? ''] : [];
    } catch {
      return [];
    }
  });
  return told.length > 0 ? told.join('').split('\n') : lines;
}

const textOf = (body: readonly string[]): string =>
  message(body.map((line) => line.replace(/^(\s*)[\w.-]+\.go:\d+: ?/, '$1'))) || 'The test failed.';

function folderOf(pkg: string | undefined, goModule: string): string {
  if (pkg === undefined || goModule === '' || !pkg.startsWith(`${goModule}/`)) return '';
  return `${pkg.slice(goModule.length + 1)}/`;
}

function placeOf(body: readonly string[], folder: string): Place {
  for (const line of body) {
    const [, file, at] = PLACE.exec(line) ?? [];
    if (file !== undefined) return { path: folder + file, line: Number(at) };
  }
  return {};
}
