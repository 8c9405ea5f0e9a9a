// markdown-it, told to make no more than is read here: making its tokens and states took longer than its rules.
import MarkdownItParser, { type MarkdownIt, type StateBlock, type StateInline, type Token } from 'markdown-it';

/** Inline content is read where it is needed; HTML was masked before. */
export const LEFT_OUT = ['inline', 'linkify', 'replacements', 'smartquotes', 'text_join', 'html_block', 'reference'];
/** The rules fill such tokens in, and nobody reads them. */
export const UNREAD: ReadonlySet<string> = new Set(
  ['paragraph', 'blockquote', 'thead', 'tbody', 'th', 'td'].flatMap((name) => [`${name}_open`, `${name}_close`]),
);

const TAB = 9;
const BLANK = 32;

type Nesting = Token['nesting'];

export function createParser(): MarkdownIt {
  const parser = MarkdownItParser('default', { html: true, linkify: false }).disable(LEFT_OUT);
  const { State } = parser.inline;
  const { Token: HeavyToken } = new State('', parser, {}, []);
  Object.setPrototypeOf(LightToken.prototype, HeavyToken.prototype);
  Object.setPrototypeOf(LightState.prototype, State.prototype);
  parser.inline.State = LightState as unknown as typeof StateInline;
  const unread = lightToken('unread', '', 0, 0);
  parser.block.State = class extends parser.block.State {
    override push(type: string, tag: string, nesting: Nesting): Token {
      if (nesting < 0) this.level--;
      const isRead = !UNREAD.has(type);
      const token = isRead ? lightToken(type, tag, nesting, this.level) : unread;
      if (nesting > 0) this.level++;
      if (isRead) this.tokens.push(token);
      return token;
    }
  };
  // Where a link leads is shown to nobody, so it need not be spelled in ASCII.
  parser.normalizeLink = (url) => url.trim();
  return parser;
}

/** The block tokens of lines in which nothing unreadable is left. Tokens that nobody reads are left out. */
export function readBlocks(parser: MarkdownIt, lines: readonly string[]): readonly Token[] {
  const state = new parser.block.State('', parser, {}, []);
  fill(state, lines);
  parser.block.tokenize(state, 0, state.lineMax);
  return state.tokens;
}

/** What the constructor of the state works out character by character. */
function fill(state: StateBlock, lines: readonly string[]): void {
  state.src = lines.join('\n');
  state.bMarks.length = state.eMarks.length = state.tShift.length = state.sCount.length = state.bsCount.length = 0;
  let start = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    // Like the constructor: an end without words is no line.
    if (index === lines.length - 1 && /^[ \t]*$/.test(line)) break;
    let shift = 0;
    let column = 0;
    for (; shift < line.length; shift++) {
      const code = line.charCodeAt(shift);
      if (code === TAB) column += 4 - (column % 4);
      else if (code === BLANK) column++;
      else break;
    }
    addLine(state, start, start + line.length, shift, column);
    start += line.length + 1;
  }
  state.lineMax = state.bMarks.length;
  addLine(state, state.src.length, state.src.length, 0, 0);
}

function addLine(state: StateBlock, start: number, end: number, shift: number, column: number): void {
  state.bMarks.push(start);
  state.eMarks.push(end);
  state.tShift.push(shift);
  state.sCount.push(column);
  state.bsCount.push(0);
}

export function readInlineTokens(parser: MarkdownIt, content: string): readonly Token[] {
  const tokens: Token[] = [];
  parser.inline.parse(content, parser, {}, tokens);
  return tokens;
}

/** markdown-it's own class defines its fields one by one and by name, which takes many times as long. */
class LightToken {
  readonly attrs: Token['attrs'] = null;
  readonly map: Token['map'] = null;
  readonly children: Token['children'] = null;
  readonly content: string = '';
  readonly markup: string = '';
  readonly info: string = '';
  readonly meta: Token['meta'] = null;
  readonly hidden: boolean = false;
  readonly block: boolean = false;
  readonly type: string;
  readonly tag: string;
  readonly nesting: Nesting;
  readonly level: number;

  constructor(type: string, tag: string, nesting: Nesting, level: number) {
    this.type = type;
    this.tag = tag;
    this.nesting = nesting;
    this.level = level;
  }
}

/** Its methods are those of markdown-it's class. */
function lightToken(type: string, tag: string, nesting: Nesting, level: number): Token {
  const token: unknown = new LightToken(type, tag, nesting, level);
  return token as Token;
}

/** As its namesake in markdown-it, with light tokens; what is not written here is inherited. */
class LightState {
  readonly src: string;
  readonly md: MarkdownIt;
  readonly env: StateInline['env'];
  readonly tokens: Token[];
  readonly tokens_meta: StateInline['tokens_meta'];
  pos = 0;
  posMax: number;
  level = 0;
  pending = '';
  pendingLevel = 0;
  cache: StateInline['cache'] = {};
  backticks: StateInline['backticks'] = {};
  backticksScanned = false;
  skipHtmlSpecial = false;
  linkLevel = 0;
  delimiters: StateInline['delimiters'] = [];
  readonly _prev_delimiters: StateInline['_prev_delimiters'] = [];

  constructor(src: string, md: MarkdownIt, env: StateInline['env'], tokens: Token[]) {
    this.src = src;
    this.md = md;
    this.env = env;
    this.tokens = tokens;
    this.tokens_meta = Array<undefined>(tokens.length);
    this.posMax = src.length;
  }

  pushPending(): Token {
    const token = lightToken('text', '', 0, this.pendingLevel);
    token.content = this.pending;
    this.tokens.push(token);
    this.pending = '';
    return token;
  }

  push(type: string, tag: string, nesting: Nesting): Token {
    if (this.pending !== '') this.pushPending();
    if (nesting < 0) {
      this.level--;
      this.delimiters = this._prev_delimiters.pop() ?? [];
    }
    const token = lightToken(type, tag, nesting, this.level);
    let meta: StateInline['tokens_meta'][number];
    if (nesting > 0) {
      this.level++;
      this._prev_delimiters.push(this.delimiters);
      this.delimiters = [];
      meta = { delimiters: this.delimiters };
    }
    this.pendingLevel = this.level;
    this.tokens.push(token);
    this.tokens_meta.push(meta);
    return token;
  }
}
