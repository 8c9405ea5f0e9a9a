// Rules and remembered answers are beginnings of commands, compared word by word.
import { parseCommand } from './parse.ts';
import { programName } from './names.ts';
import type { Judgement } from './judge.ts';
import type { ShellKind } from './syntax.ts';

/** The words of a rule as it stands in the configuration. */
export function wordsOfRule(rule: string, shell: ShellKind): readonly string[] {
  const parsed = parseCommand(rule, shell);
  const words =
    parsed.kind === 'parsed' && parsed.commands.length === 1 && parsed.commands[0]?.assignments.length === 0
      ? parsed.commands[0].words.map(({ text }) => text)
      : rule.trim().split(/\s+/);
  const [program = '', ...rest] = words;
  return program === '' ? [] : [programName(program, shell), ...rest];
}

export const startsWith = (words: readonly string[], beginning: readonly string[]): boolean =>
  beginning.length > 0 && beginning.every((word, index) => word === words[index]);

/** One program under several names, for rules that forbid. */
const SAME: readonly (readonly string[])[] = [
  ['remove-item', 'ri', 'rm', 'del', 'erase', 'rd', 'rmdir'],
  ['invoke-expression', 'iex'],
  ['invoke-webrequest', 'iwr', 'curl', 'wget'],
  ['invoke-restmethod', 'irm'],
  ['start-process', 'saps', 'start'],
  ['copy-item', 'copy', 'cp', 'cpi'],
  ['move-item', 'move', 'mv', 'mi'],
  ['stop-process', 'spps', 'kill'],
];

/** Forbidding is generous: case and options in between do not matter. */
export function isForbiddenBy(rule: readonly string[], { tokens, bare }: Judgement, shell: ShellKind): boolean {
  const [program = '', ...rest] = rule.map((word) => word.toLowerCase());
  return [tokens, bare].some((all) => {
    const [name = '', ...args] = all.map((word) => word.toLowerCase());
    const isSame =
      name === program || (shell !== 'posix' && SAME.some((names) => names.includes(name) && names.includes(program)));
    if (!isSame) return false;
    const plain = args.filter((word) => !word.startsWith('-') || rest.includes(word));
    return rest.length === 0 || startsWith(args, rest) || startsWith(plain, rest);
  });
}

/** Programs whose first argument says what they do. */
const HAS_STEPS =
  /^(?:git|npm|pnpm|yarn|bun|cargo|go|dotnet|make|just|task|rake|gradle|gradlew|mvn|mvnw|pip|pip3|bundle|composer|poetry|uv|deno|node|python|python3|python-script|ruby|php|bash|sh|npx|tsx|ts-node|\.|source)$/;

/** How much of a command one answer may stand for; null where each is asked. */
export function rememberedBeginning({ tokens, hasVariables, isLiteral }: Judgement): readonly string[] | null {
  const [program, first, second] = tokens;
  if (program === undefined || hasVariables) return null;
  if (!HAS_STEPS.test(program)) return [program];
  if (first === undefined) return [program];
  if (first.startsWith('-')) return isLiteral ? tokens : null;
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program) && /^run(?:-script)?$/.test(first))
    return second === undefined || second.startsWith('-') ? null : [program, first, second];
  return [program, first];
}

const PREFIX = 'command ';

/** One line a beginning, so that one answer can stand for all commands of a chain. */
export const classOf = (beginnings: readonly (readonly string[])[]): string =>
  [...new Set(beginnings.map((words) => PREFIX + JSON.stringify(words)))].join('\n');

export const inWords = (beginnings: readonly (readonly string[])[]): string =>
  `commands that start with ${[...new Set(beginnings.map((words) => `\`${words.join(' ').replace(/^python-script\b/, 'python -m')}\``))].join(' or ')}`;

/** The beginnings of a class; none for one that is not of commands. */
export function beginningsOf(remembered: string): readonly (readonly string[])[] {
  return remembered.split('\n').flatMap((line) => {
    if (!line.startsWith(PREFIX)) return [];
    const words = parseList(line.slice(PREFIX.length));
    return words.length > 0 ? [words] : [];
  });
}

/** What is stored may be from elsewhere: anything but a list of words stands for nothing. */
function parseList(json: string): readonly string[] {
  if (!/^\[(?:"(?:[^"\\]|\\.)*",?)+\]$/.test(json)) return [];
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
  } catch {
    return [];
  }
}
