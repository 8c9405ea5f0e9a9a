// Reads a line for cmd.exe: carets, quotes, operators. Brackets, loops, conditions and labels are unparsable.
import { LineReader, Unparsable, WordBuilder, type ParsedCommand, type SimpleCommand, type Word } from './syntax.ts';

const KEYWORDS = new Set(['if', 'for', 'goto', 'else', 'do', 'in', 'setlocal', 'endlocal', 'shift', 'exit']);
const BUILT_IN =
  /^(?:cd|chdir|md|mkdir|rd|rmdir|del|erase|echo|dir|type|copy|move|ren|rename|start|set|call|mklink|pushd)(?=[.\\/:;,=+[\]])/i;

/** Parses a line; never throws. */
export function parseCmd(source: string): ParsedCommand {
  const commands: SimpleCommand[] = [];
  const reader = new CmdReader(source);
  try {
    reader.line(commands);
  } catch (error) {
    if (error instanceof Unparsable) return { kind: 'unparsable', reason: error.message };
    throw error;
  }
  const [command] = commands;
  const isPlain =
    command !== undefined &&
    commands.length === 1 &&
    reader.operators === 0 &&
    command.redirects.length === 0 &&
    command.words.every(({ kind, text }) => kind === 'literal' && /^[\w .\\/:=+-]+$/.test(text));
  return { kind: 'parsed', commands, isPlain };
}

class CmdReader extends LineReader {
  operators = 0;

  line(commands: SimpleCommand[]): void {
    let needsCommand = false;
    for (;;) {
      if (/[@ \t]/.test(this.peek())) this.position++;
      else if (this.peek() === '') break;
      else if (this.peek() === '\n' && !needsCommand) {
        this.operators++;
        this.position++;
      } else {
        this.command(commands);
        const operator = this.take(/&&|\|\||[&|]/y);
        if (operator !== null) this.operators++;
        needsCommand = operator !== null && operator !== '&';
      }
    }
    if (needsCommand) throw new Unparsable('ends in an operator');
  }

  private command(commands: SimpleCommand[]): void {
    const words: Word[] = [];
    const redirects: { target: Word; isWrite: boolean }[] = [];
    for (;;) {
      this.take(/[ \t,;=]+/y);
      const redirect = this.take(/\d?(?:>>|[<>])/y);
      if (redirect !== null) {
        if (this.take(/&\d/y) !== null) continue;
        this.take(/[ \t]+/y);
        const target = this.word();
        if (target.text === '') throw new Unparsable('redirects to nothing');
        redirects.push({ target, isWrite: redirect.includes('>') });
        continue;
      }
      if (['', '\n', '&', '|'].includes(this.peek())) break;
      for (const word of words.length === 0 ? firstWords(this.word()) : [this.word()]) words.push(word);
    }
    if (words.length === 0) throw new Unparsable('has an operator without a command');
    commands.push({ assignments: [], words, redirects });
  }

  private word(): Word {
    const word = new WordBuilder();
    for (let char = this.peek(); !/^[ \t\n,;=<>&|]?$/.test(char); char = this.peek()) {
      this.position++;
      if (char === '(' || char === ')') throw new Unparsable('has a bracket');
      if (char === '^') {
        const next = this.peek();
        if (next === '' || next === '\n') throw new Unparsable('goes on in the next line');
        this.position++;
        word.add(next, next === '%' || next === '!' ? 'unknown' : 'literal');
        this.operators++;
      } else if (char === '"') this.quoted(word);
      else word.add(char, kindOf(char));
    }
    return word.build();
  }

  private quoted(word: WordBuilder): void {
    const end = this.source.indexOf('"', this.position);
    const text = this.source.slice(this.position, end);
    if (end < 0 || text.includes('\n') || text.endsWith('\\') || this.source[end + 1] === '"')
      throw new Unparsable('has an unclear quote');
    for (const char of text) word.add(char, char === '%' || char === '!' ? 'unknown' : 'literal');
    word.isQuoted = true;
    this.position = end + 1;
  }
}

/** Variables are filled in before anything else is read, even inside quotes. */
const kindOf = (char: string) =>
  char === '%' || char === '!' ? 'unknown' : char === '*' || char === '?' ? 'glob' : 'literal';

/** `rd/s` and `echo.text` are a command and its first argument. */
function firstWords(word: Word): readonly Word[] {
  if (word.text.startsWith(':')) throw new Unparsable('has a label');
  const builtIn = word.isQuoted ? null : BUILT_IN.exec(word.text);
  const name = (builtIn?.[0] ?? word.text).toLowerCase();
  if (KEYWORDS.has(name) || /^(?:if|for)[^\w.-]/.test(name)) throw new Unparsable(`uses \`${name}\``);
  if (builtIn === null) return [word];
  return [
    { ...word, text: builtIn[0], kind: 'literal' },
    { ...word, text: word.text.slice(builtIn[0].length) },
  ];
}
