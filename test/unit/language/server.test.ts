import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeAction, CompletionItem, DocumentSymbol, Hover, Location } from 'vscode-languageserver';
import { createStoreOpener } from '../../../src/node/taskwerk/opener.ts';
import { LanguageServerProcess } from '../../support/languageServer.ts';

const PRD = `# Product requirements

## Login
- The user must log in quickly.
- A session ends after 30 minutes.

## Limits
- A session ends after 60 minutes.
`;

const CONFIG = 'orchestration:\n  workflow:\n    require_test: true\n  safety:\n    max_task_duration: soon\n';

describe('the language server', () => {
  let folder: string;
  let server: LanguageServerProcess;

  before(async function () {
    this.timeout(20_000);
    folder = await mkdtemp(join(tmpdir(), 'conductor-language-'));
    server = await LanguageServerProcess.start(folder);
  });

  after(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  describe('in a PRD', () => {
    it('points at vague words, contradictions and missing failures', async () => {
      const said = await server.open('a.prd.md', PRD);
      const facts = said.map(({ code, range }) => [code, range.start.line, range.start.character, range.end.character]);
      assert.ok(
        facts.some(([code, line, from, to]) => code === 'vague' && line === 3 && from === 23 && to === 30),
        JSON.stringify(facts),
      );
      const contradiction = said.find(({ code }) => code === 'contradiction');
      assert.equal(contradiction?.range.start.line, 7);
      assert.equal(contradiction.relatedInformation?.[0]?.location.range.start.line, 4);
      assert.ok(said.every(({ source }) => source === 'Conductor'));
    });

    it('gives the outline with its requirements', async () => {
      await server.open('b.prd.md', PRD);
      const symbols = await server.request<DocumentSymbol[]>('documentSymbol', 'b.prd.md');
      assert.deepEqual(
        symbols.map(({ name, children }) => [name, children?.length]),
        [
          ['Login', 2],
          ['Limits', 1],
        ],
      );
    });

    it('offers to note the open question in the document', async () => {
      const diagnostics = await server.open('c.prd.md', PRD);
      const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } };
      const actions = await server.request<CodeAction[]>('codeAction', 'c.prd.md', {
        range,
        context: { diagnostics: diagnostics.slice(0, 1) },
      });
      const [edit] = Object.values(actions[0]?.edit?.changes ?? {})[0] ?? [];
      assert.match(edit?.newText ?? '', /^ <!-- Open: .* -->$/);
      assert.equal(edit?.range.start.line, 3);
    });

    it('looks again when the text changes', async () => {
      await server.open('d.prd.md', '# Requirements document\n\n- The page must load within 2 s.\n');
      const uri = server.uriOf('d.prd.md');
      const next = server.nextDiagnostics(uri);
      const range = { start: { line: 2, character: 21 }, end: { line: 2, character: 31 } };
      await server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: [{ range, text: 'fast' }],
      });
      assert.deepEqual(
        (await next).map(({ code }) => code),
        ['vague'],
      );
    });

    it('leaves other Markdown alone', async () => {
      assert.deepEqual(await server.open('notes.md', '# Notes\n\n- This must be fast.\n'), []);
    });
  });

  describe('in .taskwerk/config.yml', () => {
    const path = '.taskwerk/config.yml';

    it('names unknown keys and bad values with their place, and corrects a slip', async () => {
      const diagnostics = await server.open(path, CONFIG, 'yaml');
      assert.deepEqual(
        diagnostics.map(({ range }) => range.start),
        [
          { line: 2, character: 4 },
          { line: 4, character: 4 },
        ],
      );
      const actions = await server.request<CodeAction[]>('codeAction', path, {
        range: diagnostics[0]?.range,
        context: { diagnostics },
      });
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Change to require_tests'],
      );
    });

    it('completes keys and values, and explains them', async () => {
      const text = 'orchestration:\n  planning:\n    planner: \n    \n';
      await server.open('sub/.taskwerk/config.yml', text, 'yaml');
      const at = (line: number, character: number) => ({ position: { line, character } });
      const values = await server.request<CompletionItem[]>('completion', 'sub/.taskwerk/config.yml', at(2, 13));
      assert.deepEqual(
        values.map(({ label }) => label),
        ['auto', 'outline', 'model'],
      );
      const keys = await server.request<CompletionItem[]>('completion', 'sub/.taskwerk/config.yml', at(3, 4));
      assert.ok(keys.some(({ label }) => label === 'budget_usd'));
      const hover = await server.request<Hover>('hover', 'sub/.taskwerk/config.yml', at(2, 6));
      assert.match(JSON.stringify(hover.contents), /planning\.planner/);
    });
  });

  describe('at a task id', () => {
    it('tells what the task is and where it is named', async () => {
      const store = await createStoreOpener(folder).openOrCreate();
      await store.addTasks([{ id: 'TASK-012', name: 'Build the [parser](x)', status: 'in-progress' }]);
      store.close();
      await writeFile(join(folder, 'code.ts'), '// TASK-012 comes first\nexport {};\n// TASK-0123 does not\n');
      await server.open('log.md', 'See TASK-012.\n');
      const place = { position: { line: 0, character: 6 } };
      const hover = await server.request<Hover>('hover', 'log.md', place);
      assert.match(JSON.stringify(hover.contents), /in-progress/);
      assert.ok(!JSON.stringify(hover.contents).includes('[parser](x)'), 'a name makes no link');
      const found = await server.request<Location[]>('references', 'log.md', {
        ...place,
        context: { includeDeclaration: true },
      });
      assert.deepEqual(
        found.map(({ uri, range }) => [uri, range.start.line]),
        [[server.uriOf('code.ts'), 0]],
      );
    });
  });
});

describe('the language server process', () => {
  it('ends by itself when the editor asks', async function () {
    this.timeout(20_000);
    const folder = await mkdtemp(join(tmpdir(), 'conductor-language-'));
    const server = await LanguageServerProcess.start(folder);
    await server[Symbol.asyncDispose]();
    assert.equal(server.child.exitCode, 0);
    await rm(folder, { recursive: true });
  });
});
