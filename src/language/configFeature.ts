// `.taskwerk/config.yml`: what is wrong, what can be written, and what it means — all read off the one schema.
import { distance } from 'fastest-levenshtein';
import {
  CodeActionKind,
  CompletionItemKind,
  DiagnosticSeverity,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type Hover,
  type Position,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { configKeys, type ConfigKey } from '../core/config/describe.ts';
import { readConfig } from '../core/config/read.ts';
import { BRANCH_PLACEHOLDERS } from '../core/config/schema.ts';
import type { LanguageFeature } from './feature.ts';
import { lineAt, rangeOf } from './places.ts';

const ROOT = 'orchestration';
const KEY = /^(\s*)(?:- )?([\w*-]+):\s*(.*)$/;
/** A name with so few letters wrong is taken for a slip. */
const MAX_SLIP = 3;

export const configFeature: LanguageFeature = {
  kinds: ['config'],
  diagnose: ({ text }) => Promise.resolve(diagnose(text)),
  complete: ({ text }, position) => Promise.resolve(complete(text, position)),
  hover: ({ text }, position) => Promise.resolve(hover(text, position)),
  actions: ({ uri, text }, { context }) =>
    Promise.resolve(context.diagnostics.flatMap((diagnostic) => correct(uri, text, diagnostic))),
};

function diagnose(text: TextDocument): Diagnostic[] {
  return readConfig(text.getText()).problems.map(({ path, message, span }) => ({
    range: rangeOf(span),
    message,
    severity: DiagnosticSeverity.Error,
    source: 'Conductor',
    code: 'config',
    data: [ROOT, ...path],
  }));
}

/** The keys above a line, by indentation: "orchestration", "safety". */
function pathAbove(text: TextDocument, line: number, indent: number): string[] {
  const path: string[] = [];
  let limit = indent;
  for (let at = line - 1; at >= 0 && limit > 0; at--) {
    const [, space = '', key] = KEY.exec(lineAt(text, at)) ?? [];
    if (key === undefined || space.length >= limit) continue;
    path.unshift(key);
    limit = space.length;
  }
  return path;
}

interface Entry {
  readonly name: string;
  /** Absent for a section. */
  readonly key?: ConfigKey;
}

/** What may stand directly below a path; an agent may have any name. */
function entriesBelow(path: readonly string[]): Entry[] {
  if (path.length === 0) return [{ name: ROOT }];
  if (path[0] !== ROOT) return [];
  const entries = new Map<string, Entry>();
  for (const key of configKeys()) {
    const names = key.name.split('.');
    const below = path.slice(1);
    const isBelow = below.every((name, index) => names[index] === name || names[index] === '*');
    const name = names[below.length];
    if (!isBelow || name === undefined) continue;
    const shown = name === '*' ? 'claude' : name;
    entries.set(shown, names.length === below.length + 1 ? { name: shown, key } : { name: shown });
  }
  return [...entries.values()];
}

function entryAt(text: TextDocument, line: number): Entry | undefined {
  const [, space = '', name] = KEY.exec(lineAt(text, line)) ?? [];
  if (name === undefined) return undefined;
  const below = entriesBelow(pathAbove(text, line, space.length));
  return below.find((entry) => entry.name === name) ?? below.find(({ name: any }) => any === 'claude' && name !== ROOT);
}

function complete(text: TextDocument, { line, character }: Position): CompletionItem[] {
  const before = lineAt(text, line).slice(0, character);
  if (/\{[\w]*$/.test(before))
    return BRANCH_PLACEHOLDERS.map((name) => ({ label: name, kind: CompletionItemKind.Variable }));
  if (/:\s+\S*$/.test(before)) {
    return (entryAt(text, line)?.key?.choices ?? []).map((label) => ({ label, kind: CompletionItemKind.Value }));
  }
  const indent = /^\s*/.exec(before)?.[0].length ?? 0;
  return entriesBelow(pathAbove(text, line, indent)).map(({ name, key }) => ({
    label: name,
    kind: key ? CompletionItemKind.Property : CompletionItemKind.Module,
    insertText: key ? `${name}: ` : `${name}:`,
    ...(key && { detail: key.type, documentation: describe(key) }),
  }));
}

function hover(text: TextDocument, { line }: Position): Hover | null {
  const key = entryAt(text, line)?.key;
  return key ? { contents: { kind: 'markdown', value: describe(key) } } : null;
}

function describe({ name, description, type, default: byDefault }: ConfigKey): string {
  const more = byDefault === undefined ? type : `${type}; default ${byDefault}`;
  return `**${ROOT}.${name}** (${more})\n\n${description}`;
}

/** "Did you mean …?" for an unknown key. */
function correct(uri: string, text: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  const path = diagnostic.data as unknown;
  if (diagnostic.code !== 'config' || !Array.isArray(path)) return [];
  const names = path.map(String);
  const wrong = names.at(-1) ?? '';
  if (text.getText(diagnostic.range) !== wrong) return [];
  return entriesBelow(names.slice(0, -1))
    .map(({ name }) => ({ name, slip: distance(name, wrong) }))
    .filter(({ slip }) => slip > 0 && slip <= MAX_SLIP)
    .sort((a, b) => a.slip - b.slip)
    .slice(0, 1)
    .map(({ name }) => ({
      title: `Change to ${name}`,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [diagnostic],
      edit: { changes: { [uri]: [{ range: diagnostic.range, newText: name }] } },
    }));
}
