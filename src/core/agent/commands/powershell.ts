// Reads a line for PowerShell, as far as it is made of commands: expressions, assignments and keywords are unparsable.
import {
  LineReader,
  MAX_DEPTH,
  Unparsable,
  WordBuilder,
  type ParsedCommand,
  type Redirect,
  type SimpleCommand,
  type Word,
} from './syntax.ts';

const KEYWORDS = new Set([
  ...['if', 'else', 'elseif', 'foreach', 'for', 'while', 'do', 'until', 'switch', 'function', 'filter', 'try', 'catch'],
  ...['finally', 'trap', 'param', 'return', 'throw', 'begin', 'process', 'end', 'class', 'using', 'data', 'enum'],
  ...['workflow', 'parallel', 'sequence', 'break', 'continue', 'exit', 'clean', 'dynamicparam', 'configuration'],
]);
const STOPS = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')', '{', '}']);

/** Parses a line; never throws. */
export function parsePowerShell(source: string): ParsedCommand {
  const commands: SimpleCommand[] = [];
  const parser = new PowerShellParser(source, commands);
  try {
    // Its own typographic quotes and dashes count as plain ones there.
    if (/[^\p{ASCII}\p{L}\p{N}\p{M}]/u.test(source)) throw new Unparsable('has special punctuation');
    parser.list('');
  } catch (error) {
    if (error instanceof Unparsable) return { kind: 'unparsable', reason: error.message };
    throw error;
  }
  const [command] = commands;
  const isPlain =
    command !== undefined &&
    commands.length === 1 &&
    parser.operators === 0 &&
    command.redirects.length === 0 &&
    command.words.every(({ kind, text }) => kind === 'literal' && /^[\w./\\:=+-]+$/.test(text));
  return { kind: 'parsed', commands, isPlain };
}

class PowerShellParser extends LineReader {
  operators = 0;
  private depth = 0;
  private readonly commands: SimpleCommand[];

  constructor(source: string, commands: SimpleCommand[]) {
    super(source);
    this.commands = commands;
  }

  /** Commands up to the closing bracket, or to the end for ''. */
  list(closer: ')' | '}' | ''): void {
    if (++this.depth > MAX_DEPTH) throw new Unparsable('is nested too deeply');
    let needsCommand = false;
    for (;;) {
      this.skipBlanks();
      const char = this.peek();
      if (char === '\n' || (char === ';' && !needsCommand)) {
        this.operators++;
        this.position++;
      } else if (char === '' || char === ')' || char === '}') {
        if (char !== closer || needsCommand) throw new Unparsable('has a bracket or an operator without a partner');
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
    const operator = this.take(/&&|\|\||[;&|]/y);
    if (operator !== null) this.operators++;
    else if (!['', '\n', ')', '}'].includes(this.peek())) throw new Unparsable('has an unexpected character');
    return operator !== null && operator !== ';' && operator !== '&';
  }

  private command(): void {
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    if (this.take(/[&.](?=\s)/y) !== null) {
      this.operators++;
      this.skipBlanks();
    } else if (/[^\w.\\/~?%`-]/.test(this.peek())) this.expression();
    for (;;) {
      this.skipBlanks();
      if (this.redirect(redirects)) continue;
      if (this.peek() === '<') throw new Unparsable('has `<`, which PowerShell does not know');
      if (this.isStop() && !'({'.includes(this.peek() || ' ')) break;
      const word = this.word();
      if (words.length === 0 && !word.isQuoted && KEYWORDS.has(word.text.toLowerCase()))
        throw new Unparsable(`uses \`${word.text}\``);
      if (word.text.startsWith('--%')) throw new Unparsable('has `--%`, after which nothing is read');
      words.push(word);
    }
    if (words.length === 0) {
      if (redirects.length > 0) throw new Unparsable('redirects without a command');
      return;
    }
    this.commands.push({ assignments: [], words, redirects });
  }

  private redirect(redirects: Redirect[]): boolean {
    if (this.take(/[1-6*]?>>?/y) === null) return false;
    if (this.take(/&\d/y) !== null) return true;
    this.skipBlanks();
    if (this.isStop()) throw new Unparsable('redirects to nothing');
    redirects.push({ target: this.word(), isWrite: true });
    return true;
  }

  /** A bracket at the start is a list of its own; all other expressions are not followed. */
  private expression(): void {
    if (this.peek() !== '(') throw new Unparsable('is an expression');
    this.group();
    this.skipBlanks();
    if (!this.isStop() || ['(', '{', '<', '>'].includes(this.peek())) throw new Unparsable('is an expression');
  }

  private group(): void {
    const closer = this.peek() === '(' ? ')' : '}';
    this.position++;
    this.operators++;
    this.list(closer);
  }

  private word(): Word {
    const word = new WordBuilder();
    const start = this.peek();
    if (start === '(' || start === '{') {
      this.group();
      word.add(start === '(' ? '(…)' : '{…}', 'unknown');
      if (!this.isStop() || ['(', '{'].includes(this.peek())) throw new Unparsable('goes on after a bracket');
      return word.build();
    }
    if (start === '@' && /^@[({"']/.test(this.source.slice(this.position)))
      throw new Unparsable('has a list, a table or a here-string');
    if (start === '@') word.kind = 'unknown';
    while (!this.isStop()) this.part(word);
    if (this.peek() === '(' || this.peek() === '{') throw new Unparsable('has a bracket in a word');
    return word.build();
  }

  private part(word: WordBuilder): void {
    const char = this.peek();
    if (char === "'") word.add(this.singleQuoted());
    else if (char === '"') this.doubleQuoted(word);
    else if (char === '`') word.add(this.escape());
    else if (char === '$') this.dollar(word);
    else {
      word.add(char, /[*?[]/.test(char) ? 'glob' : 'literal');
      this.position++;
      return;
    }
    word.isQuoted = true;
  }

  private singleQuoted(): string {
    const match = this.take(/'(?:[^']|'')*'/y);
    if (match === null) throw new Unparsable('has an open quote');
    return match.slice(1, -1).replaceAll("''", "'");
  }

  private doubleQuoted(word: WordBuilder): void {
    this.position++;
    for (;;) {
      const char = this.peek();
      if (char === '') throw new Unparsable('has an open quote');
      if (char === '`') word.add(this.escape());
      else if (char === '$') this.dollar(word);
      else if (char !== '"') {
        word.add(char);
        this.position++;
      } else if (this.take(/""/y) !== null) word.add('"');
      else {
        this.position++;
        return;
      }
    }
  }

  private escape(): string {
    const next = this.source[this.position + 1] ?? '';
    if (next === '' || /[\w\n]/.test(next)) {
      // A backtick before any other letter hides it, and nothing else.
      if (!/[a-zA-Z]/.test(next) || /[abefnrtuv]/.test(next)) throw new Unparsable('has an unclear backtick');
    }
    this.position += 2;
    return next;
  }

  private dollar(word: WordBuilder): void {
    if (this.source[this.position + 1] === '(') {
      this.position++;
      this.group();
      word.add('$(…)', 'output');
      return;
    }
    const name = this.take(/\$(?:[\w:]+|\{[^{}`]*\}|[?^$])/y);
    if (name === null) {
      word.add('$');
      this.position++;
      return;
    }
    word.add(name, 'unknown');
    if (/[.[(]/.test(this.peek())) throw new Unparsable('reads a part of a variable');
  }

  private skipBlanks(): void {
    this.take(/(?:[ \t]|`\n)+/y);
    if (this.peek() === '#') this.operators += this.take(/#[^\n]*/y) === null ? 0 : 1;
  }

  private isStop(): boolean {
    const char = this.peek();
    return char === '' || STOPS.has(char);
  }
}
