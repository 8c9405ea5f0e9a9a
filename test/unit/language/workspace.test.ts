import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeLens, Hover } from 'vscode-languageserver';
import { createStoreOpener } from '../../../src/node/taskwerk/opener.ts';
import { LanguageServerProcess } from '../../support/languageServer.ts';
import { plan, requirement } from '../core/plan/planBuilder.ts';

const BRIEF = '# Brief\n\n- Orders can be listed quickly.\n';
const SHOP = plan(
  { api: { title: 'Build the API', covers: ['r1'] }, ui: { title: 'Build the page', covers: ['r1'] } },
  { sourceFile: 'brief.md', requirements: [requirement('r1', { text: 'Orders can be listed quickly.' })] },
);

describe('the language server and its workspace', () => {
  let parent: string;
  let folder: string;
  let server: LanguageServerProcess;
  let refreshes = 0;

  before(async function () {
    this.timeout(20_000);
    parent = await mkdtemp(join(tmpdir(), 'conductor-language-'));
    folder = join(parent, 'first');
    await mkdir(folder);
    server = await LanguageServerProcess.start(folder, {
      capabilities: { workspace: { workspaceFolders: true, codeLens: { refreshSupport: true } } },
      initializationOptions: { prdFiles: { [pathToFileURL(folder).href]: ['named/**/*.md'] } },
    });
    server.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshes++;
      return null;
    });
  });

  after(async () => {
    await server[Symbol.asyncDispose]();
    await rm(parent, { recursive: true });
  });

  const vague = async (path: string): Promise<boolean> =>
    (await server.open(path, BRIEF)).some(({ code }) => code === 'vague');

  it('takes the files that the settings name for PRDs, as the settings change', async () => {
    assert.equal(await vague('named/deep/brief.md'), true);
    assert.equal(await vague('other/brief.md'), false);
    await server.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { prdFiles: { [pathToFileURL(folder).href]: ['other/*.md'] } },
    });
    assert.equal(await vague('named/deep/brief.md'), false);
    assert.equal(await vague('other/brief.md'), true);
  });

  it('shows the tasks of a requirement where it stands now, from when there is a database', async function () {
    this.timeout(10_000);
    await server.open('brief.md', `Moved.\n\n${BRIEF}`);
    const lenses = () => server.request<CodeLens[]>('codeLens', 'brief.md');
    assert.deepEqual(await lenses(), []);
    const before = refreshes;
    const store = await createStoreOpener(folder).openOrCreate();
    const { id } = await store.createPlan(SHOP);
    const end = Date.now() + 8_000;
    while (refreshes === before && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(refreshes > before, 'the editor is asked to look again');
    const [lens] = await lenses();
    assert.equal(lens?.range.start.line, 4);
    assert.deepEqual(lens.command, {
      title: '2 tasks',
      tooltip: 'Build the API\nBuild the page',
      command: 'conductor.plan.revealTasks',
      arguments: [{ uri: server.uriOf('brief.md'), planId: id, keys: ['api', 'ui'] }],
    });
    store.close();
  });

  it('knows folders that are added, and forgets those that are removed', async () => {
    const second = join(parent, 'second');
    await mkdir(second);
    const store = await createStoreOpener(second).openOrCreate();
    await store.addTasks([{ id: 'TASK-007', name: 'Draw the page' }]);
    const one = { uri: pathToFileURL(second).href, name: 'second' };
    await server.open('../second/log.md', 'See TASK-007.\n');
    const hover = () =>
      server.request<Hover | null>('hover', '../second/log.md', { position: { line: 0, character: 6 } });
    assert.equal(await hover(), null);
    const change = (added: readonly object[], removed: readonly object[]) =>
      server.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed } });
    await change([one], []);
    assert.match(JSON.stringify((await hover())?.contents), /Draw the page/);
    await change([], [one]);
    assert.equal(await hover(), null);
    store.close();
  });
});
