// A person looks at runs in the Orchestration view, and does something with them there.
import { strict as assert } from 'node:assert';
import type { TaskStore } from '../../src/core/ports.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import {
  ASSIGNED,
  BRANCHED,
  failedWith,
  gateResult,
  JournaledRun,
  PASSED,
  proposal,
  turn,
} from '../support/journaledRun.ts';
import { makeWorkspace } from '../support/vscode/workspace.ts';
import { assertAccessible } from './support/accessibility.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

describe('the Orchestration view', () => {
  let workbench: Workbench;
  let store: TaskStore;
  let working: JournaledRun;
  let stopKeeping: () => void;

  before(async function () {
    this.timeout(120_000);
    const { path } = await makeWorkspace();
    store = await createStoreOpener(path).openOrCreate();
    await tellRuns();
    workbench = await openWorkbench({ workspace: path });
    await workbench.openContainer('Conductor');
    await workbench.page.getByRole('button', { name: 'Review Section' }).click();
    await workbench.treeRow('Other Tasks').locator('.monaco-tl-twistie').click();
  });
  after(async () => {
    await workbench.close();
    stopKeeping();
    store.close();
  });

  /** One that waits for a review elsewhere, one that was paused, one that is done and one that was blocked. */
  async function tellRuns(): Promise<void> {
    const names = ['Add numbers', 'Keep the links for thirty days', 'Count the clicks', 'Report misuse'];
    await store.addTasks(names.map((name) => ({ name })));
    const [add, keep, count, report] = await store.listTasks();
    assert.ok(add && keep && count && report);
    const done = await JournaledRun.begin(store, count, { events: [BRANCHED, ASSIGNED, turn(1), turn(2)] });
    await done.append({ type: 'run.committed', commit: 'abcdef0123', tree: 't' });
    await done.finish('done');
    const blocked = await JournaledRun.begin(store, report, { events: [BRANCHED, ASSIGNED, turn(1)] });
    await blocked.finish('blocked', '3 checks failed in a row, the last one in Tests.');
    const paused = await JournaledRun.begin(store, keep, { events: [BRANCHED, ASSIGNED, turn(1), proposal('a.js')] });
    await paused.append({ type: 'run.gateFinished', result: gateResult('lint', PASSED) });
    await paused.append({ type: 'run.gateFinished', result: gateResult('tests', failedWith('it adds')) });
    await paused.append({ type: 'run.checked', passed: false, tree: 't', where: 'copy' });
    await paused.append({ type: 'run.paused', reason: 'The budget of $5.00 is used up.' }, 'paused');
    await paused.release();
    working = await JournaledRun.begin(store, add, {
      events: [BRANCHED, ASSIGNED, turn(1), turn(2), proposal('a.js')],
    });
    stopKeeping = working.keep();
  }

  const page = () => workbench.webview();
  const card = (name: string) => page().getByRole('listitem').filter({ hasText: name }).first();

  /** Behind the page lies the side bar, which the rules of contrast cannot see from inside. */
  async function paintBackground(): Promise<void> {
    const html = page().locator('html');
    await html.evaluate((element: { style: { background: string } }) => {
      element.style.background = 'var(--vscode-sideBar-background)';
    });
  }

  it('shows runs that are open with what can be done, and the last ones that are over', async () => {
    await card('Add numbers').getByText('working, turn 2').waitFor();
    await card('Keep the links').getByText('paused: The budget of $5.00 is used up.').waitFor();
    await card('Count the clicks')
      .getByText(/commit abcdef01/)
      .waitFor();
    await assertAccessible(page().locator('body'));
    await workbench.screenshot('orchestration-runs');
  });

  it('follows a run while it goes on', async () => {
    await working.append(turn(3));
    await card('Add numbers').getByText('working, turn 3').waitFor();
    await working.append({ type: 'run.reviewAsked', round: 1, changes: [] }, 'reviewing');
    await card('Add numbers').getByText('waits for your review').waitFor();
    await page()
      .getByRole('status')
      .getByText(/Add numbers: waits for your review/)
      .waitFor({ state: 'attached' });
    await workbench.treeRow(/^Add numbers.*its run: waits for your review/).waitFor();
  });

  it('opens the assignment from the keyboard', async () => {
    const button = card('Keep the links').getByRole('button', { name: /^Show Assignment/ });
    await button.focus();
    await button.press('Enter');
    await workbench.editorTab('TASK-002.md').waitFor();
  });

  it('can be read in dark and in high contrast', async () => {
    for (const theme of ['Dark Modern', 'Dark High Contrast', 'Light High Contrast']) {
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.pick(theme);
      await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await card('Add numbers').waitFor();
      await paintBackground();
      await assertAccessible(page().locator('body'));
      await workbench.screenshot(`orchestration-runs-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  });
});
