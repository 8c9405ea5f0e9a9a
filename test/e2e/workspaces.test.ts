// What is open decides what can be planned: several folders, one that is on no disk, an unsaved document, or nothing at all.
import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder, type TemporaryFolder } from '../support/vscode/cleanup.ts';
import { companionExtension, virtualScheme } from './support/companion.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const prdOf = (what: string): string =>
  `# The ${what}\n\n## Requirements\n\n- The ${what} must open quickly.\n- The ${what} must close by itself.\n`;

function countRows(folder: string, table: 'plans' | 'tasks'): number {
  const file = join(folder, '.taskwerk/taskwerk.db');
  if (!existsSync(file)) return 0;
  using database = new DatabaseSync(file, { readOnly: true });
  return Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
}

describe('a workspace of several folders', function () {
  // Each step builds on the one before.
  this.bail(true);
  let home: TemporaryFolder;
  let workbench: Workbench;

  before(async function () {
    this.timeout(120_000);
    home = temporaryFolder('folders');
    for (const name of ['gate', 'window']) {
      mkdirSync(join(home.path, name));
      writeFileSync(join(home.path, name, `${name}.prd.md`), prdOf(name));
    }
    const workspace = join(home.path, 'house.code-workspace');
    const folders = [{ path: 'gate' }, { path: 'window' }, { uri: `${virtualScheme}:/notes`, name: 'notes' }];
    writeFileSync(workspace, JSON.stringify({ folders }));
    const beside = companionExtension(home.path, { files: { '/notes/door.md': prdOf('door') } });
    workbench = await openWorkbench({ workspace, beside, extension: 'installed' });
    await workbench.page.getByRole('tab', { name: 'Conductor' }).waitFor();
  });
  after(async () => {
    await workbench.close();
    home.remove();
  });

  const inFolder = (name: string) => join(home.path, name);
  const quickPick = () => workbench.page.locator('.quick-input-widget');
  const asked = (placeholder: string) => workbench.page.getByPlaceholder(placeholder).waitFor();
  const plan = (name: string) => workbench.treeRow(new RegExp(`^Plan The ${name}, `));
  const clearMessages = () => workbench.runCommand('Notifications: Clear All Notifications');

  it('begins with a word of welcome, not with empty folders', async () => {
    await workbench.openContainer('Conductor');
    // The page comes when all folders have been read.
    await workbench.webview().getByText('No tasks yet').waitFor();
    await workbench.view('Plans').getByRole('button', { name: 'Decompose a PRD' }).waitFor();
    assert.equal(await workbench.view('Plans').getByRole('treeitem').count(), 0);
  });

  it('asks which folder is meant, and then for a document of that one', async () => {
    await workbench.view('Plans').getByRole('button', { name: 'Decompose a PRD' }).click();
    await asked('Choose the folder to plan in');
    await workbench.screenshot('folders-choose');
    await workbench.pick('window');
    await asked('Choose the PRD to decompose into tasks');
    assert.equal(await quickPick().getByRole('option').count(), 2);
    await workbench.pick('window.prd.md');
    await plan('window').waitFor();
    assert.deepEqual([countRows(inFolder('window'), 'plans'), countRows(inFolder('gate'), 'plans')], [1, 0]);
    assert.equal(existsSync(inFolder('gate/.taskwerk')), false);
  });

  it('plans the document of the explorer in its own folder, without asking', async () => {
    await workbench.openContainer('Explorer');
    await workbench.chooseFromMenu(workbench.treeRow('gate.prd.md'), 'Decompose this PRD');
    await plan('gate').waitFor();
    assert.deepEqual([countRows(inFolder('window'), 'plans'), countRows(inFolder('gate'), 'plans')], [1, 1]);
    await workbench.treeRow(/^gate/).waitFor();
    await workbench.treeRow(/^window/).waitFor();
    await workbench.screenshot('folders-plans');
  });

  it('imports into the database of the folder that is chosen, and undoes it from the row', async () => {
    await workbench.runCommand('Conductor: Import Plan into Taskwerk');
    await asked('Choose the folder to plan in');
    await workbench.pick('gate');
    await quickPick().getByText('New in Taskwerk').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.message(/Imported into Taskwerk: \d+ tasks added/);
    assert.ok(countRows(inFolder('gate'), 'tasks') > 0);
    assert.equal(countRows(inFolder('window'), 'tasks'), 0);
    await clearMessages();
    await workbench.chooseFromMenu(plan('gate'), 'Undo Import');
    await workbench.message(/The import is undone/);
    assert.equal(countRows(inFolder('gate'), 'tasks'), 0);
  });

  it('reads a document of a virtual folder, and says in one sentence why it cannot be planned there', async () => {
    await clearMessages();
    // No search reaches into a virtual folder.
    await workbench.openContainer('Explorer');
    await workbench.treeRow('door.md').dblclick();
    await workbench.editorTab('door.md').waitFor();
    await workbench.runCommand('Conductor: Decompose this PRD');
    await workbench.message(
      'The folder “notes” is not on a disk, so it cannot hold a Taskwerk database. Open a folder on this machine or on a remote host.',
    );
    await workbench.screenshot('folders-virtual');
    await workbench.runCommand('Conductor: Review Plan');
    await workbench.message('This project has no plan yet.');
  });

  it('asks for a place for a document that was never saved, and plans it in the folder of that place', async () => {
    const { page } = workbench;
    await clearMessages();
    await workbench.runCommand('File: New Untitled Text File');
    await workbench.editorTab('Untitled-1').waitFor();
    await page.keyboard.insertText(prdOf('shed'));
    await workbench.runCommand('Conductor: Decompose this PRD');
    const name = quickPick().filter({ hasText: 'Save As' }).locator('input.input').first();
    await name.waitFor();
    await until(async () => (await name.inputValue()).endsWith('/gate/# The shed.md'));
    await workbench.screenshot('folders-untitled');
    await page.keyboard.press('Enter');
    await plan('shed').waitFor();
    assert.match(readFileSync(join(inFolder('gate'), '# The shed.md'), 'utf8'), /The shed must close by itself/);
    assert.deepEqual([countRows(inFolder('gate'), 'plans'), countRows(inFolder('window'), 'plans')], [2, 1]);
  });
});

describe('a window without a folder', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ workspace: null });
  });
  after(() => workbench.close());

  it('offers in the Plans view to open a folder', async () => {
    await workbench.openContainer('Conductor');
    await workbench.view('Plans').getByText('Plans and tasks live in its Taskwerk database').waitFor();
    await workbench.view('Plans').getByRole('button', { name: 'Open Folder' }).waitFor();
    await workbench.screenshot('no-folder');
  });

  for (const command of ['Decompose this PRD', 'Import Plan into Taskwerk']) {
    it(`says in one sentence why “${command}” does nothing, with a button that helps`, async () => {
      await workbench.runCommand('Notifications: Clear All Notifications');
      await workbench.runCommand(`Conductor: ${command}`);
      const message = await workbench.message(
        'Plans live in a project, and no folder is open. Open the project’s folder first.',
      );
      await message.getByRole('button', { name: 'Open Folder' }).waitFor();
    });
  }
});
