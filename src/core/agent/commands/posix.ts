// Reads a line for a POSIX shell. Tolerant to nothing: what is not understood is unparsable, and asked.
import {
  LineReader,
  MAX_DEPTH,
  Unparsable,
  WordBuilder,
  type Assignment,
  type ParsedCommand,
  type Redirect,
  type SimpleCommand,
  type Word,
} from './syntax.ts';

interface Heredoc {
  readonly delimiter: string;
  readonly stripsTabs: boolean;
  readonly isQuoted: boolean;
}

const RESERVED = new Set([
  ...['if', 'then', 'else', 'elif', 'fi', 'for', 'while', 'until', 'do', 'done', 'case', 'esac', 'select'],
  ...['function', 'coproc', '[[', ']]', '{', '}', 'in'],
]);
const STOPS = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);

/** Parses a line; never throws. */
export function parsePosix(source: string): ParsedCommand {
  const commands: SimpleCommand[] = [];
  const parser = new PosixParser(source, commands, 0);
  try {
    parser.list(null);
  } catch (error) {
    if (error instanceof Unparsable) return { kind: 'unparsable', reason: error.message };
    throw error;
  }
  return { kind: 'parsed', commands, isPlain: isPlain(commands, parser.operators) };
}

function isPlain(commands: readonly SimpleCommand[], operators: number): boolean {
  const [command] = commands;
  if (command === undefined || commands.length > 1 || operators > 0) return false;
  return (
    command.assignments.length === 0 &&
    command.redirects.length === 0 &&
    command.words.every((word) => word.kind === 'literal' && (word.isQuoted || !word.text.startsWith('~')))
  );
}

class PosixParser extends LineReader {
  /** Operators, substitutions, comments: what only a shell can do. */
  operators = 0;
  private heredocs: Heredoc[] = [];
  private readonly commands: SimpleCommand[];
  private depth: number;

  constructor(source: string, commands: SimpleCommand[], depth: number) {
    super(source);
    this.commands = commands;
    this.depth = depth;
  }

  /** Commands up to the closing bracket, or to the end. */
  list(closer: ')' | null): void {
    if (++this.depth > MAX_DEPTH) throw new Unparsable('is nested too deeply');
    let needsCommand = false;
    for (;;) {
      this.skipBlanks();
      const char = this.peek();
      if (char === '\n') this.newline();
      else if (char === '' || char === ')') {
        if (char !== (closer ?? '')) throw new Unparsable(char === '' ? 'has an open bracket' : 'has a stray bracket');
        if (needsCommand) throw new Unparsable('ends in an operator');
        if (this.heredocs.length > 0) throw new Unparsable('has a here-document without an end');
        this.position += char.length;
        this.depth--;
        return;
      } else {
        this.command();
        needsCommand = this.operator();
      }
    }
  }

  /** True when another command must follow. */
  private operator(): boolean {
    this.skipBlanks();
    const operator = this.take(/&&|\|\||\|&|[;&|]/y);
    if (operator === null) {
      if (!['', '\n', ')'].includes(this.peek())) throw new Unparsable('has an unexpected character');
      return false;
    }
    this.operators++;
    if ([';', '&', '|'].includes(this.peek()) && !this.source.startsWith('&>', this.position))
      throw new Unparsable('has two operators in a row');
    return operator !== ';' && operator !== '&';
  }

  private command(): void {
    if (this.peek() === '(') {
      this.nested(1);
      const redirects: Redirect[] = [];
      while ((this.skipBlanks(), this.redirect(redirects)));
      if (redirects.length > 0) this.commands.push({ assignments: [], words: [], redirects });
      return;
    }
    const [assignments, words, redirects]: [Assignment[], Word[], Redirect[]] = [[], [], []];
    const start = this.position;
    for (;;) {
      this.skipBlanks();
      if (this.redirect(redirects)) continue;
      if (this.isStop()) break;
      if (words.length === 0 && this.assignment(assignments)) continue;
      const from = this.position;
      const word = this.word();
      if (this.peek() === '(') throw new Unparsable('defines a function or uses an extended pattern');
      if (words.length === 0 && this.isKeyword(from, assignments.length === 0)) continue;
      words.push(word);
    }
    if (this.position === start) throw new Unparsable('has an operator without a command');
    if (words.length + assignments.length + redirects.length > 0) this.commands.push({ assignments, words, redirects });
  }

  /** True for `!`, which changes only the exit code. */
  private isKeyword(from: number, isFirst: boolean): boolean {
    const raw = this.source.slice(from, this.position);
    if (RESERVED.has(raw)) throw new Unparsable(`uses \`${raw}\``);
    if (raw !== '!' || !isFirst) return false;
    this.operators++;
    return true;
  }

  private assignment(assignments: Assignment[]): boolean {
    const match = this.take(/[A-Za-z_]\w*\+?=/y);
    if (match === null) return false;
    if (this.peek() === '(') throw new Unparsable('sets an array');
    assignments.push({
      name: match.replace(/\+?=$/, ''),
      value: this.isStop() ? new WordBuilder().build() : this.word(),
    });
    return true;
  }

  private redirect(redirects: Redirect[]): boolean {
    if (/[<>]\(/y.test(this.source.slice(this.position, this.position + 2))) return false;
    const operator = this.take(/\d*(?:<<<|<<-?|<>|<&|>>|>\||>&|[<>])(?!\()|&>>?/y)?.replace(/^\d+/, '');
    if (operator === undefined) return false;
    this.skipBlanks();
    if (this.isStop() && !/^[<>]\(/.test(this.source.slice(this.position)))
      throw new Unparsable('redirects to nothing');
    const from = this.position;
    const target = this.word();
    if (operator === '<<' || operator === '<<-') {
      if (target.kind !== 'literal') throw new Unparsable('has an unclear end of a here-document');
      const isQuoted = /['"\\]/.test(this.source.slice(from, this.position));
      this.heredocs.push({ delimiter: target.text, stripsTabs: operator === '<<-', isQuoted });
      this.operators++;
    } else if (operator === '<<<') this.operators++;
    else if (!operator.endsWith('&') || !/^(\d+-?|-)$/.test(target.text))
      redirects.push({ target, isWrite: operator.includes('>') });
    else this.operators++;
    return true;
  }

  private word(): Word {
    const word = new WordBuilder();
    let hasBrace = false;
    for (let char = this.peek(); char !== ''; char = this.peek()) {
      if ((char === '<' || char === '>') && this.source[this.position + 1] === '(') {
        this.nested(2);
        word.add(`${char}(…)`, 'unknown');
        continue;
      }
      if (STOPS.has(char)) break;
      if (this.expansion(word, char, false)) continue;
      this.position++;
      if (char === '{') hasBrace = true;
      // `{a,b}` and `{1..3}` become several words.
      const isExpansion = hasBrace && (char === ',' || (char === '.' && this.peek() === '.'));
      word.add(char, isExpansion ? 'unknown' : /[*?[]/.test(char) ? 'glob' : 'literal');
    }
    return word.build();
  }

  /** Quotes, escapes and what starts with `$` or a backtick. */
  private expansion(word: WordBuilder, char: string, isInQuotes: boolean): boolean {
    if (char === '\\') this.escape(word, isInQuotes);
    else if (char === '$') this.dollar(word, isInQuotes);
    else if (char === '`') this.backticks(word);
    else if (char === '"' && !isInQuotes) this.doubleQuoted(word);
    else if (char === "'" && !isInQuotes) {
      const end = this.source.indexOf("'", this.position + 1);
      if (end < 0) throw new Unparsable('has an open quote');
      word.add(this.source.slice(this.position + 1, end));
      word.isQuoted = true;
      this.position = end + 1;
    } else return false;
    return true;
  }

  private escape(word: WordBuilder, isInQuotes: boolean): void {
    const next = this.source[this.position + 1];
    if (next === undefined) throw new Unparsable('ends in a backslash');
    // A shell joins lines before it looks at what stands there: only between words is that no matter.
    if (next === '\n' && !/[ \t]/.test(this.source[this.position - 1] ?? ''))
      throw new Unparsable('joins lines in a word');
    this.position += 2;
    if (next === '\n') return;
    word.add(isInQuotes && !'$`"\\'.includes(next) ? `\\${next}` : next);
    word.isQuoted = true;
  }

  private doubleQuoted(word: WordBuilder): void {
    this.position++;
    word.isQuoted = true;
    for (let char = this.peek(); char !== '"'; char = this.peek()) {
      if (char === '') throw new Unparsable('has an open quote');
      if (this.expansion(word, char, true)) continue;
      word.add(char);
      this.position++;
    }
    this.position++;
  }

  private dollar(word: WordBuilder, isInQuotes: boolean): void {
    if (this.source.startsWith('$((', this.position)) {
      const sum = this.take(/\$\(\([\d\s+\-*/%()<>=!&|^~]*\)\)/y);
      if (sum === null) throw new Unparsable('has arithmetic with names or commands');
      word.add(sum, 'output');
      this.operators++;
      return;
    }
    const next = this.source[this.position + 1] ?? '';
    if (next === '(') {
      this.nested(2);
      word.add('$(…)', 'output');
      return;
    }
    if (next === '[' || (!isInQuotes && (next === "'" || next === '"')))
      throw new Unparsable(`has \`$${next}\`, which hides what it says`);
    const name = this.take(/\$(?:\{#?[A-Za-z_]\w*\}|\{\d+\}|[A-Za-z_]\w*|[\d@*?#$!-])/y);
    if (name !== null) word.add(name, /^\$[?#$!]$/.test(name) ? 'output' : 'unknown');
    else if (next === '{') throw new Unparsable('has a computed variable');
    else {
      word.add('$');
      this.position++;
    }
  }

  private backticks(word: WordBuilder): void {
    const end = this.source.indexOf('`', this.position + 1);
    const inner = this.source.slice(this.position + 1, end);
    if (end < 0 || inner.includes('\\')) throw new Unparsable('has unclear backticks');
    new PosixParser(inner, this.commands, this.depth).list(null);
    this.operators++;
    word.add('`…`', 'output');
    this.position = end + 1;
  }

  /** A list in brackets; `length` is that of what opens it. */
  private nested(length: number): void {
    if (this.heredocs.length > 0) throw new Unparsable('opens a bracket before a here-document');
    this.position += length;
    if (length === 1 && this.peek() === '(') throw new Unparsable('has arithmetic');
    this.operators++;
    this.list(')');
  }

  private newline(): void {
    this.position++;
    this.operators++;
    const waiting = this.heredocs;
    this.heredocs = [];
    for (const heredoc of waiting) this.heredoc(heredoc);
  }

  private heredoc({ delimiter, stripsTabs, isQuoted }: Heredoc): void {
    const lines: string[] = [];
    for (;;) {
      if (this.position >= this.source.length) throw new Unparsable('has a here-document without an end');
      const end = this.source.indexOf('\n', this.position);
      const stop = end < 0 ? this.source.length : end;
      const line = this.source.slice(this.position, stop);
      // The line end stays for the list when this is the last line.
      this.position = Math.min(stop + 1, this.source.length);
      if ((stripsTabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      // A shell joins such lines first, and may then find the end elsewhere.
      if (!isQuoted && line.endsWith('\\')) throw new Unparsable('joins lines in a here-document');
      lines.push(line);
    }
    if (!isQuoted) new PosixParser(lines.join('\n'), this.commands, this.depth).bodyOfHeredoc();
  }

  /** Text in which only substitutions mean something. */
  private bodyOfHeredoc(): void {
    const ignored = new WordBuilder();
    for (let char = this.peek(); char !== ''; char = this.peek()) {
      if (!this.expansion(ignored, char, true)) this.position++;
    }
  }

  private skipBlanks(): void {
    this.take(/(?:[ \t]+(?:\\\n)?)+/y);
    if (this.peek() === '#') this.operators += this.take(/#[^\n]*/y) === null ? 0 : 1;
  }

  private isStop(): boolean {
    const char = this.peek();
    if ((char === '<' || char === '>') && this.source[this.position + 1] === '(') return false;
    return char === '' || STOPS.has(char);
  }
}
