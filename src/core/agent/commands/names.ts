// How a program is called whatever way it is written, runners of packages, and which words are text rather than paths.
import { dangerous } from './finding.ts';
import { literalWord, type ShellKind, type Word } from './syntax.ts';
import type { Unwrapped } from './unwrap.ts';

/** `/bin/RM` and `rm.exe` are `rm`; `python3.12` is `python3`. */
export function programName(text: string, shell: ShellKind): string {
  const path = shell === 'posix' ? text : text.replaceAll('\\', '/');
  const base = path.slice(path.lastIndexOf('/') + 1) || path;
  const name = base.toLowerCase().replace(/\.(?:exe|com|bat|cmd|ps1)$/, '');
  return name.replace(/^(python|pip)(\d)?[\d.]*$/, '$1$2');
}

const FETCHED: Unwrapped = { finding: dangerous('it fetches and runs a package'), commands: [] };

/** `npx tool`, `npm exec tool`, `yarn exec tool`: a tool of the project, or one that would be fetched. */
export function rulesOfRunner(name: string, args: readonly Word[], localPrograms: readonly string[]): Unwrapped | null {
  const step = args[0]?.text ?? '';
  if (name === 'npx') return tool(args, localPrograms);
  if (name === 'python-module') return args.length === 0 ? null : module(args);
  if (!/^(?:npm|pnpm|yarn)$/.test(name)) return null;
  if (/^(?:exec|x)$/.test(step)) return tool(args.slice(1), localPrograms);
  if (/^(?:dlx|create)$/.test(step)) return FETCHED;
  // `npm init` alone writes a package.json.
  return /^(?:init|innit)$/.test(step) && args.slice(1).some(({ text }) => !/^(?:-y|--yes)$/.test(text))
    ? FETCHED
    : null;
}

function tool(args: readonly Word[], localPrograms: readonly string[]): Unwrapped {
  const start = args.findIndex(({ text }) => !/^--(?:no-install|offline)?$/.test(text));
  const words = start < 0 ? [] : args.slice(start);
  const [program] = words;
  if (program?.kind === 'literal' && localPrograms.includes(program.text)) return { finding: null, commands: [words] };
  return { ...FETCHED, commands: words.length > 0 ? [words] : [] };
}

/** Modules that are programs of their own; others are run as a script is. */
function module(args: readonly Word[]): Unwrapped {
  const [name, ...rest] = args;
  const text = name?.text ?? '';
  return /^(?:pip|twine|http\.server|ftplib|smtplib|webbrowser|code|pdb|ensurepip)$/.test(text)
    ? text === 'pip'
      ? { finding: null, commands: [[literalWord('pip'), ...rest]] }
      : { finding: dangerous(`the module \`${text}\` reaches beyond the project`), commands: [] }
    : { finding: null, commands: [[literalWord('python-script'), ...args]] };
}

const PATTERN_FIRST = new Set([
  'grep',
  'egrep',
  'fgrep',
  'rg',
  'ag',
  'ack',
  'sed',
  'awk',
  'gawk',
  'mawk',
  'nawk',
  'jq',
  'expr',
  'tr',
  'findstr',
  'seq',
  'sleep',
  'date',
  'select-string',
  'sls',
]);
const FIND_TEXTS = /^-(?:i?name|i?path|i?wholename|i?regex|i?lname|type|mtime|size|maxdepth|mindepth)$/;

/** True for a pattern, a script or a text, which is no path though it may look like one. */
export function textIsNoPath(name: string, args: readonly Word[], index: number): boolean {
  const before = args[index - 1]?.text ?? '';
  const text = args[index]?.text ?? '';
  if (name === 'find') return FIND_TEXTS.test(before);
  if (/^--(?:exclude|exclude-dir|ignore|glob|iglob|include)(?:=|$)/.test(text)) return true;
  if (!PATTERN_FIRST.has(name)) return false;
  if (/^(?:-g|--glob|--iglob|--exclude|--exclude-dir|--include)$/.test(before)) return true;
  if (before === '-e' || before === '--regexp') return true;
  const hasExplicit = args.some((word) => /^(?:-e|-f|--regexp|--file)/.test(word.text));
  const first = args.findIndex((word) => !word.text.startsWith('-'));
  return !hasExplicit && index === first;
}
