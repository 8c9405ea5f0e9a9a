// What compilers and linters complain about: `file:line:column` in its many spellings.
import type { Finding } from '../gate.ts';
import { clip, parseable, projectPath } from '../text.ts';

type Severity = Finding['severity'];

const severityOf = (word: string | undefined): Severity =>
  /^(?:warn|note|info|help)/i.test(word ?? '') ? 'warning' : 'error';

interface Shape {
  readonly pattern: RegExp;
  readonly read: (groups: Readonly<Record<string, string | undefined>>) => {
    readonly severity?: Severity;
    readonly rule?: string | undefined;
  };
}

const FILE = String.raw`(?<path>(?:[A-Za-z]:[\\/])?[^\s:()][^:()]*?)`;

/** Each names a file and a line in one line of output; the first that fits counts. */
const shapes: readonly Shape[] = [
  {
    // tsc, msbuild: src/a.ts(3,5): error TS2322: …
    pattern: new RegExp(
      String.raw`^\s*${FILE}\((?<line>\d+),\d+\): (?<word>error|warning|info) (?<rule>\w+): (?<text>.+)$`,
    ),
    read: ({ word, rule }) => ({ severity: severityOf(word), rule }),
  },
  {
    // tsc --pretty: src/a.ts:3:5 - error TS2322: …
    pattern: new RegExp(String.raw`^${FILE}:(?<line>\d+):\d+ - (?<word>error|warning) (?<rule>\w+): (?<text>.+)$`),
    read: ({ word, rule }) => ({ severity: severityOf(word), rule }),
  },
  {
    // Maven: [ERROR] /src/A.java:[5,10] …
    pattern: new RegExp(String.raw`^\[(?<word>ERROR|WARNING)\] ${FILE}:\[(?<line>\d+),\d+\] (?<text>.+)$`),
    read: ({ word }) => ({ severity: severityOf(word) }),
  },
  {
    // eslint --format unix: /src/a.js:3:5: … [Error/no-undef]
    pattern: new RegExp(
      String.raw`^${FILE}:(?<line>\d+):\d+: (?<text>.+) \[(?<word>Error|Warning)(?:/(?<rule>[^\]]+))?\]$`,
    ),
    read: ({ word, rule }) => ({ severity: severityOf(word), rule }),
  },
  {
    // gcc, javac, mypy: a.c:3:5: error: …  [rule]
    pattern: new RegExp(
      String.raw`^${FILE}:(?<line>\d+)(?::\d+)?: (?<word>fatal error|error|warning|note|info): (?<text>.+?)(?:\s+\[(?<rule>[\w/=-]+)\])?$`,
      'i',
    ),
    read: ({ word, rule }) => ({ severity: severityOf(word), rule }),
  },
  {
    // ruff, flake8: a.py:1:8: F401 …
    pattern: new RegExp(String.raw`^${FILE}:(?<line>\d+):\d+: (?<rule>[A-Z]{1,5}\d{2,5}) (?<text>.+)$`),
    read: ({ rule }) => ({ rule }),
  },
  {
    // go build, go vet, golangci-lint: ./a.go:5:2: … — only with a column, since prose has lines such as "note:12: …".
    pattern: new RegExp(String.raw`^(?:vet: )?${FILE}:(?<line>\d+):\d+: (?<text>.+)$`),
    read: () => ({}),
  },
];

/** ruff's and rustc's long form: the message, then ` --> file:line:column`. */
const ARROW = /^\s*--> (.+?):(\d+):\d+$/;
const HEADLINE = /^(?:(error|warning)(?:\[(\w+)\])?: |([A-Z]{1,5}\d{2,5}) (?:\[\*\] )?)(.+)$/;
/** eslint's stylish form: the file, then indented lines. */
const STYLISH = /^\s+(\d+):\d+\s+(error|warning)\s+(.+?)(?:\s{2,}(\S+))?$/;
/** Files that are not formatted, by prettier, black, ruff, rustfmt and dprint. */
const UNFORMATTED =
  /^(?:\[warn\] (?!Code style|All matched)(\S.*\.\w+)|would reformat:? (\S.*)|Would reformat: (\S.*)|Diff in (\S+?)(?::\d+:?| at line \d+:))$/;

export function parseDiagnostics(output: string, dir: string): readonly Finding[] {
  const findings: Finding[] = [];
  let file: string | undefined;
  let headline = HEADLINE.exec('');
  for (const line of parseable(output).split('\n')) {
    const found =
      arrowFinding(line, headline, dir) ??
      stylishFinding(line, file) ??
      shapedFinding(line, dir) ??
      unformatted(line, dir);
    if (found !== undefined) findings.push(found);
    headline = HEADLINE.exec(line) ?? (ARROW.test(line) ? null : headline);
    if (/^\S+\.\w+$/.test(line)) file = projectPath(line, dir);
    else if (line.trim() === '') file = undefined;
  }
  return findings;
}

function arrowFinding(line: string, headline: RegExpExecArray | null, dir: string): Finding | undefined {
  const [, name = '', at] = ARROW.exec(line) ?? [];
  const path = projectPath(name, dir);
  const [, word, code, ruff, text = ''] = headline ?? [];
  if (path === undefined || headline === null) return undefined;
  const rule = code ?? ruff;
  return {
    severity: severityOf(word),
    message: clip(text),
    ...(rule === undefined ? {} : { rule }),
    path,
    line: Number(at),
  };
}

function stylishFinding(line: string, path: string | undefined): Finding | undefined {
  const [, at, word, text = '', rule] = STYLISH.exec(line) ?? [];
  if (at === undefined || path === undefined) return undefined;
  return {
    severity: severityOf(word),
    message: clip(text),
    ...(rule === undefined ? {} : { rule }),
    path,
    line: Number(at),
  };
}

function shapedFinding(line: string, dir: string): Finding | undefined {
  for (const { pattern, read } of shapes) {
    const groups = pattern.exec(line)?.groups;
    if (groups === undefined) continue;
    const { path: name = '', line: at, text = '' } = groups;
    const path = projectPath(name, dir);
    if (path === undefined || !/\.\w+$/.test(path)) return undefined;
    const { severity = 'error', rule } = read(groups);
    return { severity, message: clip(text), ...(rule === undefined ? {} : { rule }), path, line: Number(at) };
  }
  return undefined;
}

function unformatted(line: string, dir: string): Finding | undefined {
  const groups: readonly (string | undefined)[] = UNFORMATTED.exec(line)?.slice(1) ?? [];
  const name = groups.find((group) => group !== undefined);
  const path = name === undefined ? undefined : projectPath(name, dir);
  return path === undefined
    ? undefined
    : { severity: 'error', message: 'The file is not formatted.', rule: 'format', path };
}
