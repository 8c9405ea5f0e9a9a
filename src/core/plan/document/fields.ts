// Reading values out of a YAML tree, each fault told with its place. Aliases are refused: they could grow without end.
import { isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml';
import type { Span } from '../../prd/document.ts';
import type { DocumentProblem, RelatedPlace } from '../document.ts';

/** More help nobody; a hostile document could hold millions. */
const MOST_PROBLEMS = 100;

export interface Located<Value> {
  readonly value: Value;
  readonly span: Span;
}

export type Fields = ReadonlyMap<string, Node | null>;

export class FieldReader {
  readonly problems: DocumentProblem[] = [];
  readonly #lines: LineCounter;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  spanOf(node: Node | null): Span {
    const [start = 0, end = start] = node?.range ?? [];
    return this.spanAt(start, end);
  }

  spanAt(start: number, end: number): Span {
    const [from, to] = [this.#lines.linePos(start), this.#lines.linePos(Math.max(start, end))];
    return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
  }

  report(message: string, span: Span, related: readonly RelatedPlace[] = []): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    this.problems.push({ message, span, ...(related.length > 0 && { related }) });
  }

  /** The fields of a mapping, null where there is none. Unknown and doubled names are reported. */
  fields(node: Node | null, known: readonly string[], what: string): Fields | null {
    if (!isMap(node)) {
      this.report(`${what} must be a mapping with a title.`, this.spanOf(node));
      return null;
    }
    const fields = new Map<string, Node | null>();
    for (const { key, value } of (node as YAMLMap<Node, Node | null>).items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!known.includes(name))
        this.report(`"${name.slice(0, 40)}" is not known here; known are ${known.join(', ')}.`, this.spanOf(key));
      else if (fields.has(name)) this.report(`"${name}" is given twice.`, this.spanOf(key));
      else fields.set(name, value);
    }
    return fields;
  }

  /** Numbers, dates and the like count as the text they are written as. */
  text(node: Node | null | undefined, what: string): string | undefined {
    if (node === undefined) return undefined;
    if (isScalar(node)) {
      if (typeof node.value === 'string') return node.value;
      if (node.value !== null && node.source !== undefined) return node.source;
    }
    this.report(`${what} must be text.`, this.spanOf(node));
    return undefined;
  }

  number(node: Node | null | undefined, what: string, least: number, most: number): number | undefined {
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === 'number' && node.value >= least && node.value <= most)
      return node.value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
    this.report(`${what} must be a number ${range}.`, this.spanOf(node));
    return undefined;
  }

  choice<Choice extends string>(
    node: Node | null | undefined,
    what: string,
    choices: readonly Choice[],
  ): Choice | undefined {
    if (node === undefined) return undefined;
    const choice = isScalar(node) ? choices.find((candidate) => candidate === node.value) : undefined;
    if (choice === undefined) this.report(`${what} must be one of ${choices.join(', ')}.`, this.spanOf(node));
    return choice;
  }

  flag(node: Node | null | undefined, what: string): boolean | undefined {
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    this.report(`${what} must be true or false.`, this.spanOf(node));
    return undefined;
  }

  texts(node: Node | null | undefined, what: string): readonly Located<string>[] {
    return this.nodes(node, what).flatMap((item) => {
      const value = this.text(item, `Each of ${what}`);
      return value === undefined ? [] : [{ value, span: this.spanOf(item) }];
    });
  }

  /** An empty value counts as an empty list. */
  nodes(node: Node | null | undefined, what: string): readonly Node[] {
    if (node === undefined || node === null || (isScalar(node) && node.value === null)) return [];
    if (isSeq<Node>(node)) return node.items;
    this.report(`${what} must be a list.`, this.spanOf(node));
    return [];
  }
}
