// Reads a command line for the shell that would run it, and tells when no shell is needed.
import { parseCmd } from './cmd.ts';
import { parsePosix } from './posix.ts';
import { parsePowerShell } from './powershell.ts';
import type { ParsedCommand, ShellKind } from './syntax.ts';

const MAX_LENGTH = 50_000;
/** Control, invisible and private characters, and blanks that are none to a shell. */
const HIDDEN = /(?![\n\t ])[\p{C}\p{Z}]/u;

const parsers: Readonly<Record<ShellKind, (line: string) => ParsedCommand>> = {
  posix: parsePosix,
  powershell: parsePowerShell,
  cmd: parseCmd,
};

/** Parses a line; never throws. */
export function parseCommand(line: string, shell: ShellKind): ParsedCommand {
  if (HIDDEN.test(line)) return { kind: 'unparsable', reason: 'has hidden characters' };
  if (line.length > MAX_LENGTH) return { kind: 'unparsable', reason: 'is too long' };
  return parsers[shell](line);
}

/** What only a shell can do, though it looks like a program. */
const SHELL_ONLY: Readonly<Record<ShellKind, RegExp>> = {
  posix:
    /^(?:\.|:|alias|bg|bind|break|builtin|caller|cd|command|compgen|complete|continue|declare|dirs|disown|enable|eval|exec|exit|export|fc|fg|getopts|hash|help|history|jobs|let|local|logout|mapfile|popd|pushd|read|readarray|readonly|return|set|shift|shopt|source|suspend|times?|trap|type|typeset|ulimit|umask|unalias|unset|wait)$/,
  powershell:
    /^(?:[a-z]+-[a-z]+|ac|cat|cd|chdir|clc|clear|cls|copy|cp|cpi|curl|date|del|diff|dir|echo|erase|foreach|ft|fl|gc|gci|gcm|gi|gl|gp|group|h|iex|ii|irm|iwr|kill|ls|man|md|measure|mi|mkdir|mount|move|mv|ni|popd|ps|pushd|pwd|r|rd|ren|ri|rm|rmdir|rni|saps|sc|select|set|si|sl|sleep|sls|sort|spps|start|tee|type|wget|where|write)$/i,
  cmd: /^(?:assoc|break|call|cd|chdir|cls|color|copy|date|del|dir|echo|erase|ftype|md|mkdir|mklink|move|path|pause|popd|prompt|pushd|rd|rem|ren|rename|rmdir|set|start|time|title|type|ver|verify|vol)$/i,
};

/** The program and its arguments when the line is one simple command that no shell is needed for, else null. */
export function argvOf(command: string, shell: ShellKind): readonly [string, ...string[]] | null {
  const parsed = parseCommand(command, shell);
  if (parsed.kind === 'unparsable' || !parsed.isPlain) return null;
  const [program, ...rest] = parsed.commands[0]?.words.map(({ text }) => text) ?? [];
  if (program === undefined || program === '' || SHELL_ONLY[shell].test(program)) return null;
  return [program, ...rest];
}
