// What the three shell parsers have in common: simple commands, laid out flat, and how much of each word is known.

export type ShellKind = 'posix' | 'powershell' | 'cmd';

/**
 * `literal`: the text, exactly. `glob`: the files that match the text. `output`: what a command that is judged itself
 * prints, or a number. `unknown`: known only when it runs, such as a variable.
 */
export type WordKind = 'literal' | 'glob' | 'output' | 'unknown';

export interface Word {
  readonly text: string;
  readonly kind: WordKind;
  /** Quoted or escaped in part, so no keyword and no option of the shell itself. */
  readonly isQuoted: boolean;
}

export interface Redirect {
  readonly target: Word;
  readonly isWrite: boolean;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export interface SimpleCommand {
  readonly assignments: readonly Assignment[];
  /** Program and arguments; empty for assignments or redirects alone. */
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

export type ParsedCommand =
  | {
      readonly kind: 'parsed';
      /** Those of substitutions and subshells too. */
      readonly commands: readonly SimpleCommand[];
      /** True for one simple command without any feature of the shell. */
      readonly isPlain: boolean;
    }
  /** `reason` completes "The command cannot be read with certainty: it …". */
  | { readonly kind: 'unparsable'; readonly reason: string };

/** Thrown inside the parsers alone, to leave all levels at once. */
export class Unparsable extends Error {}

export const MAX_DEPTH = 12;

const rank: Readonly<Record<WordKind, number>> = { literal: 0, glob: 1, output: 2, unknown: 3 };

/** What is known of two parts together. */
export const weaker = (one: WordKind, other: WordKind): WordKind => (rank[one] >= rank[other] ? one : other);

export const literalWord = (text: string): Word => ({ text, kind: 'literal', isQuoted: true });

/** A word that grows part by part. */
export class WordBuilder {
  text = '';
  kind: WordKind = 'literal';
  isQuoted = false;

  add(text: string, kind: WordKind = 'literal'): void {
    this.text += text;
    this.kind = weaker(this.kind, kind);
  }

  build(): Word {
    return { text: this.text, kind: this.kind, isQuoted: this.isQuoted };
  }
}

/** A line and how far it has been read. */
export class LineReader {
  protected position = 0;
  protected readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** The next character; empty at the end. */
  protected peek(): string {
    return this.source[this.position] ?? '';
  }

  /** What a sticky pattern matches here, which is read then; null for nothing. */
  protected take(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.source)?.[0];
    if (match === undefined) return null;
    this.position += match.length;
    return match;
  }
}
