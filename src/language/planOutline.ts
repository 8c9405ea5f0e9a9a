// The outline of a plan document: its tasks as they stand under each other.
import { SymbolKind, type DocumentSymbol, type Position, type Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { WrittenTask } from '../core/plan/document/read.ts';
import type { PlanText } from './analysis.ts';
import { lineAt, rangeOf } from './places.ts';

interface Node {
  readonly task: WrittenTask;
  readonly children: Node[];
}

/** By the text alone: a task that names its parent stands where it is written. */
export function planOutline(text: TextDocument, { tasks }: PlanText): DocumentSymbol[] {
  const nodes = tasks.map((task): Node => ({ task, children: [] }));
  const roots: Node[] = [];
  for (const node of nodes) {
    const { parent } = node.task;
    const siblings = typeof parent === 'number' ? (nodes[parent]?.children ?? roots) : roots;
    siblings.push(node);
  }
  return symbolsOf(text, roots, text.lineCount);
}

/** A task reaches to where its next sibling begins. */
function symbolsOf(text: TextDocument, nodes: readonly Node[], end: number): DocumentSymbol[] {
  return nodes.map(({ task, children }, index) => {
    const next = nodes[index + 1];
    const first = firstLine(task);
    const { start } = rangeOf(task.span);
    const last = Math.max(start.line, (next ? firstLine(next.task) : end) - 1);
    const range: Range = { start: { line: first, character: 0 }, end: endOfLine(text, last) };
    return {
      name: nameOf(task),
      detail: [task.key?.value, task.hours === undefined ? '' : `${task.hours} h`].filter(Boolean).join(' · '),
      kind: children.length > 0 ? SymbolKind.Module : SymbolKind.Event,
      range,
      selectionRange: { start, end: endOfLine(text, start.line) },
      children: symbolsOf(text, children, last + 1),
    };
  });
}

/** The editor takes no empty name. */
function nameOf({ title }: WrittenTask): string {
  const name = title?.value.slice(0, 200) ?? '';
  return name === '' ? 'Untitled' : name;
}

const endOfLine = (text: TextDocument, line: number): Position => ({ line, character: lineAt(text, line).length });

function firstLine({ key, span }: WrittenTask): number {
  return Math.min(rangeOf(span).start.line, rangeOf(key?.span ?? span).start.line);
}
