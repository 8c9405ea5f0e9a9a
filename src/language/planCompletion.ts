// What can be written at a place of a plan document: fields, keys of tasks, requirements, values. Told by the lines
// around the place, since a document that is being typed in seldom is YAML.
import { CompletionItemKind, type CompletionItem, type Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { PLAN_FIELDS, PRIORITIES, TASK_FIELDS, type WrittenTask } from '../core/plan/document/read.ts';
import { flowText } from '../core/plan/document/text.ts';
import type { Requirement } from '../core/prd/model.ts';
import type { PlanText } from './analysis.ts';
import { rangeOf } from './places.ts';
import { lineAt } from './places.ts';

/** Values that a field takes, on one line or in brackets. */
const VALUE = /^(\s*(?:-\s+)*)(\w+):[ \t]+(?:\[(?:[^\]]*,)?[ \t]*)?["']?([^\s,"'[\]]*)$/;
const ITEM = /^(\s*)-[ \t]+["']?([^\s"':]*)$/;
const FIELD = /^(\s*)(\w*)$/;
const OPEN_FIELD = /^(\s*(?:-\s+)*)(\w+):\s*(?:#.*)?$/;
/** Fields whose value stands on the lines below. */
const LISTS = new Set(['tasks', 'tags', 'covers', 'depends_on', 'criteria']);

interface Place {
  /** The field whose value is wanted; null where a field's name is. */
  readonly field: string | null;
  readonly isInTask: boolean;
  /** What is typed of it. */
  readonly typed: string;
}

export function completePlan(
  text: TextDocument,
  position: Position,
  written: PlanText,
  requirements: readonly Requirement[],
): CompletionItem[] {
  const place = placeAt(text, position);
  if (!place) return [];
  const start = { line: position.line, character: position.character - place.typed.length };
  const range = { start, end: position };
  const items =
    place.field === null
      ? fields(place.isInTask, fieldsAround(text, position))
      : values(place.field, written, requirements, position);
  return items.map(({ newText, ...item }) => ({ ...item, textEdit: { range, newText: newText ?? item.label } }));
}

function placeAt(text: TextDocument, { line, character }: Position): Place | null {
  const before = lineAt(text, line).slice(0, character);
  const [, lead = '', field, value] = VALUE.exec(before) ?? [];
  if (field !== undefined) return { field, isInTask: lead !== '', typed: value ?? '' };
  const [, itemIndent, item] = ITEM.exec(before) ?? [];
  if (itemIndent !== undefined) {
    const list = listAbove(text, line, itemIndent.length);
    return { field: list === 'tasks' ? null : list, isInTask: true, typed: item ?? '' };
  }
  const [, indent, name] = FIELD.exec(before) ?? [];
  return indent === undefined ? null : { field: null, isInTask: indent !== '', typed: name ?? '' };
}

/** The field that the list with this indent belongs to. */
function listAbove(text: TextDocument, line: number, indent: number): string | null {
  for (let at = line - 1; at >= 0; at--) {
    const [, lead, name] = OPEN_FIELD.exec(lineAt(text, at)) ?? [];
    if (lead !== undefined && name !== undefined && lead.length <= indent) return name;
  }
  return null;
}

type Item = CompletionItem & { readonly newText?: string };

/** Names of the fields that the task around the place has already. */
function fieldsAround(text: TextDocument, { line }: Position): ReadonlySet<string> {
  const indentOf = (content: string): number => /^\s*(?:-\s+)?/.exec(content)?.[0].length ?? 0;
  const indent = indentOf(lineAt(text, line));
  const names = new Set<string>();
  for (const step of [-1, 1]) {
    for (let at = step < 0 ? line : line + 1; at >= 0 && at < text.lineCount; at += step) {
      const content = lineAt(text, at);
      const isItem = /^\s*-\s/.test(content);
      if (content.trim() !== '' && indentOf(content) < indent) break;
      if (indentOf(content) !== indent) continue;
      if (step > 0 && isItem) break;
      const [, name] = /^\s*(?:-\s+)?(\w+):/.exec(content) ?? [];
      if (name !== undefined && at !== line) names.add(name);
      if (isItem) break;
    }
  }
  return names;
}

function fields(isInTask: boolean, given: ReadonlySet<string>): Item[] {
  return (isInTask ? TASK_FIELDS : PLAN_FIELDS)
    .filter((name) => !given.has(name))
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Property,
      newText: LISTS.has(name) ? `${name}:` : `${name}: `,
    }));
}

function values(field: string, written: PlanText, requirements: readonly Requirement[], position: Position): Item[] {
  switch (field) {
    case 'depends_on':
    case 'parent':
      return taskKeys(written, position);
    case 'covers':
      return requirements.map(({ id, text }) => ({
        label: id,
        kind: CompletionItemKind.Reference,
        detail: text.slice(0, 100),
        documentation: text,
        newText: flowText(id),
      }));
    case 'priority':
      return PRIORITIES.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
    case 'include':
      return ['true', 'false'].map((label) => ({ label, kind: CompletionItemKind.Value }));
    case 'category':
      return used(written.tasks.flatMap(({ category }) => category?.value ?? []));
    case 'tags':
      return used(written.tasks.flatMap(({ tags }) => tags));
    default:
      return [];
  }
}

function used(words: readonly string[]): Item[] {
  return [...new Set(words)]
    .sort()
    .map((label) => ({ label, kind: CompletionItemKind.Value, newText: flowText(label) }));
}

/** All but the task's own and those that it waits for already. */
function taskKeys({ tasks }: PlanText, { line }: Position): Item[] {
  const own = tasks.findLast((task) => startLine(task) <= line);
  const given = new Set([own?.key?.value, ...(own?.dependsOn.map(({ value }) => value) ?? [])]);
  return tasks.flatMap(({ key, title }) =>
    key && !given.has(key.value)
      ? [
          {
            label: key.value,
            kind: CompletionItemKind.Reference,
            detail: title?.value ?? '',
            newText: flowText(key.value),
          },
        ]
      : [],
  );
}

const startLine = ({ key, span }: WrittenTask): number =>
  Math.min(rangeOf(span).start.line, rangeOf(key?.span ?? span).start.line);
