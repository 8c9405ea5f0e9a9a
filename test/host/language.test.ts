// The language server inside VS Code: what a person sees and can do in PRDs, plan documents and the configuration.
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Plan, StoredPlan } from '../../src/core/plan/model.ts';
import type { TaskStore } from '../../src/core/ports.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { plan, requirement } from '../unit/core/plan/planBuilder.ts';
import { closeEditors, eventually, fileUri, folder, replaceInDocument, writeText } from './support/editor.ts';

const PRD = '# Product requirements\n\n- Orders can be listed quickly.\n- Orders can be cancelled.\n';
const SHOP: Plan = plan(
  {
    schema: { title: 'Draw the schema', covers: ['r1'] },
    api: { title: 'Build the API', on: ['schema'], covers: ['r1'] },
    ui: { title: 'Build the page', on: ['api'], covers: ['r2'] },
  },
  {
    title: 'A shop',
    sourceFile: 'shop.prd.md',
    requirements: [
      requirement('r1', { text: 'Orders can be listed quickly.', source: spanOfLine(3) }),
      requirement('r2', { text: 'Orders can be cancelled.', source: spanOfLine(4) }),
    ],
  },
);

function spanOfLine(line: number) {
  return { line, column: 1, endLine: line, endColumn: 20 };
}

/** The address of an open document, and a place in its text. */
const at = (document: vscode.TextDocument, words: string, more = 1): vscode.Position => {
  const offset = document.getText().indexOf(words);
  assert.ok(offset >= 0, words);
  return document.positionAt(offset + more);
};

const ours = (uri: vscode.Uri): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Conductor');

const codes = (uri: vscode.Uri): readonly unknown[] => ours(uri).map(({ code }) => code);

/** The language server's processes below this extension host. */
function serverProcesses(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, parent] = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('server.js');
      } catch {
        return false; // It has just ended.
      }
    });
}

describe('language server', () => {
  let store: TaskStore;
  let stored: StoredPlan;

  before(async () => {
    store = await createStoreOpener(folder().uri.fsPath).openOrCreate();
    stored = await store.createPlan(SHOP);
    await store.addTasks([{ id: 'TASK-012', name: 'Build the parser', status: 'in-progress' }]);
  });

  after(() => {
    store.close();
    rmSync(fileUri('.taskwerk').fsPath, { recursive: true, force: true });
    for (const name of ['shop.prd.md', 'log.md', 'origin.md', 'again.md', 'code.ts'])
      rmSync(fileUri(name).fsPath, { force: true });
  });

  afterEach(closeEditors);

  const openPlan = async (): Promise<vscode.TextDocument> => {
    const path = `/${folder().name}/${stored.id}/A shop.plan.yaml`;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'conductor-plan', path }));
    await vscode.window.showTextDocument(document);
    return document;
  };

  const openPrd = async (): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(await writeText('shop.prd.md', PRD));
    await vscode.window.showTextDocument(document);
    return document;
  };

  const hoverAt = async (document: vscode.TextDocument, position: vscode.Position): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    return hovers
      .flatMap(({ contents }) => contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : '')))
      .join('\n');
  };

  const lensTitles = async ({ uri }: vscode.TextDocument): Promise<readonly string[]> => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    return lenses.map(({ range, command }) => `${range.start.line} ${command?.title ?? ''}`);
  };

  it('does not run before a document needs it', () => {
    assert.deepEqual(serverProcesses(), []);
  });

  it('marks what a PRD leaves open, and offers to note it', async () => {
    const { uri } = await openPrd();
    const vague = await eventually('squiggle', () => ours(uri).find(({ code }) => code === 'vague'));
    assert.equal(vague.range.start.line, 2);
    assert.equal(serverProcesses().length, 1);
    await eventually('quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        vague.range,
      );
      return actions.some(({ title }) => title === 'Note the open question here');
    });
  });

  it('shows the tasks above each requirement, follows edits and honours the setting', async () => {
    const document = await openPrd();
    await eventually('lens', async () => (await lensTitles(document)).join() === '2 2 tasks,3 1 task');
    await replaceInDocument(document, '- Orders can be listed', '\n\n- Orders can be listed');
    await eventually('moved lens', async () => (await lensTitles(document)).join() === '4 2 tasks,5 1 task');
    assert.match(await hoverAt(document, at(document, 'be listed')), /Draw the schema/);
    const settings = vscode.workspace.getConfiguration('conductor', document);
    await settings.update('codeLens.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lensTitles(document), []);
    } finally {
      await settings.update('codeLens.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('completes and checks the configuration', async () => {
    const uri = await writeText('.taskwerk/config.yml', 'orchestration:\n  workflow:\n    require_test: true\n    \n');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await eventually('squiggle', () => codes(uri).includes('config'));
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      new vscode.Position(3, 4),
    );
    assert.ok(items.some(({ label }) => label === 'require_tests'));
  });

  it('tells of a task id, and where it is named', async () => {
    await writeText('code.ts', '// TASK-012 comes first\nexport {};\n');
    const document = await vscode.workspace.openTextDocument(await writeText('log.md', 'See TASK-012.\n'));
    await vscode.window.showTextDocument(document);
    const place = at(document, 'TASK-012');
    await eventually('hover', async () => (await hoverAt(document, place)).includes('Build the parser'));
    const found = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      place,
    );
    assert.ok(found.some(({ uri }) => uri.path.endsWith('/code.ts')));
  });

  it('leads from an imported task to its requirement', async () => {
    await store.importPlan(stored.id);
    const { ui = '' } = await store.linkedTasks('shop.prd.md');
    const document = await vscode.workspace.openTextDocument(await writeText('origin.md', `See ${ui}.\n`));
    await vscode.window.showTextDocument(document);
    const origin = await eventually('definition', async () => {
      const [place] = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        at(document, 'See ', 5),
      );
      return place;
    });
    assert.ok(origin.uri.path.endsWith('/shop.prd.md'));
    assert.equal(origin.range.start.line, 3);
  });

  it('marks a cycle in a plan document with all its members, and removes the edge', async () => {
    const document = await openPlan();
    await replaceInDocument(document, '- key: schema\n', '- key: schema\n    depends_on: [ui]\n');
    const cycle = await eventually('cycle', () => ours(document.uri).find(({ code }) => code === 'cycle'));
    assert.equal(cycle.relatedInformation?.length, 3);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      cycle.range,
    );
    const edit = actions.find(({ title }) => title === 'Remove this edge')?.edit;
    assert.ok(edit, 'There is a quick fix.');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually('plan without the cycle', () => !codes(document.uri).includes('cycle'));
  });

  it('renames a key everywhere in a plan document', async () => {
    const document = await openPlan();
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at(document, 'key: schema', 6),
      'tables',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /key: tables[^]*- tables #/);
    assert.doesNotMatch(document.getText(), /key: schema|- schema #/);
  });

  it('follows a plan that changes elsewhere', async () => {
    const document = await openPlan();
    await replaceInDocument(document, 'covers: [r2]', 'covers: [r3]');
    await eventually('unknown requirement', () => ours(document.uri).some(({ message }) => message.includes('"r3"')));
    const now = await store.loadPlan(stored.id);
    const requirements = [...now.plan.requirements, requirement('r3')];
    await store.savePlan(stored.id, { ...now.plan, requirements }, now.revision);
    await eventually('known requirement', () => !ours(document.uri).some(({ message }) => message.includes('"r3"')));
  });

  it('is started again when it was killed', async () => {
    await openPrd();
    const first = await eventually('server', () => serverProcesses().at(0));
    process.kill(first, 'SIGKILL');
    await eventually('other process', () => serverProcesses().some((pid) => pid !== first));
    const document = await vscode.workspace.openTextDocument(
      await writeText('again.md', '# PRD: log\n\n- Logs are fast.\n'),
    );
    await vscode.window.showTextDocument(document);
    await eventually('squiggle', () => codes(document.uri).includes('vague'));
  });
});
