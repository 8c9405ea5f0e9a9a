// Text from tools: without colours, cut to what a reader needs, its paths made the project's.
import type { Finding } from './gate.ts';

export const MAX_FINDINGS = 20;
const MAX_MESSAGE = 600;
const MAX_MESSAGE_LINES = 12;

const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Longer lines are data, and patterns take their time with them. */
const MAX_LINE = 2_000;

/** As a parser reads it: `plain`, with long lines cut. */
export const parseable = (text: string): string =>
  plain(text)
    .split('\n')
    .map((line) => line.slice(0, MAX_LINE))
    .join('\n');

/** Without escape sequences and carriage returns. */
export const plain = (text: string): string => text.replace(ESCAPES, '').replace(/\r+\n/g, '\n').replace(/\r/g, '\n');

export interface Place {
  readonly path?: string;
  readonly line?: number;
}

/** Relative to `dir` with forward slashes; undefined for what lies outside or is no source of the project. */
export function projectPath(name: string, dir: string): string | undefined {
  let path = name.replace(/^file:\/\/(?:localhost)?(?=\/)/, '').replaceAll('\\', '/');
  if (name.startsWith('file:')) path = decode(path).replace(/^\/(?=[A-Za-z]:)/, '');
  const folder = dir.replaceAll('\\', '/').replace(/\/$/, '');
  // A Mac names its temporary folders both ways.
  for (const prefix of [`${folder}/`, `/private${folder}/`])
    if (path.startsWith(prefix)) path = path.slice(prefix.length);
  path = path.replace(/^(?:\.\/)+/, '');
  const isOutside = /^(?:\/|[A-Za-z]:|\.\.(?:\/|$)|[a-z]+:)/.test(path);
  return path === '' || isOutside || path.split('/').includes('node_modules') ? undefined : path;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `path:line` and `path:line:column`, in a stack or anywhere in a line. */
const PLACE = /((?:file:\/\/\/?|[A-Za-z]:[\\/])?[^\s():'"<>|]+\.\w+):(\d+)(?::\d+)?/g;

/** The first place of the project that the lines name. */
export function placeIn(lines: readonly string[], dir: string): Place {
  for (const line of lines) {
    for (const [, name = '', at] of line.matchAll(PLACE)) {
      const path = projectPath(name, dir);
      if (path !== undefined) return { path, line: Number(at) };
    }
  }
  return {};
}

/** Without the indentation that all lines share, without blank ends, cut. */
export function message(lines: readonly string[]): string {
  const filled = lines.filter((line) => line.trim() !== '');
  const indent = Math.min(...filled.map((line) => line.length - line.trimStart().length));
  const shown = filled.slice(0, MAX_MESSAGE_LINES).map((line) => line.slice(indent).trimEnd());
  return clip(shown.join('\n').trimStart() + (filled.length > MAX_MESSAGE_LINES ? '\n…' : ''));
}

export const clip = (text: string, max = MAX_MESSAGE): string =>
  text.length > max ? `${text.slice(0, max - 1)}…` : text;

/** Each once, errors first, so many at the most and then a line on how many more there are. */
export function capFindings(findings: readonly Finding[]): readonly Finding[] {
  const unique = new Map(
    findings.map((found) => [JSON.stringify([found.rule, found.path, found.line, found.message]), found]),
  );
  const sorted = [...unique.values()].toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
  if (sorted.length <= MAX_FINDINGS) return sorted;
  const left = sorted.length - MAX_FINDINGS;
  return [...sorted.slice(0, MAX_FINDINGS), { severity: 'warning', message: `${left} more findings are left out.` }];
}

export const errorFinding = (text: string, more: Omit<Finding, 'severity' | 'message'> = {}): Finding => ({
  severity: 'error',
  message: text,
  ...more,
});

/** The end of the output, for a person. */
export function tailOf(output: string, maxLines = 60, maxLength = 6_000): string {
  const lines = plain(output).trimEnd().split('\n').slice(-maxLines).join('\n');
  return lines.length > maxLength ? `…${lines.slice(-maxLength)}` : lines;
}
