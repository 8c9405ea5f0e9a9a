// Programs that run another one: what they would run is judged in their place.
import { dangerous, harmless, isOption, worst, type Finding } from './finding.ts';
import { judgeAssignment } from './variables.ts';
import { literalWord, type Assignment, type ShellKind, type Word } from './syntax.ts';

export interface Unwrapped {
  /** What the wrapper does by itself; null for nothing. */
  readonly finding: Finding | null;
  readonly assignments?: readonly Assignment[];
  /** The commands that it runs. */
  readonly commands: readonly (readonly Word[])[];
  /** Lines that it hands to a shell. */
  readonly lines?: readonly { readonly text: string; readonly shell: ShellKind }[];
}

type Wrapper = (args: readonly Word[]) => Unwrapped;

const risky = (reason: string, inner: readonly Word[] = []): Unwrapped => ({
  finding: dangerous(reason),
  commands: inner.length > 0 ? [inner] : [],
});
const through = (words: readonly Word[]): Unwrapped => ({ finding: null, commands: words.length > 0 ? [words] : [] });
const UNKNOWN: Word = { text: '…', kind: 'unknown', isQuoted: true };

/** Skips options; those of `withValue` take the next word along. An option that is not listed is a risk. */
const skipping =
  (flags: RegExp, withValue: RegExp, operands = 0, more: readonly Word[] = []): Wrapper =>
  (args) => {
    let index = 0;
    let unknown: string | null = null;
    for (let text = args[0]?.text; text?.startsWith('-') && text !== '-'; text = args[index]?.text) {
      index++;
      if (text === '--') break;
      if (withValue.test(text)) index++;
      else if (!flags.test(text)) unknown ??= text;
    }
    const inner = args.slice(index + operands);
    if (unknown !== null) return risky(`its option \`${unknown}\` is not known to be safe`, inner);
    return inner.length === 0 ? risky('it runs whatever it is given') : through([...inner, ...more]);
  };

const privileged =
  (withValue: RegExp): Wrapper =>
  (args) => ({
    ...skipping(/^-/, withValue)(args),
    finding: dangerous('it runs with the rights of another user'),
  });

const env: Wrapper = (args) => {
  const assignments: Assignment[] = [];
  let index = 0;
  for (; index < args.length; index++) {
    const { text = '', kind = 'literal' } = args[index] ?? {};
    const equals = /^[A-Za-z_]\w*=/.exec(text)?.[0];
    if (equals !== undefined)
      assignments.push({ name: equals.slice(0, -1), value: { text: text.slice(equals.length), kind, isQuoted: true } });
    else if (text === '-u') index++;
    else if (text === '--' || text === '-i' || text === '-' || text === '--ignore-environment') continue;
    else if (text.startsWith('-'))
      return risky(`its option \`${text}\` is not known to be safe`, args.slice(index + 1));
    else break;
  }
  const inner = args.slice(index);
  if (inner.length === 0) return risky('it shows environment variables, which may hold secrets');
  return { finding: null, assignments, commands: [inner] };
};

/** `sh -c LINE`; without a script it reads what it is given. */
const shellProgram: Wrapper = (args) => {
  for (const [index, { text, kind }] of args.entries()) {
    if (/^-[a-z]*c$/.test(text)) {
      const line = args[index + 1];
      // A shell takes options after -c as well.
      if (line?.kind !== 'literal' || line.text.startsWith('-') || line.text.startsWith('+'))
        return risky('it runs a line that is known only then');
      const line0 = { text: line.text, shell: 'posix' } as const;
      return /[il]/.test(text)
        ? { ...risky('it starts a login shell'), lines: [line0] }
        : { finding: null, commands: [], lines: [line0] };
    }
    if (/^--(?:norc|noprofile|posix)$/.test(text) || /^-[eux]+$/.test(text)) continue;
    if (text.startsWith('-') || text.startsWith('+') || kind !== 'literal')
      return risky('it starts a shell in an unusual way');
    return through([]);
  }
  return risky('it runs whatever it is given through a pipe');
};

const evaluate: Wrapper = (args) =>
  args.every(({ kind }) => kind === 'literal') && args.length > 0
    ? { finding: null, commands: [], lines: [{ text: args.map(({ text }) => text).join(' '), shell: 'posix' }] }
    : risky('it runs a line that is known only then');

/** Everything after each -exec, up to `;` or `+`. */
const find: Wrapper = (args) => {
  const commands: Word[][] = [];
  for (const [index, { text }] of args.entries()) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(text)) continue;
    const rest = args.slice(index + 1);
    const end = rest.findIndex((word) => word.text === ';' || word.text === '+');
    const inner = (end < 0 ? rest : rest.slice(0, end)).map((word) => (word.text.includes('{}') ? UNKNOWN : word));
    if (inner.length === 0) return risky('it runs whatever it finds');
    commands.push([...inner, UNKNOWN]);
  }
  return { finding: null, commands };
};

const fd: Wrapper = (args) => {
  const index = args.findIndex(({ text }) => /^-[a-zA-Z]*[xX]/.test(text) || isOption(text, '--exec', '--exec-batch'));
  return index < 0 ? through([]) : risky('it runs a program for what it finds', [...args.slice(index + 1), UNKNOWN]);
};

const cmdProgram: Wrapper = (args) => {
  const index = args.findIndex(({ text }) => /^\/[ckr]/i.test(text));
  const line = args.slice(index + 1);
  if (
    index < 0 ||
    line.length === 0 ||
    line.some(({ kind }) => kind !== 'literal') ||
    !/^\/[ck]$/i.test(args[index]?.text ?? '')
  )
    return risky('it starts a shell in an unusual way');
  return { finding: null, commands: [], lines: [{ text: line.map(({ text }) => text).join(' '), shell: 'cmd' }] };
};

const powershellProgram: Wrapper = (args) => {
  const index = args.findIndex(({ text }) => /^-c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/i.test(text));
  const before = args.slice(0, Math.max(index, 0));
  const line = args.slice(index + 1);
  const isPlain = before.every(({ text }) => /^-(?:noprofile|nop|noninteractive|noni|nologo|nol)$/i.test(text));
  if (index < 0 || !isPlain || line.length === 0 || line.some(({ kind }) => kind !== 'literal'))
    return risky('it starts PowerShell in an unusual way');
  return {
    finding: null,
    commands: [],
    lines: [{ text: line.map(({ text }) => text).join(' '), shell: 'powershell' }],
  };
};

/** The module of `python -m` is a program too. */
const python: Wrapper = (args) =>
  args[0]?.text === '-m' ? through([literalWord('python-module'), ...args.slice(1)]) : through([]);

/** `export NAME=value` sets variables for all that follows. */
const exportVariables: Wrapper = (args) => ({
  finding: worst(
    args.map(({ text, kind }) => {
      const name = /^([A-Za-z_]\w*)=/.exec(text)?.[1];
      if (name === undefined) return dangerous('it shows or changes environment variables');
      return judgeAssignment({ name, value: { text: text.slice(name.length + 1), kind, isQuoted: true } });
    }),
  ),
  commands: [],
});

const NONE = /^$/;
const each = (names: string, wrapper: Wrapper): Readonly<Record<string, Wrapper>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, wrapper]));

const wrappers: Readonly<Record<string, Wrapper>> = {
  ...each('sudo doas pkexec runas gosu su-exec', privileged(/^-[ughpCTrtDRU]$/)),
  env,
  ...each('nohup setsid chronic unbuffer builtin busybox toybox call', skipping(NONE, NONE)),
  command: (args) =>
    /^-[vV]$/.test(args[0]?.text ?? '') ? { finding: harmless, commands: [] } : skipping(NONE, NONE)(args),
  exec: skipping(NONE, NONE),
  ...each('nice', skipping(/^-\d+$|^-n.+|^--adjustment=/, /^-n$/)),
  ...each('ionice', skipping(/^-[cnt].+/, /^-[cn]$/)),
  ...each('stdbuf', skipping(/^-[ioe].+/, /^-[ioe]$/)),
  timeout: skipping(
    /^(?:-v|--verbose|--foreground|--preserve-status|-[ks].+|--(?:kill-after|signal)=.*)$/,
    /^-[ks]$/,
    1,
  ),
  gtimeout: skipping(/^(?:-v|--foreground|--preserve-status)$/, /^-[ks]$/, 1),
  time: skipping(/^(?:-p|-v)$/, /^-f$/),
  watch: skipping(/^-[dtn].*$/, /^-n$/),
  xargs: skipping(/^(?:-[0rt]+|-[nPLI].+|--null|--no-run-if-empty)$/, /^-[nPLIds]$/, 0, [UNKNOWN]),
  parallel: (args) => risky('it runs whatever it is given', args),
  ...each('sh bash dash zsh ksh ash mksh', shellProgram),
  ...each('fish csh tcsh nu xonsh', () => risky('it starts a shell that is not read here')),
  eval: evaluate,
  export: (args) =>
    args.length === 0 ? risky('it shows environment variables, which may hold secrets') : exportVariables(args),
  // Without a slash the file is looked for in PATH.
  ...each('. source', (args) =>
    args.length === 1 && args[0]?.text.includes('/') === true ? through([]) : risky('it runs a file in this shell'),
  ),
  find,
  fd,
  fdfind: fd,
  ...each('cmd', cmdProgram),
  ...each('powershell pwsh', powershellProgram),
  ...each('python python3 python2', python),
};

/** Other programs of the same name. */
const NOT_ON_WINDOWS = new Set([
  'find',
  'time',
  'timeout',
  'exec',
  '.',
  'source',
  'env',
  'watch',
  'command',
  'eval',
  'fd',
]);

/** Null for a program that runs nothing else. */
export function unwrap(name: string, args: readonly Word[], shell: ShellKind): Unwrapped | null {
  if (shell !== 'posix' && NOT_ON_WINDOWS.has(name)) return null;
  return Object.hasOwn(wrappers, name) ? (wrappers[name]?.(args) ?? null) : null;
}
