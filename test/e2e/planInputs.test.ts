// A person edits the tasks of a plan: every field and every change of structure, by menu and keyboard alone.
import { strict as assert } from 'node:assert';
import type { DraftTask, PlanId } from '../../src/core/plan/model.ts';
import { ConductorProject } from '../support/conductor.ts';
import { plan, requirement } from '../unit/core/plan/planBuilder.ts';
import { assertAccessible } from './support/accessibility.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const shop = plan(
  {
    login: { title: 'Build the login', hours: 12, covers: ['r1'] },
    form: { title: 'Draw the form', parent: 'login', hours: 4, covers: ['r1'] },
    session: { title: 'Keep the session', parent: 'login', on: ['form'], covers: ['r1'] },
    report: { title: 'Report errors', covers: ['r1'] },
    print: { title: 'Print receipts', covers: ['r1'] },
  },
  { title: 'A shop', requirements: [requirement('r1')], sourceFile: 'shop.prd.md' },
);

describe('the tasks of a plan', function () {
  // Each step builds on the one before.
  this.bail(true);
  let project: ConductorProject;
  let workbench: Workbench;
  let planId: PlanId;

  before(async () => {
    project = new ConductorProject();
    project.write('shop.prd.md', '# A shop\n\n- The product shall do r1.\n');
    planId = (await (await project.store()).createPlan(shop)).id;
    workbench = await openWorkbench({ workspace: project.dir });
    await workbench.openContainer('Conductor');
    await row('Build the login').waitFor();
    await workbench.runCommand('Conductor: Focus on Plans View');
    for (const key of ['Home', 'ArrowDown', 'ArrowRight']) await press(key);
    await row('Draw the form').waitFor();
  });
  after(async () => {
    await workbench.close();
    project.dispose();
  });

  const row = (title: string) => workbench.treeRow(new RegExp(`^${title}, `));
  /** While it comes and goes, the rows below it move. */
  const problems = () => workbench.treeRow(/^Problems/);
  const widget = () => workbench.page.locator('.quick-input-widget');
  const input = () => widget().locator('input.input').first();
  const press = (key: string) => workbench.page.keyboard.press(key);

  async function titles(): Promise<readonly string[]> {
    return (await project.conductor.plans.load(planId)).plan.tasks.map(({ title }) => title);
  }
  async function task(title: string): Promise<DraftTask | undefined> {
    return (await project.conductor.plans.load(planId)).plan.tasks.find((each) => each.title === title);
  }
  /** Opens the menu of a row by keyboard and takes an entry. */
  async function choose(title: string, ...path: readonly string[]): Promise<void> {
    await row(title).click();
    await press('Shift+F10');
    await workbench.chooseEntry(...path);
  }
  /** What was made is selected, for the next key. */
  async function isFocused(title: string): Promise<void> {
    await row(title).waitFor();
    await until(async () => (await row(title).getAttribute('class'))?.includes('focused') ?? false);
  }
  async function answer(heading: string, text: string): Promise<void> {
    await widget().getByText(heading).first().waitFor();
    await input().fill(text);
    await press('Enter');
  }

  it('are told accessibly', async () => {
    // How rows repeat their text and how large a checkbox is, is VS Code's own.
    await assertAccessible(workbench.view('Plans').locator('.pane-body'), [
      'label-content-name-mismatch',
      'target-size',
    ]);
  });

  it('get another estimate, which must be a number', async () => {
    await choose('Draw the form', 'Edit', 'Estimate…');
    await answer('Estimate of “Draw the form”', 'some');
    await widget().getByText('Enter a number of hours from 0 to 10,000.').waitFor();
    await workbench.screenshot('inputs-estimate');
    await answer('Estimate of “Draw the form”', '1,5');
    await workbench.treeRow(/^Draw the form, 1\.5 hours/).waitFor();
    assert.deepEqual((await task('Draw the form'))?.estimate, { hours: 1.5, rule: 'set by hand' });
  });

  it('get another priority, several at once', async () => {
    await row('Draw the form').click();
    await row('Report errors').click({ modifiers: ['Control'] });
    await press('Shift+F10');
    await workbench.chooseEntry('Edit', 'Priority…');
    await widget().getByText('Priority of 2 tasks').waitFor();
    await workbench.screenshot('inputs-priority');
    await workbench.pick('Critical');
    await workbench.treeRow(/^Draw the form, .*critical priority/).waitFor();
    await workbench.treeRow(/^Report errors, .*critical priority/).waitFor();
  });

  it('get a category that nobody had before, and tags', async () => {
    await choose('Report errors', 'Edit', 'Category…');
    await widget().getByText('Category of “Report errors”').waitFor();
    await input().fill('Billing');
    await widget().getByRole('option', { name: 'billing' }).waitFor();
    await workbench.screenshot('inputs-category');
    await press('Enter');
    await until(async () => (await task('Report errors'))?.category === 'billing');
    await choose('Report errors', 'Edit', 'Tags…');
    await workbench.screenshot('inputs-tags');
    await answer('Tags of “Report errors”', 'money, urgent, money');
    await until(async () => (await task('Report errors'))?.tags.join() === 'money,urgent');
  });

  it('wait for others, but not in a circle', async () => {
    await choose('Draw the form', 'Edit', 'Dependencies…');
    await widget().getByText('Dependencies of “Draw the form”').waitFor();
    const candidate = (title: string) => widget().locator('.monaco-list-row').filter({ hasText: title });
    await candidate('Keep the session').click();
    await widget().getByText('because that would close a cycle').first().waitFor();
    await workbench.screenshot('inputs-dependencies');
    await candidate('Report errors').click();
    await press('Enter');
    await workbench.treeRow(/^Draw the form, .*waits for 1 task/).waitFor();
    assert.deepEqual(
      (await task('Draw the form'))?.dependsOn.map(({ key }) => key),
      ['report'],
    );
  });

  it('are described in an editor', async () => {
    await choose('Draw the form', 'Edit', 'Description');
    await workbench.editorTab('form.description.md').waitFor();
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await press('Control+a');
    await workbench.page.keyboard.insertText('Two fields and a button.');
    await press('Control+s');
    await until(async () => (await task('Draw the form'))?.description === 'Two fields and a button.');
    await workbench.screenshot('inputs-description');
  });

  it('are split and merged', async () => {
    await choose('Print receipts', 'Split…');
    await answer('Split “Print receipts”: subtask 1', 'Print the head');
    await answer('Split “Print receipts”: subtask 2', 'Print the sum');
    await workbench.screenshot('inputs-split');
    await answer('Split “Print receipts”: subtask 3', '');
    await isFocused('Print the head');
    await problems().waitFor();
    await row('Print the head').click();
    await row('Print the sum').click({ modifiers: ['Shift'] });
    await press('Shift+F10');
    await workbench.chooseEntry('Merge');
    await row('Print the sum').waitFor({ state: 'detached' });
    await problems().waitFor({ state: 'detached' });
    assert.equal((await titles()).includes('Print the sum'), false);
    await workbench.screenshot('inputs-merged');
  });

  it('are meant by keys where the focus is, not where a click was', async () => {
    await row('Report errors').click();
    await press('ArrowUp');
    await press('F2');
    await widget().getByText('Rename “Keep the session”').waitFor();
    await press('Escape');
    await row('Draw the form').click();
    await press('ArrowUp');
    await press('Space');
    await workbench.treeRow(/^Keep the session, excluded from the import/).waitFor();
    await press('Space');
    await row('Keep the session, 2 hours').waitFor();
    // The second one comes before the first is saved.
    const revision = async () => (await project.conductor.plans.load(planId)).revision;
    const before = await revision();
    await press('Space');
    await press('Space');
    await until(async () => (await revision()) === before + 2);
    assert.equal((await task('Keep the session'))?.included, true);
    await row('Keep the session, 2 hours').waitFor();
    // Two selected ones stay both meant.
    await row('Draw the form').click();
    await press('Shift+ArrowDown');
    await press('Space');
    await workbench.treeRow(/^Draw the form, excluded from the import/).waitFor();
    await workbench.treeRow(/^Keep the session, excluded from the import/).waitFor();
    assert.equal((await task('Build the login'))?.included, true);
    await press('Control+z');
    await row('Draw the form, 1.5 hours').waitFor();
  });

  it('are added, left out, moved and deleted by keys, and all that was done is undone and done again', async () => {
    await row('Report errors').click();
    await press('Insert');
    await answer('Add a Task to “A shop”', 'Weigh parcels');
    await isFocused('Weigh parcels');
    await problems().waitFor();
    await workbench.screenshot('inputs-added');
    await press('Space');
    await workbench.treeRow(/^Weigh parcels, excluded from the import/).waitFor();
    await choose('Weigh parcels', 'Move', 'Move Below…');
    await workbench.pick('Build the login');
    await until(async () => (await row('Weigh parcels').getAttribute('aria-level')) === '3');
    assert.equal((await task('Weigh parcels'))?.parent, 'login');
    await row('Weigh parcels').click();
    await press('Delete');
    await row('Weigh parcels').waitFor({ state: 'detached' });
    const after = await titles();
    // More often than there are edits: what is open in the editor must not be undone in their place.
    for (let step = 0; step < 20; step++) await press('Control+z');
    await until(async () => (await titles()).join() === shop.tasks.map(({ title }) => title).join());
    for (let step = 0; step < 20; step++) await press('Control+Shift+z');
    await until(async () => (await titles()).join() === after.join());
    await row('Draw the form, 1.5 hours').waitFor();
    const text = workbench.page.locator('.editor-instance .view-lines').first();
    await until(async () => (await text.innerText()).replaceAll('\u00a0', ' ') === 'Two fields and a button.');
    assert.equal(await workbench.page.locator('.tabs-container .tab.dirty').count(), 0);
  });

  it('are decomposed further when they are in Taskwerk, into the subtasks that the person ticks', async () => {
    const content = '## Acceptance criteria\n\n- The hinge is oiled\n- The lock is oiled\n- The wood is painted';
    await (await project.store()).addTasks([{ name: 'Mend the gate', content }]);
    const others = workbench.treeRow(/^Other/);
    await others.click();
    await press('ArrowRight');
    await choose('Mend the gate', 'Decompose Further…');
    await widget().getByText('Subtasks of TASK-001').waitFor();
    const proposals = () => widget().locator('.monaco-list-row');
    await proposals().filter({ hasText: 'wood' }).click();
    await workbench.screenshot('inputs-subtasks');
    await press('Enter');
    await isFocused('Ensure that the hinge is oiled');
    await workbench.treeRow(/lock/).waitFor();
    assert.equal(await workbench.treeRow(/wood/).count(), 0);
    await choose('Mend the gate', 'Decompose Further…');
    await proposals().filter({ hasText: 'wood' }).waitFor();
    assert.equal(await proposals().count(), 1, 'What is there is not proposed again.');
    await press('Escape');
  });
});
