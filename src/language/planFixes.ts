// Quick fixes of a plan document: "Remove this edge", and the fixes that lint knows.
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { formatPlanDocument } from '../core/plan/document.ts';
import { applyEdits } from '../core/plan/edit.ts';
import type { Fix, PlanEdit } from '../core/plan/model.ts';
import type { OpenDocument } from './feature.ts';
import { lineAt } from './places.ts';
import { keyPlaceAt, keyPlaces, type KeyPlace } from './planPlaces.ts';
import type { KnownPlan } from './planTexts.ts';

export function planActions(document: OpenDocument, known: KnownPlan, params: CodeActionParams): CodeAction[] {
  const { diagnostics } = params.context;
  const ours = diagnostics.filter(({ source }) => source === 'Conductor');
  const fixes = ours.flatMap((diagnostic) => [
    ...removals(document, known, diagnostic),
    ...lintFix(document, known, diagnostic),
  ]);
  return fixes.length > 0 ? fixes : removalAt(document, known, params);
}

/** Of the edge that a diagnostic points at. */
function removals(document: OpenDocument, { written }: KnownPlan, diagnostic: Diagnostic): CodeAction[] {
  const place = keyPlaceAt(written, diagnostic.range.start);
  if (place?.use !== 'depends_on') return [];
  return [
    {
      title: 'Remove this edge',
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [diagnostic],
      edit: { changes: { [document.uri]: [removal(document.text, place)] } },
    },
  ];
}

/** Any edge can go, also one that nothing is wrong with. */
function removalAt({ uri, text }: OpenDocument, { written }: KnownPlan, { range }: CodeActionParams): CodeAction[] {
  const place = keyPlaceAt(written, range.start);
  if (place?.use !== 'depends_on') return [];
  const edit = { changes: { [uri]: [removal(text, place)] } };
  return [{ title: 'Remove this edge', kind: CodeActionKind.RefactorRewrite, edit }];
}

function lintFix(document: OpenDocument, known: KnownPlan, diagnostic: Diagnostic): CodeAction[] {
  const { findings, plan } = known;
  const finding = typeof diagnostic.data === 'number' ? findings[diagnostic.data] : undefined;
  if (!plan || !finding?.fix || finding.message !== diagnostic.message || isShown(finding.fix)) return [];
  const { title, edits } = finding.fix;
  const changes =
    editsFor(document.text, known, edits) ?? rewritten(document.text, formatPlanDocument(applyEdits(plan, edits)));
  if (!changes) return [];
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes: { [document.uri]: changes } },
    },
  ];
}

/** The removal of one edge is offered by its own name. */
const isShown = ({ edits }: Fix): boolean =>
  edits.length === 0 || (edits.length === 1 && edits[0]?.type === 'undepend');

/** Removals of edges touch their own lines alone; null for edits of another kind. */
function editsFor(text: TextDocument, { written }: KnownPlan, edits: readonly PlanEdit[]): TextEdit[] | null {
  const cut = new Set(edits.map((edit) => (edit.type === 'undepend' ? `${edit.key} ${edit.on}` : null)));
  if (cut.has(null)) return null;
  const places = keyPlaces(written).filter(
    ({ use, key, task }) => use === 'depends_on' && cut.has(`${task.key?.value ?? ''} ${key}`),
  );
  const tasks = places.map(({ task }) => task);
  return new Set(tasks).size === tasks.length ? places.map((place) => removal(text, place)) : null;
}

/** The lines that differ between the text and what it should be; null where a person's own comment would be lost. */
function rewritten(text: TextDocument, wanted: string): TextEdit[] | null {
  const now = text.getText();
  const comments = now.match(/(?<=^|\s)#.*$/gm) ?? [];
  if (comments.some((comment) => !wanted.includes(comment.trim()))) return null;
  const [before, after] = [now.split('\n'), wanted.split('\n')];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter - 1 && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head - 1 && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [first, last] = [head, before.length - tail - 1];
  const end = { line: last, character: lineAt(text, last).length };
  const newText = after.slice(head, after.length - tail).join('\n');
  return [{ range: { start: { line: first, character: 0 }, end }, newText }];
}

/** A line of a list goes as a whole, with `depends_on:` when it was the only one; in brackets the key goes with its comma. */
function removal(text: TextDocument, { range: { start, end }, task }: KeyPlace): TextEdit {
  const { line } = start;
  const content = lineAt(text, line);
  if (/^\s*-\s+$/.test(content.slice(0, start.character))) {
    const isAlone =
      task.dependsOn.length === 1 && line > 0 && /^\s*depends_on:\s*(?:#.*)?$/.test(lineAt(text, line - 1));
    const from = { line: isAlone ? line - 1 : line, character: 0 };
    return { range: { start: from, end: { line: end.line + 1, character: 0 } }, newText: '' };
  }
  const [comma = ''] = /^\s*,\s*/.exec(content.slice(end.character)) ?? [];
  const [before = ''] = comma ? [''] : (/,\s*$/.exec(content.slice(0, start.character)) ?? []);
  const range = {
    start: { line, character: start.character - before.length },
    end: { line: end.line, character: end.character + comma.length },
  };
  return { range, newText: '' };
}
