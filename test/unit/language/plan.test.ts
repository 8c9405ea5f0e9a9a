import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  Position,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TaskStore } from '../../../src/core/ports.ts';
import type { StoredPlan } from '../../../src/core/plan/model.ts';
import { formatPlanDocument } from '../../../src/core/plan/document.ts';
import { createStoreOpener } from '../../../src/node/taskwerk/opener.ts';
import { LanguageServerProcess } from '../../support/languageServer.ts';
import { plan, requirement } from '../core/plan/planBuilder.ts';

const SHOP = plan(
  {
    store: { title: 'Build the store', covers: ['r1'], hours: 4 },
    schema: { title: 'Draw the schema', parent: 'store', covers: ['r1'] },
    api: { title: 'Build the API', on: ['schema'], covers: ['r2'] },
    ui: { title: 'Build the page', on: ['api'], covers: ['r2'] },
  },
  { title: 'A shop', requirements: [requirement('r1'), requirement('r2', { text: 'Orders can be *listed*.' })] },
);

/** Where the words stand, at their n-th place (from 0). */
function at(text: string, words: string, nth = 0): Position {
  let offset = -1;
  for (let count = 0; count <= nth; count++) offset = text.indexOf(words, offset + 1);
  assert.ok(offset >= 0, words);
  return TextDocument.create('', '', 1, text).positionAt(offset);
}

const applied = (text: string, edits: readonly TextEdit[] | undefined): string =>
  TextDocument.applyEdits(TextDocument.create('', '', 1, text), [...(edits ?? [])]);

const saidBy = ({ message }: Diagnostic): string => (typeof message === 'string' ? message : message.value);

describe('the language server in a plan document', () => {
  let folder: string;
  let server: LanguageServerProcess;
  let store: TaskStore;
  let stored: StoredPlan;
  let uri: string;
  const text = formatPlanDocument(SHOP);

  before(async function () {
    this.timeout(20_000);
    folder = await mkdtemp(join(tmpdir(), 'conductor-language-'));
    store = await createStoreOpener(folder).openOrCreate();
    stored = await store.createPlan(SHOP);
    uri = `conductor-plan:/project/${stored.id}/A%20shop.plan.yaml`;
    server = await LanguageServerProcess.start(folder);
  });

  after(async () => {
    await server[Symbol.asyncDispose]();
    store.close();
    await rm(folder, { recursive: true });
  });

  const actionsFor = async (place: string, diagnostics: readonly Diagnostic[], range: Range): Promise<CodeAction[]> =>
    server.request('codeAction', place, { range, context: { diagnostics } });

  describe('tells what is wrong', () => {
    const messages = async (name: string, content: string) =>
      (await server.open(name, content, 'yaml')).map((one) => ({
        code: one.code,
        message: saidBy(one),
        range: one.range,
      }));

    it('only what lint finds in a sound plan', async () => {
      const said = await server.open(uri, text, 'yaml');
      assert.deepEqual(
        said.filter(({ severity }) => severity === 1),
        [],
      );
    });

    it('a key that nothing has, at the word', async () => {
      const wrong = text.replace('- schema #', '- schemas #');
      const [first] = await messages(uri, wrong);
      assert.equal(first?.message, 'No task has the key "schemas".');
      assert.deepEqual(first.range.start, at(wrong, 'schemas'));
    });

    it('an unknown field, a bad value and text that is no YAML', async () => {
      const [field] = await messages(uri, text.replace('priority:', 'prio:'));
      assert.match(field?.message ?? '', /"prio" is not known here/);
      const [value] = await messages(uri, text.replace('priority: medium', 'priority: urgent'));
      assert.match(value?.message ?? '', /one of critical, high, medium, low/);
      assert.equal((await messages(uri, 'tasks: ['))[0]?.code, 'document');
    });

    it('a requirement that the PRD does not have', async () => {
      const [first] = await messages(uri, text.replace('covers: [r2]', 'covers: [r9]'));
      assert.equal(first?.message, 'The PRD has no requirement "r9".');
    });

    it('a cycle with every member, and the edge to remove', async () => {
      const wrong = text.replace('key: schema\n', 'key: schema\n        depends_on: [ui]\n');
      const [cycle, ...more] = await server.open(uri, wrong, 'yaml');
      assert.deepEqual(more, []);
      assert.equal(cycle?.code, 'cycle');
      assert.deepEqual(
        cycle.relatedInformation?.map(({ message }) => message),
        ['schema waits for ui', 'api waits for schema', 'ui waits for api'],
      );
      const [fix] = await actionsFor(uri, [cycle], cycle.range);
      assert.equal(fix?.title, 'Remove this edge');
      const mended = applied(wrong, Object.values(fix.edit?.changes ?? {})[0]);
      assert.deepEqual(
        (await server.open(uri, mended, 'yaml')).filter(({ severity }) => severity === 1),
        [],
      );
    });

    it('anew when the plan changes elsewhere', async function () {
      this.timeout(10_000);
      await server.open(uri, text.replace('covers: [r2]', 'covers: [r3]'), 'yaml');
      const next = server.nextDiagnostics(uri);
      const now = await store.loadPlan(stored.id);
      const requirements = [...now.plan.requirements, requirement('r3')];
      await store.savePlan(stored.id, { ...now.plan, requirements }, now.revision);
      assert.ok((await next).every((one) => !saidBy(one).includes('"r3"')));
    });
  });

  describe('in a file of its own', () => {
    it('takes requirements as given without the plan, and checks them with it', async () => {
      const alone =
        'title: T\nsource: other.md\ntasks:\n  - key: a\n    title: Build A\n    covers: [x1]\n    depends_on: [b]\n';
      const said = await server.open('alone.plan.yaml', alone, 'yaml');
      assert.deepEqual(
        said.map(({ message }) => message),
        ['No task has the key "b".'],
      );
      const known = await server.open('known.plan.yaml', alone.replace('other.md', 'docs/prd.md'), 'yaml');
      assert.ok(known.some(({ message }) => message === 'The PRD has no requirement "x1".'));
    });

    it('removes an edge from a list in brackets with its comma', async () => {
      const list = (edges: string) =>
        `title: T\nsource: x\ntasks:\n  - {key: a, title: A}\n  - {key: b, title: B, depends_on: [${edges}]}\n`;
      for (const [before, after] of [
        ['c, a', 'a'],
        ['a, c', 'a'],
        ['c', ''],
      ] as const) {
        const [dangling] = await server.open('flow.plan.yaml', list(before), 'yaml');
        assert.ok(dangling);
        const [fix] = await actionsFor('flow.plan.yaml', [dangling], dangling.range);
        assert.equal(applied(list(before), Object.values(fix?.edit?.changes ?? {})[0]), list(after));
      }
    });
  });

  describe('helps to write', () => {
    const labels = async (content: string, position: Position): Promise<readonly string[]> => {
      await server.open('write.plan.yaml', content, 'yaml');
      const items = await server.request<CompletionItem[]>('completion', 'write.plan.yaml', { position });
      return items.map(({ label }) => label);
    };
    const start =
      'title: T\nsource: docs/prd.md\ntasks:\n  - key: a\n    title: Build A\n  - key: b-one\n    title: Build B\n';

    it('keys of other tasks after depends_on and parent', async () => {
      assert.deepEqual(await labels(`${start}    depends_on:\n      - `, { line: 8, character: 8 }), ['a']);
      assert.deepEqual(await labels(`${start}    parent: `, { line: 7, character: 12 }), ['a']);
    });

    it('keys in brackets while the text is no YAML', async () => {
      await server.open('write.plan.yaml', start, 'yaml');
      const next = server.nextDiagnostics(server.uriOf('write.plan.yaml'));
      const range = { start: { line: 7, character: 0 }, end: { line: 7, character: 0 } };
      await server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: server.uriOf('write.plan.yaml'), version: 2 },
        contentChanges: [{ range, text: '    depends_on: [' }],
      });
      await next;
      const position = { line: 7, character: 17 };
      const items = await server.request<CompletionItem[]>('completion', 'write.plan.yaml', { position });
      assert.deepEqual(
        items.map(({ label }) => label),
        ['a'],
      );
    });

    it('requirements in covers, values, and the fields that are not there yet', async () => {
      assert.deepEqual((await labels(`${start}    covers: [r`, { line: 7, character: 14 })).slice(0, 2), ['r1', 'r2']);
      assert.deepEqual(await labels(`${start}    priority: h`, { line: 7, character: 15 }), [
        'critical',
        'high',
        'medium',
        'low',
      ]);
      const fields = await labels(`${start}    `, { line: 7, character: 4 });
      assert.ok(fields.includes('depends_on') && fields.includes('hours'));
      assert.ok(!fields.includes('title') && !fields.includes('key') && !fields.includes('source'));
    });
  });

  describe('explains and renames', () => {
    const hoverAt = async (position: Position): Promise<string> => {
      await server.open(uri, text, 'yaml');
      return JSON.stringify((await server.request<Hover | null>('hover', uri, { position }))?.contents);
    };

    it('a task and why it is waited for', async () => {
      const said = await hoverAt(at(text, 'schema #'));
      assert.match(said, /Draw the schema/);
      assert.match(said, /not imported yet/);
      assert.match(said, /The document says so of schema/);
    });

    it('a requirement', async () => {
      const said = await hoverAt(at(text, 'r2]'));
      assert.ok(said.includes('Orders can be \\\\*listed\\\\*'), said);
    });

    it('renames a key everywhere, and only to what can be a key', async () => {
      await server.open(uri, text, 'yaml');
      const position = at(text, 'schema #');
      const edit = await server.request<WorkspaceEdit>('rename', uri, { position, newName: 'tables' });
      const renamed = applied(text, edit.changes?.[uri]);
      assert.equal(renamed, text.replace('key: schema', 'key: tables').replace('- schema #', '- tables #'));
      for (const newName of ['Not a key', 'api']) {
        await assert.rejects(server.request('rename', uri, { position, newName }), /key/);
      }
      const found = await server.request<Location[]>('references', uri, { position, context: {} });
      assert.equal(found.length, 2);
    });

    it('shows the tasks under each other', async () => {
      await server.open(uri, text, 'yaml');
      const symbols = await server.request<DocumentSymbol[]>('documentSymbol', uri);
      assert.deepEqual(
        symbols.map(({ name, children }) => [name, children?.map((child) => child.name)]),
        [
          ['Build the store', ['Draw the schema']],
          ['Build the API', []],
          ['Build the page', []],
        ],
      );
    });
  });
});
