// A person sets a key and has a PRD planned by Claude: what they see before anything is sent, and when the key is wrong.
// Claude is a strict Messages server on loopback.
import { strict as assert } from 'node:assert';
import { scriptedPlanner } from '../support/messages/scriptedPlanner.ts';
import { MessagesServer } from '../support/messages/server.ts';
import { workspacePrd } from '../support/vscode/workspace.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

describe('planning by a model', function () {
  // Each step builds on the one before.
  this.bail(true);
  let workbench: Workbench;
  let server: MessagesServer;

  before(async function () {
    this.timeout(120_000);
    server = await MessagesServer.start({
      answer: scriptedPlanner(),
      apiKey: 'sk-ant-right-key',
    });
    workbench = await openWorkbench({
      settings: { 'conductor.claude.baseUrl': server.url, 'conductor.planning.concurrency': 1 },
    });
    await workbench.openFile(workspacePrd);
  });
  after(async () => {
    await workbench.close();
    await server[Symbol.asyncDispose]();
  });

  const input = () => workbench.page.locator('.quick-input-widget input.input').first();
  const dialog = () => workbench.page.locator('.monaco-dialog-box');

  const setKey = async (key: string): Promise<void> => {
    await input().waitFor({ state: 'visible' });
    await input().fill(key);
    await workbench.page.keyboard.press('Enter');
    await workbench.message('The API key is stored');
    await workbench.runCommand('Notifications: Clear All Notifications');
  };
  const decompose = async (): Promise<void> => {
    await workbench.openFile(workspacePrd);
    await workbench.runCommand('Conductor: Decompose this PRD');
  };

  it('takes a key in an input that hides it, and refuses a slip of the hand', async () => {
    await workbench.runCommand('Conductor: Set API Key…');
    await input().fill('sk ant');
    await workbench.page.getByText('A key has no spaces or line breaks.').waitFor();
    assert.equal(await input().getAttribute('type'), 'password');
    await workbench.screenshot('model-key');
    await setKey('sk-ant-wrong-key');
  });

  it('shows what is sent before anything is, and sends nothing on Cancel', async () => {
    await decompose();
    await dialog().getByText('Cost: about').waitFor();
    await dialog().getByText('Without a model the outline gives').waitFor();
    await workbench.screenshot('model-consent');
    assert.deepEqual(server.hits, []);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.deepEqual(server.hits, []);
  });

  it('tells a wrong key in one sentence with the remedy as a button', async () => {
    await decompose();
    await dialog().getByRole('button', { name: 'Send' }).click();
    const message = await workbench.message('Claude refused the API key.');
    await workbench.screenshot('model-bad-key');
    await message.getByRole('button', { name: 'Set API Key…' }).click();
    await setKey('sk-ant-right-key');
  });
});
