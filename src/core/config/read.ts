// `.taskwerk/config.yml` → the values of its `orchestration:` block, with the place of everything that is wrong.
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type * as z from 'zod';
import type { Span } from '../prd/document.ts';
import { isRecord } from '../records.ts';
import { orchestrationSchema } from './schema.ts';

export type ConfigPath = readonly (string | number)[];

export interface ConfigProblem {
  /** Below `orchestration`. */
  readonly path: ConfigPath;
  readonly message: string;
  readonly span: Span;
}

export interface ConfigFile {
  /** What the file says of `orchestration`, the faulty parts left out; `{}` where it says nothing. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigProblem[];
}

type SpanOf = (start: number, end: number) => Span;

/** Reads only Conductor's block; Taskwerk's own keys are not judged. Never throws. */
export function readConfig(text: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const spanOf: SpanOf = (start, end) => {
    const from = lines.linePos(start);
    const to = lines.linePos(end);
    return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => {
      const [what = message] = message.split(' at line ');
      return { path: [], message: `This is not valid YAML: ${what}.`, span: spanOf(...pos) };
    });
    return { values: {}, problems };
  }
  const block = blockOf(document);
  const parsed = orchestrationSchema.safeParse(block);
  if (parsed.success) return { values: block as Record<string, unknown>, problems: [] };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, document, spanOf));
  return { values: without(block, problems), problems };
}

/** The value of `orchestration`; `{}` when the key is missing or empty. */
function blockOf(document: Document): unknown {
  let all: unknown;
  try {
    all = document.toJS({ maxAliasCount: 100 });
  } catch {
    return {}; // An alias bomb: nothing of it is believed.
  }
  return (isRecord(all) ? all['orchestration'] : undefined) ?? {};
}

function problemsOf(issue: z.core.$ZodIssue, document: Document, spanOf: SpanOf): ConfigProblem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code !== 'unrecognized_keys') {
    return [{ path, message: `${nameOf(path)}: ${issue.message}.`, span: placeOf(document, path, spanOf) }];
  }
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: `There is no setting "${key}" in ${nameOf(path)}.`,
    span: placeOf(document, [...path, key], spanOf),
  }));
}

const nameOf = (path: ConfigPath): string => ['orchestration', ...path].join('.');

/** The key that a path ends in, or the item for a place in a list. */
function placeOf(document: Document, path: ConfigPath, spanOf: SpanOf): Span {
  const whole = ['orchestration', ...path];
  const last = whole.at(-1);
  const holder = whole.length > 1 ? document.getIn(whole.slice(0, -1), true) : document.contents;
  const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
  const node = pair && isScalar(pair.key) ? pair.key : document.getIn(whole, true);
  const range = isScalar(node) ? node.range : undefined;
  return range ? spanOf(range[0], range[1]) : spanOf(0, 0);
}

/** A copy of the block with nothing at the places that have a problem, so that the rest still counts. */
function without(block: unknown, problems: readonly ConfigProblem[]): Record<string, unknown> {
  if (!isRecord(block)) return {};
  const copy = structuredClone(block);
  for (const { path } of problems) {
    const [top] = path;
    if (top === undefined) return {};
    remove(copy, path);
  }
  return orchestrationSchema.safeParse(copy).success ? copy : {};
}

function remove(holder: unknown, path: ConfigPath): void {
  const [first, ...rest] = path;
  if (first === undefined || !isRecord(holder)) return;
  const child = holder[first];
  // A list goes as a whole: without one of its items it would mean something else.
  if (rest.length === 0 || Array.isArray(child)) Reflect.deleteProperty(holder, first);
  else remove(child, rest);
}
