// A person has a PRD planned by Claude: key, consent, questions, the growing tree, a stop, a restart, and the result.
// Claude is a strict Messages server on loopback.
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scriptedPlanner } from '../support/messages/scriptedPlanner.ts';
import { MessagesServer } from '../support/messages/server.ts';
import { workspacePrd } from '../support/vscode/workspace.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const questions = [
  {
    question: 'Where are the links kept?',
    choices: ['In SQLite, one file', 'In PostgreSQL'],
    recommended: 'In SQLite, one file',
    why: 'One machine serves them all, and a file is easy to back up.',
  },
  {
    question: 'How long does a link live when nobody says so?',
    choices: ['For ever', 'One year', '30 days'],
    recommended: 'One year',
    why: 'Old links are the main source of abuse.',
  },
  {
    question: 'Who may see the statistics?',
    choices: ['The owner of the link', 'Everybody'],
    recommended: 'The owner of the link',
    why: 'The document speaks of private dashboards.',
  },
];

describe('planning by a model', function () {
  // Each step builds on the one before.
  this.bail(true);
  let workbench: Workbench;
  let server: MessagesServer;
  let delayMs = 0;

  before(async function () {
    this.timeout(120_000);
    const answer = scriptedPlanner({ rootHours: 40, childHours: 20, questions });
    server = await MessagesServer.start({
      answer: (request, index) => ({ ...answer(request, index), delayMs }),
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
  const option = (name: string) => workbench.page.locator('.quick-input-widget').getByRole('option', { name }).first();
  const tasks = () => workbench.view('Plans').getByRole('treeitem', { name: /priority/ });

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

  it('asks its questions one after another, shows the tree as it grows, and stops', async () => {
    delayMs = 400;
    await decompose();
    await dialog().getByRole('button', { name: 'Send' }).click();
    await option('In SQLite, one file').waitFor();
    await workbench.screenshot('model-question');
    await workbench.page.keyboard.press('Enter');
    await option('One year').waitFor();
    await option('In My Own Words…').click();
    await option('In My Own Words…').waitFor({ state: 'hidden' });
    await input().fill('Two years');
    await workbench.page.keyboard.press('Enter');
    await option('The owner of the link').waitFor();
    await option('Skip').click();
    await tasks().nth(2).waitFor();
    await workbench.screenshot('model-growing');
    await (await workbench.message('Decomposing')).getByRole('button', { name: 'Cancel' }).click();
    await workbench.message('Stopped. The draft of');
    await workbench.screenshot('model-stopped');
  });

  it('goes on after the extension host was killed in the middle, and asks nothing twice', async function () {
    this.timeout(180_000);
    const asked = () => server.calls.map(({ request }) => JSON.stringify(request.messages));
    await (await workbench.message('Stopped. The draft of')).getByRole('button', { name: 'Continue' }).click();
    await dialog().getByText('The unfinished draft is continued').waitFor();
    const before = server.calls.length;
    await dialog().getByRole('button', { name: 'Send' }).click();
    while (server.calls.length < before + 2) await workbench.page.waitForTimeout(50);
    workbench.killExtensionHost();
    await tasks().first().waitFor({ state: 'detached' });
    await workbench.page.waitForTimeout(2 * delayMs);
    const count = server.calls.length;
    const finished = asked();
    delayMs = 0;
    // A person opens the window anew; the draft is where it was.
    await workbench.page.reload();
    await tasks().first().waitFor({ timeout: 60_000 });
    // A served VS Code keeps secrets no longer than its page.
    await workbench.runCommand('Conductor: Set API Key…');
    await setKey('sk-ant-right-key');
    await decompose();
    await dialog().getByText('The unfinished draft is continued').waitFor({ timeout: 30_000 });
    await dialog().getByRole('button', { name: 'Send' }).click();
    await workbench.message('tasks planned by claude-sonnet-5-5');
    await workbench.screenshot('model-result');
    const again = asked().slice(count);
    assert.ok(again.length > 0);
    // One answer may have been on its way to the database when the host was killed.
    assert.ok(finished.filter((one) => again.includes(one)).length <= 1);
  });

  /** Runs what asks to send something: refused once, when nothing may be sent, and then agreed to. */
  async function refuseThenSend(ask: () => Promise<void>, picture: string): Promise<void> {
    const before = server.hits.length;
    await ask();
    await dialog().getByText('Send what “').waitFor();
    await dialog().getByText('Cost: about').waitFor();
    await workbench.screenshot(picture);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    await ask();
    await dialog().getByText('Send what “').waitFor();
    assert.equal(server.hits.length, before);
    await dialog().getByRole('button', { name: 'Send' }).click();
    await dialog().waitFor({ state: 'detached' });
  }

  it('asks before it breaks a task down further', async () => {
    await tasks().first().click();
    const focused = workbench.view('Plans').locator('.monaco-list-row.focused');
    // Down to a task that has no parts yet.
    await until(async () => {
      await workbench.page.keyboard.press('ArrowRight');
      return (await focused.getAttribute('aria-level')) === '4';
    });
    await refuseThenSend(async () => {
      await workbench.runCommand('Conductor: Focus on Plans View');
      await workbench.page.keyboard.press('Shift+F10');
      await workbench.chooseEntry('Decompose Further…');
    }, 'model-further');
    await until(async () => (await focused.getAttribute('aria-expanded')) !== null);
  });

  it('asks before it plans a changed PRD again, and tells what came of it', async () => {
    const file = join(workbench.folder, workspacePrd);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text.trimEnd()}\n\n## Printing\n\n- A link must be printable as a QR code.\n`);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await refuseThenSend(() => workbench.runCommand('Conductor: Re-plan from Changed PRD'), 'model-replan');
    await workbench.message(/\d+ tasks updated, \d+ added, \d+ left out\./);
    await workbench.screenshot('model-replanned');
  });

  it('says where a key is used, and forgets it', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Conductor: Choose Model…');
    await option('claude-opus-5-5').waitFor();
    await workbench.screenshot('model-choose');
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('Conductor: Remove API Key');
    await workbench.message('The API key is removed.');
  });
});
