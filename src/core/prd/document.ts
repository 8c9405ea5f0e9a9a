// What every document format is read into: a flat list of blocks, each with its place in the source.

/**
 * A place in a document. Lines and columns are 1-based and count UTF-16 units, as an editor shows them plus one.
 * The end is exclusive. For PDF, `page` is 1-based and `line` counts the text lines of that page.
 */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly page?: number;
}

/** Where a piece of a block's text stands in the source; pieces follow one another without gaps in the text. */
export interface Anchor {
  /** Offset in the block's `text`, in UTF-16 units. */
  readonly at: number;
  readonly line: number;
  readonly column: number;
  readonly page?: number;
}

/** One cell of a table, with its own place. */
export interface Cell {
  readonly text: string;
  readonly span: Span;
}

/** Inline markup is gone from `text`; bold labels, code and links keep their words. White space is folded. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: string; readonly span: Span }
  | {
      readonly type: 'paragraph';
      readonly text: string;
      readonly span: Span;
      readonly label?: string;
      /** Finer places for the sentences of a long paragraph, in order; absent where the reader has none. */
      readonly anchors?: readonly Anchor[];
    }
  | {
      readonly type: 'item';
      /** 0 for an item of an outermost list. */
      readonly depth: number;
      readonly ordered: boolean;
      /** The number that a list begins with or goes on with, where that is not the next one. */
      readonly number?: number;
      /** The state of a task-list checkbox; absent for other items. */
      readonly checked?: boolean;
      readonly text: string;
      /** The leading bold words or the words before a colon ("**Session Management**", "Scope: …"). */
      readonly label?: string;
      readonly span: Span;
    }
  | {
      readonly type: 'table';
      readonly header: readonly Cell[];
      readonly rows: readonly (readonly Cell[])[];
      readonly span: Span;
    }
  | { readonly type: 'code'; readonly language: string; readonly text: string; readonly span: Span };

/** A document as its reader left it: blocks in reading order. */
export interface SourceDocument {
  readonly format: DocumentFormat;
  /** From front matter or the document's properties; the first heading serves when absent. */
  readonly title?: string;
  readonly blocks: readonly Block[];
}

export type DocumentFormat = 'markdown' | 'text' | 'pdf' | 'docx';

/** Turns the bytes of one format into blocks. Throws ConductorError `document.*` on what it cannot read. */
export interface DocumentReader {
  readonly format: DocumentFormat;
  /** Lower-case file endings with the dot. */
  readonly extensions: readonly string[];
  read(bytes: Uint8Array, signal?: AbortSignal): Promise<SourceDocument>;
}
