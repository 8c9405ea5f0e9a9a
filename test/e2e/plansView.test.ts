// A person reviews a plan in the Plans view: with the mouse, and with the keyboard alone.
import { strict as assert } from 'node:assert';
import { workspacePrd } from '../support/vscode/workspace.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

describe('the Plans view', () => {
  let workbench: Workbench;

  before(async function () {
    this.timeout(120_000);
    workbench = await openWorkbench();
    await workbench.openFile(workspacePrd);
    await workbench.runCommand('Conductor: Decompose this PRD');
    await plan().waitFor();
  });
  after(() => workbench.close());

  const plan = () => workbench.treeRow(/^Plan /);
  const rows = () => workbench.view('Plans').getByRole('treeitem');
  const tasks = () => workbench.view('Plans').getByRole('treeitem', { name: /priority/ });
  const input = () => workbench.page.locator('.quick-input-widget input.input').first();

  /** What a screen reader says of a task's row, up to the first comma: its title. */
  const titleOf = async (row: ReturnType<typeof rows>) => (await row.getAttribute('aria-label'))?.split(',')[0] ?? '';

  it('shows the plan of the PRD with its tasks', async () => {
    await tasks().nth(2).waitFor();
    await workbench.screenshot('plans-tree');
  });

  it('tells the rest of a task while the pointer rests on it', async () => {
    await tasks().nth(1).hover();
    await workbench.page.locator('.workbench-hover').getByText('Estimate').first().waitFor();
    await workbench.screenshot('plans-tooltip');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.mouse.move(900, 300);
  });

  it('renames the selected task by keyboard, and takes it back', async () => {
    const title = await titleOf(tasks().nth(1));
    await tasks().nth(1).click();
    await workbench.page.keyboard.press('F2');
    await input().fill('Renamed by keyboard');
    await workbench.screenshot('plans-rename');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow(/^Renamed by keyboard/).waitFor();
    await workbench.treeRow(/^Renamed by keyboard/).click();
    await workbench.page.keyboard.press('Control+z');
    await workbench.treeRow(title).first().waitFor();
    assert.equal(await workbench.treeRow(/^Renamed by keyboard/).count(), 0);
  });

  it('moves a task down by keyboard', async () => {
    const title = await titleOf(tasks().first());
    await tasks().first().click();
    await workbench.page.keyboard.press('Alt+ArrowDown');
    await until(async () => (await titleOf(tasks().first())) !== title);
    await workbench.page.keyboard.press('Control+z');
    await until(async () => (await titleOf(tasks().first())) === title);
  });

  it('leaves a task out of the import by its checkbox', async () => {
    const title = await titleOf(tasks().first());
    await tasks().first().locator('.monaco-custom-toggle').click();
    await workbench.treeRow(new RegExp(`${escape(title)}, excluded from the import`)).waitFor();
    await workbench.screenshot('plans-excluded');
    await tasks().first().click();
    await workbench.page.keyboard.press('Control+z');
    await workbench.treeRow(new RegExp(`${escape(title)}, excluded from the import`)).waitFor({ state: 'detached' });
  });

  it('puts a task below another by drag and drop', async () => {
    const dragged = await titleOf(tasks().last());
    await tasks().last().dragTo(tasks().first());
    await until(async () => (await workbench.treeRow(dragged).first().getAttribute('aria-level')) !== '2');
    await workbench.screenshot('plans-drop');
  });

  it('shows only what matches a filter', async () => {
    const before = await rows().count();
    await workbench.view('Plans').hover();
    await workbench.view('Plans').getByRole('button', { name: 'Filter Plans…' }).click();
    await input().fill('link');
    await workbench.screenshot('plans-filter-input');
    await workbench.page.keyboard.press('Enter');
    await workbench.view('Plans').getByText('Filter: “link”').waitFor();
    await workbench.treeRow(/^Problems/).waitFor({ state: 'detached' });
    await workbench.screenshot('plans-filter');
    await workbench.runCommand('Conductor: Clear Plan Filter');
    await workbench.view('Plans').getByText('Filter: “link”').waitFor({ state: 'hidden' });
    await until(async () => (await rows().count()) === before);
  });

  it('offers everything else in a menu that opens by keyboard', async () => {
    // In a short view the first row lies below the heading that sticks to its top.
    await tasks().last().click();
    await workbench.page.keyboard.press('Shift+F10');
    await workbench.page.getByRole('menuitem', { name: 'Split…' }).waitFor();
    await workbench.screenshot('plans-menu');
    await workbench.page.keyboard.press('Escape');
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
