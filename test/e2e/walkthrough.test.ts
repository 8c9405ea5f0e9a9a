// A person is led through the first steps, and a step is ticked off when it is done.
import { strict as assert } from 'node:assert';
import { workspacePrd } from '../support/vscode/workspace.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

describe('the walkthrough', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench();
    await workbench.page.getByRole('tab', { name: 'Conductor' }).waitFor();
  });
  after(() => workbench.close());

  it('leads to a plan, and ticks that step off when there is one, not before', async () => {
    const { page } = workbench;
    const documents = page.getByPlaceholder('Choose the PRD to decompose into tasks');
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await page.locator('.quick-input-widget').getByRole('option', { name: 'From PRD to Tasks' }).waitFor();
    await page.keyboard.insertText('From PRD to Tasks');
    await page
      .locator('.quick-input-widget .monaco-list-row.focused .monaco-highlighted-label .highlight')
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    const step = page.locator('.getting-started-step').filter({ hasText: 'Decompose It into Tasks' });
    const isDone = async () => (await step.getByRole('checkbox').getAttribute('aria-checked')) === 'true';
    await step.click();
    await step.getByRole('button', { name: 'Decompose this PRD' }).click();
    await documents.waitFor();
    await page.keyboard.press('Escape');
    await documents.waitFor({ state: 'hidden' });
    assert.equal(await isDone(), false);
    await step.getByRole('button', { name: 'Decompose this PRD' }).click();
    await documents.waitFor();
    await workbench.pick(workspacePrd);
    await workbench.treeRow(/^Plan /).waitFor();
    await until(isDone);
    await workbench.screenshot('walkthrough');
  });
});
