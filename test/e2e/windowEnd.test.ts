// A person reloads the window while something is going on in it.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TaskStore } from '../../src/core/ports.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { largePlan } from '../support/largePlan.ts';
import { makeProject, type ProjectRepository } from '../support/vscode/repository.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

describe('the end of a window', () => {
  let workbench: Workbench;
  let project: ProjectRepository;
  let store: TaskStore;

  before(async function () {
    this.timeout(120_000);
    project = await makeProject();
    store = await createStoreOpener(project.path).openOrCreate();
    await store.addTasks([{ name: 'Say who made a link' }]);
    workbench = await openWorkbench({ workspace: project.path });
  });
  after(async () => {
    await workbench.close();
    store.close();
    project.remove();
  });

  const option = (name: RegExp) => workbench.page.locator('.quick-input-widget').getByRole('option', { name }).first();
  const row = (name: RegExp) => workbench.view('Review').getByRole('treeitem', { name });
  const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
    const end = Date.now() + 20_000;
    while (!(await isSo())) {
      assert.ok(Date.now() < end, `Within 20 s there was no ${what}.`);
      await workbench.page.waitForTimeout(5);
    }
  };

  it('pauses its run, which another window can take up at once', async () => {
    await workbench.openContainer('Conductor');
    await workbench.runCommand('Conductor: Do Task Myself');
    await option(/Say who made a link/).click();
    await row(/You work on “Say who made a link”/).waitFor();
    await workbench.page.reload({ waitUntil: 'commit' });
    await until('paused run', async () => (await store.journal.listRuns())[0]?.state === 'paused');
    assert.equal((await store.journal.listRuns())[0]?.isClaimed, false);
    await workbench.treeRow(/Other Tasks/).waitFor({ timeout: 60_000 });
  }).timeout(120_000);

  it('finishes the import that is going on', async () => {
    await store.createPlan(largePlan(2_000));
    using other = new DatabaseSync(join(project.path, '.taskwerk', 'taskwerk.db'));
    const isImporting = (): boolean => {
      try {
        other.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK');
        return false;
      } catch {
        return true;
      }
    };
    const imported = (): unknown => other.prepare('SELECT count(*) AS n FROM tasks').get()?.['n'];
    await workbench.runCommand('Conductor: Import Plan into Taskwerk');
    await option(/adds 2060 tasks/).waitFor({ timeout: 30_000 });
    await workbench.page.keyboard.press('Enter');
    // On a quick machine it may be over before it is seen.
    await until('import', () => isImporting() || imported() === 2_061);
    await workbench.page.reload({ waitUntil: 'commit' });
    await until('imported plan', () => imported() === 2_061);
  }).timeout(120_000);
});
