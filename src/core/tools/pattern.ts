// A pattern for lines, from a model: one that could run for ever is refused, since nothing can stop a regular expression.
import { ConductorError } from '../errors.ts';

export interface LinePattern {
  /** Null where it would take too long to tell. */
  readonly test: (line: string) => boolean | null;
  /** Only so many characters of a line are looked at. */
  readonly maxLine: number;
}

const MAX_LINE = 10_000;
const MAX_REPEATS = 6;
/** Milliseconds for a piece of a line. */
const MAX_PIECE_TIME = 10;

/** Throws `usage` in words for the model. */
export function linePattern(source: string, isRegex: boolean, ignoresCase: boolean): LinePattern {
  if (source === '') throw refused('The pattern is empty.');
  if (!isRegex) {
    const wanted = ignoresCase ? source.toLowerCase() : source;
    return {
      test: (line) => (ignoresCase ? line.toLowerCase() : line).includes(wanted),
      maxLine: Number.MAX_SAFE_INTEGER,
    };
  }
  const expression = compile(source, ignoresCase);
  const count = repeats(source);
  if (count > MAX_REPEATS) throw refused('The pattern has too many repetitions.');
  const isSafe = count < 2;
  return {
    test: (line) => (isSafe || isQuick(expression, line) ? expression.test(line) : null),
    maxLine: MAX_LINE,
  };
}

/**
 * Tries pieces of the line, each time twice as long. Without a repetition in a repetition the time grows with a power of
 * the length, so that a quick piece promises that one of twice its length ends soon.
 */
function isQuick(expression: RegExp, line: string): boolean {
  for (let length = 8; length < line.length; length *= 2) {
    for (let at = 0; at < line.length; at += length) {
      const piece = line.slice(at, at + length);
      // Once more, since the time may have gone to something else.
      if (timeOf(expression, piece) > MAX_PIECE_TIME && timeOf(expression, piece) > MAX_PIECE_TIME) return false;
    }
  }
  return true;
}

function timeOf(expression: RegExp, text: string): number {
  const startedAt = performance.now();
  expression.test(text);
  return performance.now() - startedAt;
}

function compile(source: string, ignoresCase: boolean): RegExp {
  try {
    return new RegExp(source, ignoresCase ? 'i' : '');
  } catch (error) {
    throw refused(`The pattern is no regular expression: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

const refused = (message: string): ConductorError =>
  new ConductorError('usage', message, { remedy: 'Use a simpler one, or a literal text (regex: false).' });

interface Group {
  /** Repeats or leaves out something, or has branches that may begin alike. */
  isOpen: boolean;
  /** First characters of its branches; null for one that is no plain character. */
  readonly starts: (string | null)[];
  isAtStart: boolean;
}

const TOKEN =
  /\\[1-9]\d*|\\k<|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|\)|\||[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/g;

/** How many repetitions can follow each other. Throws for one within another. */
function repeats(source: string): number {
  const groups: [Group, ...Group[]] = [newGroup()];
  let closed: Group | null = null;
  let count = 0;
  for (const [token] of source.matchAll(TOKEN)) {
    if (/^\\[1-9k]/.test(token)) throw refused('The pattern refers back to a group, which is not supported.');
    const repetition = repetitionOf(token);
    if (repetition === null) {
      closed = read(groups, token);
      continue;
    }
    if (repetition !== 'once' && closed?.isOpen === true) throw refused('The pattern repeats a repetition.');
    if (repetition === 'many') count++;
    (groups.at(-1) ?? groups[0]).isOpen = true;
    closed = null;
  }
  return count;
}

/** Takes in a token that is no quantifier; gives the group that it ends. */
function read(groups: [Group, ...Group[]], token: string): Group | null {
  const group = groups.at(-1) ?? groups[0];
  if (token.startsWith('(')) {
    groups.push(newGroup());
  } else if (token === '|') {
    group.isAtStart = true;
  } else if (token === ')') {
    if (groups.length > 1) groups.pop();
    group.isOpen ||= mayBeginAlike(group.starts);
    const parent = groups.at(-1) ?? groups[0];
    parent.isOpen ||= group.isOpen;
    begin(parent, null);
    return group;
  } else {
    begin(group, /^[\w-]$/.test(token) ? token.toLowerCase() : null);
  }
  return null;
}

const newGroup = (): Group => ({ isOpen: false, starts: [], isAtStart: true });

function begin(group: Group, start: string | null): void {
  if (group.isAtStart) group.starts.push(start);
  group.isAtStart = false;
}

const mayBeginAlike = (starts: readonly (string | null)[]): boolean =>
  starts.length > 1 && (starts.includes(null) || new Set(starts).size < starts.length);

/** Null for what is no quantifier. `?` and `{1}` repeat nothing; `{2}` does, but there is one way to do it alone. */
function repetitionOf(token: string): 'once' | 'fixed' | 'many' | null {
  if (/^[*+]/.test(token)) return 'many';
  if (token === '?' || token === '??') return 'once';
  const counted = /^\{(\d+)(,(\d*))?\}/.exec(token);
  if (!counted) return null;
  if (counted[2] !== undefined && counted[3] !== counted[1]) return 'many';
  return Number(counted[1]) > 1 ? 'fixed' : 'once';
}
