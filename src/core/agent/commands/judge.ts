// What one command line would do: every simple command in it, seen through wrappers, with how much is at stake.
import { dangerous, harmless, ordinary, worst, type Finding } from './finding.ts';
import { judgeAssignment } from './variables.ts';
import { judgeGit, readGitCall } from './git.ts';
import { judgeProgram, programRules } from './programs.ts';
import { cmdRules, powershellRules } from './windows.ts';
import { parseCommand } from './parse.ts';
import { posixRules } from './files.ts';
import { programName, rulesOfRunner, textIsNoPath } from './names.ts';
import { reachOf, type CommandContext } from './reach.ts';
import { readsSecretFolder } from './recursion.ts';
import { unwrap } from './unwrap.ts';
import { MAX_DEPTH, type Assignment, type Redirect, type SimpleCommand, type Word } from './syntax.ts';

export interface Judgement {
  /** Words of the command as they will be; the program is named as rules name it. */
  readonly tokens: readonly string[];
  /** The same without what stands between a program and its subcommand, for rules that forbid. */
  readonly bare: readonly string[];
  /** All words are known exactly. */
  readonly isLiteral: boolean;
  readonly hasRedirects: boolean;
  /** Variables are set for it that may change what it does. */
  readonly hasVariables: boolean;
  readonly finding: Finding;
  /** What it runs in its turn. */
  readonly inner: readonly Judgement[];
}

/** `reason` completes "It cannot be read with certainty: it …". */
export type LineJudgement =
  | { readonly kind: 'judged'; readonly commands: readonly Judgement[] }
  | { readonly kind: 'unparsable'; readonly reason: string };

export function judgeLine(line: string, context: CommandContext, depth = 0): LineJudgement {
  if (depth > MAX_DEPTH) return { kind: 'unparsable', reason: 'is nested too deeply' };
  const parsed = parseCommand(line, context.shell);
  if (parsed.kind === 'unparsable') return parsed;
  if (parsed.commands.length === 0) return { kind: 'unparsable', reason: 'is empty' };
  return { kind: 'judged', commands: parsed.commands.map((command) => judgeCommand(command, context, depth)) };
}

function judgeCommand(command: SimpleCommand, context: CommandContext, depth: number): Judgement {
  const { words, assignments, redirects } = command;
  const sideways = [
    ...assignments.map(judgeAssignment),
    ...redirects.map((redirect) => judgeRedirect(redirect, context)),
  ];
  const [program, ...args] = words;
  if (program === undefined) return bareJudgement(command, worst(sideways));
  const name = programName(program.text, context.shell);
  const inner = judgeInner(name, args, context, depth);
  const findings = [
    ...sideways,
    judgeName(program, name, context),
    ...inner.findings,
    ...judgeWords(name, args, context),
  ];
  if (!inner.isWrapper) findings.push(judgeBehaviour(name, args, context));
  if (['cd', 'pushd', 'chdir', 'set-location', 'sl', 'push-location'].includes(name)) enter(args, context);
  const rest = args.map(({ text }) => text);
  return {
    tokens: [name, ...rest],
    bare: name === 'git' ? bareGit(rest) : [name, ...rest],
    isLiteral: words.every(({ kind }) => kind === 'literal'),
    hasVariables: assignments.some((assignment) => judgeAssignment(assignment).level !== 'harmless'),
    hasRedirects: redirects.length > 0,
    finding: worst(findings),
    inner: inner.commands,
  };
}

const bareGit = (args: readonly string[]): readonly string[] => {
  const { subcommand, rest } = readGitCall(args);
  return ['git', subcommand, ...rest];
};

const bareJudgement = ({ redirects, assignments }: SimpleCommand, finding: Finding): Judgement => ({
  ...{ tokens: [], bare: [], isLiteral: false, inner: [], finding },
  hasRedirects: redirects.length > 0,
  hasVariables: assignments.length > 0,
});

interface Inner {
  readonly isWrapper: boolean;
  readonly findings: readonly Finding[];
  readonly commands: readonly Judgement[];
}

function judgeInner(name: string, args: readonly Word[], context: CommandContext, depth: number): Inner {
  const unwrapped = rulesOfRunner(name, args, context.localPrograms) ?? unwrap(name, args, context.shell);
  if (unwrapped === null) return { isWrapper: false, findings: [], commands: [] };
  if (depth > MAX_DEPTH) return { isWrapper: true, findings: [dangerous('it is nested too deeply')], commands: [] };
  const findings = unwrapped.finding === null ? [] : [unwrapped.finding];
  const assignments: readonly Assignment[] = unwrapped.assignments ?? [];
  const commands = unwrapped.commands.map((words) =>
    judgeCommand({ words, assignments, redirects: [] }, context, depth + 1),
  );
  for (const { text, shell } of unwrapped.lines ?? []) {
    const line = judgeLine(text, { ...context, shell }, depth + 1);
    if (line.kind === 'judged') commands.push(...line.commands);
    else findings.push(dangerous(`the line that it hands to a shell ${line.reason}`));
  }
  // A script or a module is run by the interpreter itself, which has its own rules.
  const isWrapper = unwrapped.finding !== null || commands.length > 0 || (unwrapped.lines?.length ?? 0) > 0;
  return { isWrapper: isWrapper && name !== 'find', findings, commands };
}

/** The program itself: known, inside the project or where the system keeps its programs. */
function judgeName(program: Word, name: string, context: CommandContext): Finding {
  if (program.text === '[') return harmless;
  if (program.kind !== 'literal') return dangerous('which program it runs is known only when it runs');
  // `%` and `?` are names in PowerShell, `[` and `:` in a POSIX shell.
  if (
    !/^[\w./\\@+:~-]+$/.test(program.text) &&
    !/^[[%?]$/.test(program.text) &&
    !/^[a-z]:\\[\w .()\\-]+$/i.test(program.text)
  )
    return dangerous('the name of its program is unusual');
  const isPath = /[/\\]/.test(program.text) && program.text !== name;
  if (isPath && !isSystemPath(program.text) && reachOf(program, context, true) !== 'inside')
    return dangerous('its program is outside the project');
  return harmless;
}

const isSystemPath = (path: string): boolean =>
  /^(?:\/(?:usr\/(?:local\/)?)?s?bin|\/opt\/homebrew\/bin)\/[\w.+[-]+$/.test(path) ||
  /^[a-z]:\\(?:Windows|Program Files(?: \(x86\))?)\\(?!.*\.\.)[\w .()\\-]+$/i.test(path);

/** Programs that only print what they are given, or test it. */
const PRINTS = new Set(['echo', 'printf', 'write-output', 'write-host', 'write', 'true', 'false', ':', 'rem']);
const QUERIES = new Set([
  ...['ls', 'dir', 'stat', 'test', '[', 'which', 'basename', 'dirname', 'realpath', 'readlink', 'du', 'test-path'],
  ...['get-childitem', 'gci', 'split-path', 'join-path', 'resolve-path', 'find', 'tree', 'where'],
]);

function judgeWords(name: string, args: readonly Word[], context: CommandContext): readonly Finding[] {
  const findings = args.map((word, index) =>
    word.kind === 'unknown' || word.kind === 'output'
      ? judgeUnknown(name, word)
      : judgeWord(name, args, index, context),
  );
  const texts = args.map(({ text }) => text);
  const paths = texts.filter((text, index) => !text.startsWith('-') && !textIsNoPath(name, args, index));
  if (readsSecretFolder(name, texts, paths, context)) findings.push(dangerous('it would read files that hold secrets'));
  return findings;
}

const TAKES_BLOCK = /^(?:foreach-object|foreach|%|where-object|where|\?)$/;

function judgeUnknown(name: string, { kind, text }: Word): Finding {
  const isFine = (kind === 'output' && PRINTS.has(name)) || (text === '{…}' && TAKES_BLOCK.test(name));
  return isFine ? harmless : dangerous('a part of it is known only when it runs');
}

const HAS_SUBCOMMAND = /^(?:git|npm|pnpm|yarn|bun|cargo|go|find|node|python3?|make)$/;
const TAKES_NAMES = /^(?:ls|cat|head|tail|wc|stat|file|du|get-\w+|gc|gci|dir|type)$/;

function judgeWord(name: string, args: readonly Word[], index: number, context: CommandContext): Finding {
  const word = args[index];
  if (word === undefined || PRINTS.has(name) || textIsNoPath(name, args, index)) return harmless;
  if (context.shell === 'cmd' && Object.hasOwn(cmdRules, name) && /^(?:\/[a-z?-]\w{0,2})+$/i.test(word.text))
    return harmless;
  const findings = [describeReach(reachOf(word, context, QUERIES.has(name)))];
  if (word.kind === 'glob' && index === 0 && HAS_SUBCOMMAND.test(name))
    findings.push(dangerous('what its first word becomes is known only when it runs'));
  // A file may be named like an option.
  if (word.kind === 'glob' && /^[*?[]/.test(word.text) && !TAKES_NAMES.test(name))
    findings.push({ ...ordinary, reason: 'a pattern may match a name that is an option' });
  return worst(findings);
}

function describeReach(reach: ReturnType<typeof reachOf>): Finding {
  if (reach === 'inside') return harmless;
  if (reach === 'outside') return dangerous('it reaches outside the project');
  return dangerous(
    reach === 'git' ? "it reaches into git's own folder" : 'it reads or touches a file that may hold secrets',
  );
}

function judgeRedirect({ target, isWrite }: Redirect, context: CommandContext): Finding {
  if (target.kind !== 'literal') return dangerous('where it redirects to is known only when it runs');
  const reach = describeReach(reachOf(target, context));
  if (reach.level !== 'harmless' || !isWrite || /^(?:\/dev\/(?:null|stdout|stderr)|nul:?|\$null)$/i.test(target.text))
    return reach;
  return { level: 'ordinary', reason: `it writes to \`${target.text}\`` };
}

function judgeBehaviour(name: string, args: readonly Word[], context: CommandContext): Finding {
  const texts = args.map(({ text }) => text);
  if (name === 'git') return judgeGit(texts);
  const own = context.shell === 'powershell' ? powershellRules : context.shell === 'cmd' ? cmdRules : posixRules;
  // What only the other systems know is rather asked once too often.
  for (const rules of [own, programRules, posixRules, powershellRules, cmdRules]) {
    const finding = Object.hasOwn(rules, name) ? rules[name]?.(texts) : undefined;
    if (finding !== undefined && (rules === own || rules === programRules || finding.level === 'dangerous'))
      return finding;
  }
  return judgeProgram(name, texts);
}

/** Later words may be meant from there. */
function enter(args: readonly Word[], { folders }: CommandContext): void {
  const [target] = args;
  if (target?.kind !== 'literal' || args.length !== 1) return;
  const path = target.text.replaceAll('\\', '/').replace(/^(?:\.\/)+|\/+$/g, '');
  if (path === '' || path === '.' || folders.size >= 16) return;
  for (const folder of [...folders]) if (!path.startsWith('/')) folders.add(`${folder}/${path}`);
  folders.add(path);
}
