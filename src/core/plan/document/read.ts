// The YAML tree of a plan document as a flat list of tasks, not yet compared with anything.
import { LineCounter, parseDocument, type Node } from 'yaml';
import type { Span } from '../../prd/document.ts';
import type { Priority } from '../../prd/model.ts';
import { FieldReader, type Fields, type Located } from './fields.ts';

/** UTF-16 units; a plan of 10,000 tasks takes about half of it. */
const MAX_LENGTH = 12_000_000;
const MAX_DEPTH = 64;
export const PLAN_FIELDS: readonly string[] = ['title', 'source', 'tasks'];
export const TASK_FIELDS: readonly string[] = [
  'key',
  'title',
  'parent',
  'include',
  'description',
  'priority',
  'category',
  'hours',
  'complexity',
  'tags',
  'covers',
  'depends_on',
  'criteria',
  'tasks',
];
export const PRIORITIES: readonly Priority[] = ['critical', 'high', 'medium', 'low'];

/** Absent values are those that the document does not give. */
export interface WrittenTask {
  readonly key: Located<string> | undefined;
  readonly title: Located<string> | undefined;
  /** The task that it stands under, by place in the list, or the key that it names. */
  readonly parent: number | Located<string> | null;
  readonly included: boolean;
  readonly description: string;
  readonly priority: Priority | undefined;
  readonly category: Located<string> | undefined;
  readonly hours: number | undefined;
  readonly complexity: number | undefined;
  readonly tags: readonly string[];
  readonly covers: readonly Located<string>[];
  readonly dependsOn: readonly Located<string>[];
  readonly criteria: readonly string[];
  readonly span: Span;
}

export interface WrittenPlan {
  readonly title: string | undefined;
  readonly source: Located<string> | undefined;
  readonly tasks: readonly WrittenTask[];
  readonly reader: FieldReader;
}

/** What is wrong is in `reader.problems`; the rest is then not to be trusted. */
export function readPlan(text: string): WrittenPlan {
  const lines = new LineCounter();
  const reader = new FieldReader(lines);
  const nothing = { title: undefined, source: undefined, tasks: [], reader };
  const root = parse(text, lines, reader);
  if (root === undefined) return nothing;
  const fields = reader.fields(root, PLAN_FIELDS, 'The plan');
  if (!fields) return nothing;
  return {
    title: reader.text(fields.get('title'), 'The title'),
    source: located(reader, fields.get('source'), 'The source'),
    tasks: readTasks(reader, fields),
    reader,
  };
}

/** Undefined when the text is no YAML at all. */
function parse(text: string, lines: LineCounter, reader: FieldReader): Node | null | undefined {
  const start = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (text.length > MAX_LENGTH) {
    reader.report(`The document is too long: ${text.length} characters, at most ${MAX_LENGTH} are read.`, start);
    return undefined;
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
    reader.report('The document is nested too deeply.', start);
    return undefined;
  }
  for (const { message, pos } of document.errors) reader.report(message, reader.spanAt(...pos));
  return document.errors.length > 0 ? undefined : document.contents;
}

function readTasks(reader: FieldReader, plan: Fields): readonly WrittenTask[] {
  const tasks: WrittenTask[] = [];
  const read = (list: Node | null | undefined, parent: number | null, depth: number): void => {
    if (depth > MAX_DEPTH) {
      reader.report(
        `Tasks are nested more than ${MAX_DEPTH} deep; let them name their "parent" instead.`,
        reader.spanOf(list ?? null),
      );
      return;
    }
    for (const node of reader.nodes(list, '"tasks"')) {
      const fields = reader.fields(node, TASK_FIELDS, 'A task');
      if (!fields) continue;
      tasks.push(readTask(reader, node, fields, parent));
      read(fields.get('tasks'), tasks.length - 1, depth + 1);
    }
  };
  read(plan.get('tasks'), null, 0);
  return tasks;
}

function readTask(reader: FieldReader, node: Node, fields: Fields, above: number | null): WrittenTask {
  const title = located(reader, fields.get('title'), 'A title');
  const span = title?.span ?? reader.spanOf(node);
  if (!fields.has('title')) reader.report('This task has no title.', span);
  const parent = located(reader, fields.get('parent'), 'A parent');
  if (parent && above !== null) reader.report('A task stands under its parent or names it, not both.', parent.span);
  return {
    key: located(reader, fields.get('key'), 'A key'),
    title,
    parent: parent ?? above,
    included: reader.flag(fields.get('include'), '"include"') ?? true,
    description: reader.text(fields.get('description'), 'A description') ?? '',
    priority: reader.choice(fields.get('priority'), 'A priority', PRIORITIES),
    category: located(reader, fields.get('category'), 'A category'),
    hours: reader.number(fields.get('hours'), '"hours"', 0, Number.MAX_SAFE_INTEGER),
    complexity: reader.number(fields.get('complexity'), '"complexity"', 1, 10),
    tags: reader.texts(fields.get('tags'), '"tags"').map(({ value }) => value),
    covers: reader.texts(fields.get('covers'), '"covers"'),
    dependsOn: reader.texts(fields.get('depends_on'), '"depends_on"'),
    criteria: reader.texts(fields.get('criteria'), '"criteria"').map(({ value }) => value),
    span,
  };
}

function located(reader: FieldReader, node: Node | null | undefined, what: string): Located<string> | undefined {
  const value = reader.text(node, what);
  return value === undefined ? undefined : { value, span: reader.spanOf(node ?? null) };
}
