// A person turns a PRD into Taskwerk tasks, with mouse and keyboard; the pictures serve the documentation.
import { strict as assert } from 'node:assert';
import { assertAccessible } from './support/accessibility.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const prd = 'link-shortener.prd.md';

describe('from PRD to Taskwerk tasks', function () {
  // Each step builds on the one before.
  this.bail(true);
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
    // Menus come with the extension, a moment after the explorer.
    await workbench.page.getByRole('tab', { name: 'Conductor' }).waitFor();
  });
  after(() => workbench.close());

  it('decomposes the PRD from its right-click menu in the explorer', async () => {
    const { page } = workbench;
    await workbench.treeRow(prd).click({ button: 'right' });
    const entry = page.getByRole('menuitem', { name: 'Decompose this PRD' });
    await entry.waitFor();
    await workbench.screenshot('explorer-menu');
    await entry.click();
    await workbench.message(/tasks planned from \d+ requirements/);
    await workbench
      .treeRow(/Shortlane/)
      .first()
      .waitFor();
    await workbench.screenshot('decomposed');
  });

  it('reviews the plan as a document beside the tree', async () => {
    const planned = await workbench.message(/tasks planned/);
    await planned.getByRole('button', { name: 'Review Plan' }).click();
    await workbench.editorTab('.plan.yaml').waitFor();
    await workbench.page.locator('.view-lines').getByText('title:').first().waitFor();
    await workbench.screenshot('review');
  });

  it('shows what the import will do before it does it', async () => {
    await workbench.runCommand('Conductor: Import Plan into Taskwerk');
    const list = workbench.page.locator('.quick-input-widget');
    await list.getByText('New in Taskwerk').waitFor();
    await workbench.screenshot('import-preview');
    await workbench.page.keyboard.press('Enter');
    await workbench.message(/Imported into Taskwerk: \d+ tasks added/);
    await workbench.screenshot('imported');
  });

  it('draws the state of the tasks, and that accessibly', async () => {
    const page = workbench.webview();
    await page.getByRole('heading', { name: /Ready to start/ }).waitFor();
    await assertAccessible(page.locator('body'));
    await workbench.screenshot('orchestration');
  });

  it('undoes the import', async () => {
    await workbench.runCommand('Conductor: Undo Import');
    await workbench.message(/The import is undone: \d+ tasks removed/);
    await workbench.webview().getByText('No tasks yet').waitFor();
  });

  it('leads from a requirement to its tasks', async () => {
    await workbench.openFile(prd);
    const lens = workbench.page.locator('.codelens-decoration a').first();
    await lens.waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.screenshot('code-lens');
    const [, count] = /^(\d+) tasks?$/.exec((await lens.textContent()) ?? '') ?? [];
    assert.ok(count);
    await lens.click();
    if (Number(count) > 1) {
      const list = workbench.page.locator('.quick-input-widget');
      await list.getByRole('option').first().waitFor();
      await workbench.page.keyboard.press('Enter');
      await list.waitFor({ state: 'hidden' });
    }
    // With the focus: it would take a palette that opens before away.
    await workbench.page.locator('.sidebar .monaco-list:focus .monaco-list-row.selected').first().waitFor();
  });

  it('discards the plan when asked twice, and offers to begin again', async () => {
    const { page } = workbench;
    await workbench.runCommand('Conductor: Discard Plan');
    const dialog = page.getByRole('dialog').filter({ hasText: 'Tasks that were imported from it stay in Taskwerk.' });
    await dialog.getByRole('button', { name: 'Discard Plan' }).click();
    await workbench.view('Plans').getByRole('button', { name: 'Decompose a PRD' }).waitFor();
    await workbench.screenshot('welcome');
  });
});
