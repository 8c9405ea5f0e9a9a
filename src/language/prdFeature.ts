// PRDs: what they leave open, their outline, and what is planned for a requirement.
import {
  CodeActionKind,
  DiagnosticSeverity,
  SymbolKind,
  type CodeAction,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type Position,
  type Range,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DraftTask } from '../core/plan/model.ts';
import type { Ambiguity, AmbiguityRule } from '../core/prd/ambiguity.ts';
import type { Prd, Requirement, Section } from '../core/prd/model.ts';
import type { Analyst } from './analysis.ts';
import type { LanguageFeature, OpenDocument } from './feature.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { contains, lineAt, rangeOf } from './places.ts';
import { planOf, type Planned } from './planned.ts';
import type { PrdAnalyses } from './prdAnalysis.ts';

const SEVERITIES: Readonly<Record<AmbiguityRule, DiagnosticSeverity>> = {
  contradiction: DiagnosticSeverity.Warning,
  placeholder: DiagnosticSeverity.Warning,
  'missing-limit': DiagnosticSeverity.Information,
  'missing-failure': DiagnosticSeverity.Hint,
  vague: DiagnosticSeverity.Information,
};

export function prdFeature(analyst: Analyst, analyses: PrdAnalyses): LanguageFeature {
  return {
    kinds: ['prd'],
    diagnose: async (document) => diagnose(document, analyses),
    symbols: async (document) => outline((await analyses.of(document)).prd),
    hover: async (document, position) => hover(document, position, analyses, analyst),
    actions: (document, { context }) => Promise.resolve(context.diagnostics.flatMap((one) => ask(document, one))),
  };
}

async function diagnose(document: OpenDocument, analyses: PrdAnalyses): Promise<Diagnostic[]> {
  const { prd, ambiguities } = await analyses.of(document);
  const places = new Map(prd.requirements.map(({ id, source }) => [id, rangeOf(source)]));
  return ambiguities.map((ambiguity) => diagnosticOf(ambiguity, document, places));
}

function diagnosticOf(
  ambiguity: Ambiguity,
  { uri, text }: OpenDocument,
  places: ReadonlyMap<string, Range>,
): Diagnostic {
  const { rule, message, words, source, question, other } = ambiguity;
  const otherRange = other && places.get(other);
  return {
    range: wordsRange(text, rangeOf(source), words),
    message,
    severity: SEVERITIES[rule],
    source: 'Conductor',
    code: rule,
    data: question,
    ...(otherRange && {
      relatedInformation: [{ location: { uri, range: otherRange }, message: 'The other requirement' }],
    }),
  };
}

/** The words inside the requirement; all of the requirement where they cannot be found. */
function wordsRange(text: TextDocument, whole: Range, words: string): Range {
  const index = words === '' ? -1 : text.getText(whole).indexOf(words);
  if (index < 0) return whole;
  const start = text.offsetAt(whole.start) + index;
  return { start: text.positionAt(start), end: text.positionAt(start + words.length) };
}

function outline({ sections, requirements }: Prd): DocumentSymbol[] {
  const symbols = new Map(sections.map((section) => [section.id, sectionSymbol(section)]));
  const roots: DocumentSymbol[] = [];
  for (const { id, parent } of sections) {
    const symbol = symbols.get(id);
    if (symbol) (parent === null ? roots : (symbols.get(parent)?.children ?? roots)).push(symbol);
  }
  for (const requirement of requirements) {
    const holder = requirement.section === null ? undefined : symbols.get(requirement.section);
    (holder?.children ?? roots).push(requirementSymbol(requirement));
  }
  return roots.map(widen);
}

function sectionSymbol({ title, number, span }: Section): DocumentSymbol {
  const range = rangeOf(span);
  return {
    name: [number, title].filter(Boolean).join(' ') || '§',
    kind: SymbolKind.Namespace,
    range,
    selectionRange: range,
    children: [],
  };
}

function requirementSymbol({ id, text, kind, source }: Requirement): DocumentSymbol {
  const range = rangeOf(source);
  return {
    name: text.slice(0, 100) || id,
    detail: `${id} ${kind}`,
    kind: SymbolKind.Property,
    range,
    selectionRange: range,
  };
}

/** A section reaches to the end of what is in it. */
function widen(symbol: DocumentSymbol): DocumentSymbol {
  const children = (symbol.children ?? []).map(widen);
  const end = children.reduce((last, { range }) => (isAfter(range.end, last) ? range.end : last), symbol.range.end);
  return { ...symbol, range: { start: symbol.range.start, end }, children };
}

const isAfter = (a: Position, b: Position): boolean =>
  a.line > b.line || (a.line === b.line && a.character > b.character);

async function hover(
  document: OpenDocument,
  position: Position,
  analyses: PrdAnalyses,
  analyst: Analyst,
): Promise<Hover | null> {
  const { prd } = await analyses.of(document);
  const requirement = prd.requirements.find(({ source }) => contains(rangeOf(source), position));
  if (!requirement) return null;
  const planned = await planOf(document);
  const tasks = planned ? await tasksOf(requirement, document, planned, analyst) : [];
  const lines = tasks.map((task) => {
    const row = planned?.taskOf(task);
    return `- ${row ? `${row.id} ` : ''}${escapeMarkdown(task.title)}: ${row?.status ?? 'draft'}`;
  });
  const head = `**${requirement.id}** ${requirement.kind}${requirement.priority ? ` · ${requirement.priority}` : ''}`;
  return { contents: { kind: 'markdown', value: [head, ...lines].join('\n\n') }, range: rangeOf(requirement.source) };
}

/** The plan numbers the requirements of the text that it was made from; here they are told by their place. */
async function tasksOf(
  { source }: Requirement,
  { text }: OpenDocument,
  { stored, covering }: Planned,
  analyst: Analyst,
): Promise<readonly DraftTask[]> {
  const lines = await analyst.locate(text.getText(), stored.plan.requirements);
  return [...covering].flatMap(([id, tasks]) => (lines.get(id) === source.line - 1 ? tasks : []));
}

/** Puts the question into the document, where it cannot be overlooked; a comment does not show in the rendered page. */
function ask({ uri, text }: OpenDocument, diagnostic: Diagnostic): CodeAction[] {
  if (diagnostic.source !== 'Conductor' || typeof diagnostic.data !== 'string') return [];
  const { line } = diagnostic.range.end;
  const end = { line, character: lineAt(text, line).length };
  const question = diagnostic.data.replaceAll('--', '–');
  return [
    {
      title: 'Note the open question here',
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes: { [uri]: [{ range: { start: end, end }, newText: ` <!-- Open: ${question} -->` }] } },
    },
  ];
}
