// What the core asks of a parser of source code. Supplied by `node/codemap` with tree-sitter's grammars.

export type SymbolKind =
  'class' | 'interface' | 'type' | 'enum' | 'function' | 'method' | 'constant' | 'variable' | 'module' | 'macro';

export interface CodeSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** From 1. */
  readonly line: number;
  /** The head of the definition in one line, without its body: "export function totalOf(lines: Line[]): number". */
  readonly signature: string;
}

export interface FileSymbols {
  /** In the order of the file; what is local to a function is left out. */
  readonly definitions: readonly CodeSymbol[];
  /** Names that stand in the code, each once; those of comments and strings are left out. */
  readonly references: readonly string[];
}

export interface CodeMapPort {
  /** Whether the language of the file, told by its name, is known. */
  knows(path: string): boolean;
  /** Empty for an unknown language and for text that no parser can make sense of. */
  symbols(path: string, text: string): Promise<FileSymbols>;
}
