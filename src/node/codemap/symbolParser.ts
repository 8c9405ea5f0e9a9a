// Symbols of a source file by tree-sitter. In the bundle a file of its own, run in a thread: parsing holds nobody up.
import { extname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import treeSitter, { type Language, type Node, type Parser, type Query } from '@vscode/tree-sitter-wasm';
import type { CodeSymbol, SymbolKind } from '../../core/agent/map/codeMapPort.ts';
import { answerQuestions } from '../thread.ts';
import { type Grammar, QUERIES } from './languages.ts';

export interface ParseQuestion {
  readonly grammar: Grammar;
  readonly text: string;
}

export interface ParseAnswer {
  readonly definitions: readonly CodeSymbol[];
  /** Separated by spaces: one string is a fraction of a list of small ones. */
  readonly references: string;
}

/** Beside the bundle; in the sources, where npm put them. */
const GRAMMAR_FOLDER =
  extname(import.meta.filename) === '.ts'
    ? join(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm')
    : join(import.meta.dirname, 'grammars');

const MAX_SIGNATURE = 200;
const MAX_PARSE_MS = 5_000;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]+/gu;

interface LoadedGrammar {
  readonly language: Language;
  readonly query: Query;
}

let parser: Promise<Parser> | undefined;
const grammars = new Map<Grammar, Promise<LoadedGrammar>>();

if (!isMainThread) answerQuestions((question) => parseSymbols(question as ParseQuestion));

export async function parseSymbols({ grammar, text }: ParseQuestion): Promise<ParseAnswer> {
  parser ??= startParser();
  let loading = grammars.get(grammar);
  if (!loading) grammars.set(grammar, (loading = parser.then(() => loadGrammar(grammar))));
  const [ready, { language, query }] = await Promise.all([parser, loading]);
  ready.setLanguage(language);
  const end = performance.now() + MAX_PARSE_MS;
  const tree = ready.parse(text, null, { progressCallback: () => performance.now() > end });
  if (!tree) {
    ready.reset();
    return { definitions: [], references: '' };
  }
  try {
    return symbolsOf(tree.rootNode, query, text);
  } finally {
    tree.delete();
  }
}

async function startParser(): Promise<Parser> {
  await treeSitter.Parser.init({ locateFile: (file) => join(GRAMMAR_FOLDER, file) });
  return new treeSitter.Parser();
}

async function loadGrammar(grammar: Grammar): Promise<LoadedGrammar> {
  const language = await treeSitter.Language.load(join(GRAMMAR_FOLDER, `tree-sitter-${grammar}.wasm`));
  return { language, query: new treeSitter.Query(language, QUERIES[grammar]) };
}

function symbolsOf(root: Node, query: Query, text: string): ParseAnswer {
  const found = new Map<number, CodeSymbol>();
  const code: string[] = [];
  let codeStart = 0;
  for (const { captures } of query.matches(root)) {
    const [first, second] = captures;
    if (!first) continue;
    if (first.name === 'skip') {
      if (first.node.startIndex >= codeStart) code.push(text.slice(codeStart, first.node.startIndex));
      codeStart = Math.max(codeStart, first.node.endIndex);
    } else if (second && (found.get(second.node.startIndex)?.kind ?? 'type') === 'type') {
      // The definition begins before its name. Where two patterns match, "type" is the one that says less.
      found.set(second.node.startIndex, symbolOf(first.name as SymbolKind, first.node, second.node, text));
    }
  }
  code.push(text.slice(codeStart));
  const definitions = [...found].sort(([a], [b]) => a - b).map(([, symbol]) => symbol);
  return { definitions, references: [...new Set(code.join(' ').match(WORD))].join(' ') };
}

function symbolOf(kind: SymbolKind, node: Node, name: Node, text: string): CodeSymbol {
  const value = node.childForFieldName('value') ?? node.childForFieldName('right');
  const isFunction = value !== null && /^(arrow_function|function_expression|generator_function)$/.test(value.type);
  const body = isFunction ? value.childForFieldName('body') : node.childForFieldName('body');
  const end = body ?? (kind === 'type' ? null : value);
  const head = text.slice(headStart(node, text), end?.startIndex ?? node.endIndex);
  return {
    name: text.slice(name.startIndex, name.endIndex),
    kind: isFunction && kind !== 'method' ? 'function' : kind,
    line: name.startPosition.row + 1,
    signature: signatureOf(hasNamelessBody(kind, node) ? head.replace(/\{[^]*/, '') : head),
  };
}

/** Go's structs and interfaces and Rust's macros, whose grammars give the body no name. */
function hasNamelessBody(kind: SymbolKind, { type }: Node): boolean {
  return (type === 'type_spec' && kind !== 'type') || type === 'macro_definition';
}

/** With the words before a definition (`export`, `const`, `type`), if nothing else stands between; decorators stay out. */
function headStart(node: Node, text: string): number {
  let start = node.startIndex;
  for (let { parent } = node; parent && isHead(parent); { parent } = parent) {
    if (!/^[\w\s]*$/.test(text.slice(parent.startIndex, node.startIndex))) break;
    start = parent.startIndex;
  }
  return start;
}

function isHead({ type }: Node): boolean {
  return /^(export_statement|ambient_declaration|(lexical|variable|type|const|var)_declaration)$/.test(type);
}

function signatureOf(head: string): string {
  const line = head
    .replace(/^(?:@(?!interface\b)[\w.]+(?:\([^)]*\))?\s+)+/, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*(?:=>|[{=:;])?\s*$/, '')
    .replace(/([([<]) | ([)\]>])/g, '$1$2')
    .trim();
  return line.length > MAX_SIGNATURE ? `${line.slice(0, MAX_SIGNATURE - 1)}…` : line;
}
