// Settings around tests that make them say less: thresholds, and commands that cannot fail.
import type { Finding } from '../gate.ts';
import { person, type Before } from './testFiles.ts';

const THRESHOLD_FILE =
  /(?:^|\/)(?:(?:jest|vitest|vite|karma|web-test-runner)\.config\.\w+|vitest\.workspace\.\w+|\.nycrc(?:\.\w+)?|\.c8rc(?:\.\w+)?|\.taprc|package\.json|pyproject\.toml|setup\.cfg|tox\.ini|\.coveragerc|pytest\.ini|pom\.xml|build\.gradle(?:\.kts)?|\.?codecov\.ya?ml|Makefile|[Jj]ustfile|config\.yml)$/;
const THRESHOLD =
  /(?:--)?\b(branches|functions|lines|statements|fail_under|fail-under|cov-fail-under|min_coverage|minimum|threshold|target)\b["']?\s*(?:[:=]|\s(?=\d)|>)\s*["']?(\d+(?:\.\d+)?)/g;
const SWITCH = /["']?\b(check-coverage|checkCoverage|require_tests)\b["']?\s*[:=]\s*(true|false)/g;

export function compareSettings(before: Before, after: Before): readonly Finding[] {
  const { path } = after;
  const findings: Finding[] = [];
  if (THRESHOLD_FILE.test(before.path)) findings.push(...thresholds(before, after));
  if (/(?:^|\/)package\.json$/.test(path)) findings.push(...scripts(before, after));
  else if (COMMAND_FILE.test(path) && countIdle(after.text) > countIdle(before.text))
    findings.push(person(path, 'idleCommand', 'A command was changed so that it cannot fail.'));
  return findings;
}

function thresholds({ text: old }: Before, { path, text: now }: Before): readonly Finding[] {
  const findings: Finding[] = [];
  const [before, after] = [valuesOf(old), valuesOf(now)];
  for (const [name, values] of before) {
    const next = after.get(name) ?? [];
    const lowered = values.findIndex((value, index) => (next[index] ?? -1) < value);
    if (lowered < 0) continue;
    const to = next[lowered];
    const what = to === undefined ? 'was removed' : `was lowered to ${to}`;
    findings.push(person(path, 'loweredThreshold', `The threshold ${name} of ${values[lowered] ?? ''} ${what}.`));
  }
  const [on, stillOn] = [switchesOf(old), switchesOf(now)];
  for (const name of [...on].filter((name) => !stillOn.has(name)))
    findings.push(person(path, 'loweredThreshold', `${name} was switched off.`));
  return findings;
}

function valuesOf(text: string): ReadonlyMap<string, readonly number[]> {
  const groups = Map.groupBy(text.matchAll(THRESHOLD), (match) => match[1] ?? '');
  return new Map([...groups].map(([name, matches]) => [name, matches.map((match) => Number(match[2]))]));
}

const switchesOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(SWITCH)].flatMap((match) => (match[2] === 'true' ? [match[1] ?? ''] : [])));

const COMMAND_FILE =
  /(?:^|\/)(?:GNUmakefile|[Mm]akefile|[Jj]ustfile|tox\.ini|noxfile\.py|Taskfile\.ya?ml|deno\.jsonc?)$/;
/** Ends well whatever was before, or does nothing at all. */
const IDLE_END = /\|\|\s*(?:true|:|exit 0|echo\b)|;\s*(?:true|:|exit 0)\s*$|--pass-?[wW]ith-?[nN]o-?[tT]ests\b/gm;
const IDLE_WHOLE = /^\s*(?:true|:|exit 0|echo\b[^&|;]*|node -e ['"]?['"]?)\s*$/;

const countIdle = (text: string): number => [...text.matchAll(IDLE_END)].length;
const isIdle = (script: string): boolean => IDLE_WHOLE.test(script) || countIdle(script) > 0;

const CHECK_SCRIPT =
  /^(?:pre|post)?(?:tests?|unit|e2e|lint|check|typecheck|build|coverage|ci|verify|format:check)(?:[:-].*)?$/;

function scripts({ text: old }: Before, { path, text: now }: Before): readonly Finding[] {
  const [before, after] = [scriptsOf(old), scriptsOf(now)];
  if (before === null) return [];
  return Object.entries(before).flatMap(([name, script]) => {
    if (!CHECK_SCRIPT.test(name) || isIdle(script)) return [];
    const next = after?.[name];
    if (next === undefined) return [person(path, 'removedCommand', `The script "${name}" was removed.`)];
    return isIdle(next)
      ? [person(path, 'idleCommand', `The script "${name}" was changed so that it cannot fail: ${next}`)]
      : [];
  });
}

function scriptsOf(text: string): Readonly<Record<string, string>> | null {
  try {
    const { scripts = {} } = JSON.parse(text) as { scripts?: Record<string, unknown> };
    return Object.fromEntries(
      Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return null;
  }
}
