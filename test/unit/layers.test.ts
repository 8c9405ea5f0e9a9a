// Who may import whom: reads every import of src and names the one that breaks a rule of CONTRIBUTING.md, "Layers".
import { strict as assert } from 'node:assert';
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { root } from '../support/vscode/paths.ts';

interface Import {
  readonly from: string;
  /** A file below src, or a package. */
  readonly to: string;
  readonly isType: boolean;
}

interface Rule {
  /** Layers whose values it may import, and those whose types alone. */
  readonly values: readonly string[];
  readonly types?: readonly string[];
  /** What it may import besides; the platform's modules are packages too. */
  readonly packages: RegExp;
}

const rules: Readonly<Record<string, Rule>> = {
  core: {
    values: ['core'],
    packages: /^(zod|yaml|saxes|diff|picomatch|fastest-levenshtein|markdown-it|@dagrejs\/graphlib)$/,
  },
  protocol: { values: ['protocol'], types: ['core'], packages: /^zod$/ },
  node: { values: ['node', 'core'], packages: /^(?!vscode$)/ },
  vscode: { values: ['vscode', 'core', 'protocol'], packages: /^(vscode|vscode-languageclient(\/.*)?|yaml|zod)$/ },
  cli: { values: ['cli', 'core'], packages: /^(node:.*|commander|zod|yaml)$/ },
  language: {
    values: ['language', 'core', 'protocol'],
    packages: /^(vscode-languageserver(-textdocument)?|fastest-levenshtein|yaml)$/,
  },
  webview: { values: ['webview', 'protocol'], types: ['core'], packages: /^(preact|preact\/.*|@preact\/.*)$/ },
  programs: { values: ['programs', 'core', 'protocol', 'node', 'vscode', 'cli', 'language'], packages: /./ },
};

/** Inside core a feature may import those before it. */
const featureOrder = [
  ...['prd', 'config', 'tasks', 'model', 'plan'],
  ...['exec', 'review', 'git', 'gates', 'tools', 'agent', 'orchestrate'],
];

/** `core` of core/plan/model.ts; a file of src itself is a program or the manifest. */
const layerOf = (file: string): string => (file.includes('/') ? file.split('/', 1)[0]! : 'programs');
const featureOf = (file: string): string | undefined => /^core\/([^/]+)\//.exec(file)?.[1];

function importsOf(from: string): readonly Import[] {
  const source = ts.createSourceFile(from, readFileSync(`${root}/src/${from}`, 'utf8'), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, isType: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const { text } = specifier;
    found.push({ from, to: text.startsWith('.') ? posix.join(posix.dirname(from), text) : text, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `import type { A }` and `import { type A }`. */
function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every((name) => name.isTypeOnly)
  );
}

/** The sentence for an import that breaks a rule. */
function breach({ from, to, isType }: Import, files: ReadonlySet<string>): string | undefined {
  const layer = layerOf(from);
  const rule = rules[layer];
  if (rule === undefined) return `src/${from}: \`${layer}\` is no layer.`;
  if (!files.has(to)) {
    if (to === '../package.json' || to.endsWith('.css') || rule.packages.test(to)) return undefined;
    return `src/${from} imports \`${to}\`, which the layer \`${layer}\` may not import.`;
  }
  const target = layerOf(to);
  if (!rule.values.includes(target) && !(isType && rule.types?.includes(target))) {
    return `src/${from} imports src/${to}: \`${layer}\` may not import ${isType ? 'types' : 'values'} of \`${target}\`.`;
  }
  const [feature, other] = [featureOf(from), featureOf(to)];
  if (feature === undefined || other === undefined || featureOrder.indexOf(other) <= featureOrder.indexOf(feature))
    return undefined;
  return `src/${from} imports src/${to}: in core, \`${feature}\` comes before \`${other}\` (${featureOrder.join(' → ')}).`;
}

/** The files of one cycle of value imports, or nothing. */
function findCycle(imports: readonly Import[]): readonly string[] | undefined {
  const targets = Map.groupBy(
    imports.filter(({ isType }) => !isType),
    ({ from }) => from,
  );
  const finished = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const { to } of targets.get(file) ?? []) {
      const cycle = walk(to, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const cycle = walk(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

describe('layers', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: `${root}/src` }).map((file) => file.replaceAll('\\', '/'));
  const imports = files.flatMap(importsOf);

  it('are imported in one direction', () => {
    const known = new Set(files);
    const breaches = imports.map((found) => breach(found, known)).filter((sentence) => sentence !== undefined);
    assert.deepEqual(breaches, []);
  });

  it('know every feature of core', () => {
    const features = new Set(files.map(featureOf).filter((feature) => feature !== undefined));
    assert.deepEqual(
      [...features].filter((feature) => !featureOrder.includes(feature)),
      [],
    );
  });

  it('have no cycles', () => {
    assert.equal(findCycle(imports)?.join(' → '), undefined);
  });

  it('keep the work on the database out of the thread of the editor', () => {
    const reached = new Set<string>();
    const follow = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { from, to, isType } of imports) if (from === file && !isType) follow(to);
    };
    follow('extension.ts');
    assert.ok(reached.has('node/taskwerk/thread/threadedOpener.ts'));
    const worksOn = ['node:sqlite', 'node/taskwerk/opener.ts', 'node/taskwerk/connection.ts'];
    assert.deepEqual(
      worksOn.filter((file) => reached.has(file)),
      [],
    );
  });

  it('notice a breach', () => {
    const known = new Set(['core/plan/model.ts', 'core/prd/read.ts', 'node/files/disk.ts']);
    const sentence = (from: string, to: string): string | undefined => breach({ from, to, isType: false }, known);
    assert.match(sentence('core/plan/model.ts', 'node:fs') ?? '', /imports `node:fs`, which the layer `core` may not/);
    assert.match(sentence('cli/main.ts', 'node/files/disk.ts') ?? '', /`cli` may not import values of `node`/);
    assert.match(sentence('core/prd/read.ts', 'core/plan/model.ts') ?? '', /in core, `prd` comes before `plan`/);
  });
});
