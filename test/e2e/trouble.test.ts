// What keeps plans from being read or written: a database that is none, one that is locked, a folder without rights, and
// a workspace that is not trusted. Each ends in one sentence, and leaves everything as it was.
import { strict as assert } from 'node:assert';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConductorProject } from '../support/conductor.ts';
import { TaskwerkCli } from '../support/taskwerkCli.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/vscode/cleanup.ts';
import { companionExtension, ordinaryUserMark } from './support/companion.ts';
import { until } from './support/until.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const prd = '# The gate\n\n## Requirements\n\n- The gate must open quickly.\n- The gate must close by itself.\n';

/** A project with the PRD and, where asked for, a draft of it. */
async function gateProject(withPlan: boolean): Promise<ConductorProject> {
  const project = new ConductorProject();
  project.write('gate.prd.md', prd);
  if (withPlan) {
    await project.conductor.plans.decompose('gate.prd.md', { maxDepth: 3 });
    await project.close();
  }
  return project;
}

const clearMessages = (workbench: Workbench) => workbench.runCommand('Notifications: Clear All Notifications');

describe('a database that cannot be used', function () {
  // Each step builds on the one before.
  this.bail(true);
  let project: ConductorProject;
  let workbench: Workbench;

  before(async () => {
    project = await gateProject(false);
    workbench = await openWorkbench({ workspace: project.dir });
    await workbench.openContainer('Conductor');
  });
  after(async () => {
    await workbench.close();
    project.dispose();
  });

  const plansView = () => workbench.view('Plans');
  const plan = () => workbench.treeRow(/^Plan The gate, /);

  /** Puts another file in the database's place, as a person would. */
  function replaceDatabase(make: (file: string) => void): void {
    rmSync(dirname(project.file), { recursive: true, force: true });
    mkdirSync(dirname(project.file));
    make(project.file);
  }
  const withSql = (sql: string) => (file: string) => {
    using database = new DatabaseSync(file);
    database.exec(sql);
  };

  const unusable: readonly (readonly [string, (file: string) => void, string])[] = [
    ['damaged', (file) => writeFileSync(file, 'x'.repeat(9000)), 'is damaged or is not a SQLite database.'],
    ['foreign', withSql('CREATE TABLE songs (title TEXT)'), 'is not a Taskwerk database: it has no table "tasks".'],
    [
      'newer',
      withSql('CREATE TABLE schema_version (version INTEGER); INSERT INTO schema_version VALUES (9)'),
      'was written by a newer Taskwerk (schema version 9), which this Conductor does not know yet.',
    ],
  ];
  for (const [kind, make, sentence] of unusable) {
    it(`is told in the Plans view and by each command when it is ${kind}, and stays as it is`, async () => {
      replaceDatabase(make);
      const before = readFileSync(project.file);
      await plansView().getByText(sentence).waitFor();
      await workbench.screenshot(`trouble-${kind}`);
      await workbench.openFile('gate.prd.md');
      await workbench.runCommand('Conductor: Decompose this PRD');
      await workbench.message(sentence);
      await clearMessages(workbench);
      assert.ok(before.equals(readFileSync(project.file)));
    });
  }

  it('is forgotten when it is gone', async () => {
    rmSync(dirname(project.file), { recursive: true });
    await plansView().getByRole('button', { name: 'Decompose a PRD' }).waitFor();
    await workbench.openFile('gate.prd.md');
    await workbench.runCommand('Conductor: Decompose this PRD');
    await plan().waitFor();
    assert.equal(await plansView().getByText('newer Taskwerk').count(), 0);
  });

  it('is waited for while another program writes, and told when that takes too long', async () => {
    await clearMessages(workbench);
    {
      using other = new DatabaseSync(project.file);
      other.exec('BEGIN IMMEDIATE');
      await workbench.runCommand('Conductor: Import Plan into Taskwerk');
      await confirmImport(workbench);
      await workbench.message('has been locked by another program for 5 s.');
      await workbench.screenshot('trouble-locked');
      other.exec('ROLLBACK');
    }
    assert.deepEqual(project.rows('SELECT count(*) AS n FROM tasks'), [{ n: 0 }]);
    await clearMessages(workbench);
    await workbench.runCommand('Conductor: Import Plan into Taskwerk');
    await confirmImport(workbench);
    await workbench.message(/Imported into Taskwerk: 3 tasks added/);
  });

  it('shows within two seconds what the Taskwerk command line does', async () => {
    const cli = new TaskwerkCli(project.dir);
    const row = (words: string) => workbench.treeRow(new RegExp(`^Make the gate open quickly, .*${words}`));
    await workbench.runCommand('Conductor: Focus on Plans View');
    for (const key of ['Home', 'ArrowDown', 'ArrowRight']) await workbench.page.keyboard.press(key);
    await row('to do').waitFor();
    cli.statusTask('TASK-002', 'done');
    await row('done').waitFor({ timeout: 2_000 });
    const added = cli.addTask('Paint the gate');
    await workbench.treeRow('Other Tasks').waitFor({ timeout: 2_000 });
    cli.deleteTask(added);
    await workbench.treeRow('Other Tasks').waitFor({ state: 'detached', timeout: 2_000 });
  });
});

describe('a folder that a person may not write', function () {
  this.bail(true);
  let project: ConductorProject;
  let home: TemporaryFolder;
  let workbench: Workbench;
  let entries: readonly string[];

  before(async () => {
    project = await gateProject(true);
    home = temporaryFolder('companion');
    const databaseFolder = dirname(project.file);
    const aside = join(home.path, 'aside');
    renameSync(databaseFolder, aside);
    const beside = companionExtension(home.path, { isOrdinaryUser: true });
    workbench = await openWorkbench({ workspace: project.dir, extension: 'installed', beside });
    await until(() => existsSync(join(beside, ordinaryUserMark)));
    renameSync(aside, databaseFolder);
    entries = [project.dir, databaseFolder, project.file, join(project.dir, 'gate.prd.md')];
    for (const entry of entries.toReversed()) {
      if (process.getuid?.() === 0) chownSync(entry, 65_534, 65_534);
      chmodSync(entry, statSync(entry).isDirectory() ? 0o555 : 0o444);
    }
  });
  after(async () => {
    await workbench.close();
    for (const entry of entries) chmodSync(entry, 0o755);
    project.dispose();
    home.remove();
  });

  it('shows its plans, also as documents', async () => {
    await workbench.openContainer('Conductor');
    await workbench.treeRow('Provide requirements').waitFor();
    await workbench.runCommand('Conductor: Review Plan');
    await workbench.editorTab('.plan.yaml').waitFor();
  });

  it('says in one sentence why a plan cannot be changed, imported or made', async () => {
    const sentence =
      /The Taskwerk database .* cannot be written\. Allow writing to the file and its folder, and try again\./;
    await workbench.treeRow('Provide requirements').click();
    await workbench.page.keyboard.press('Delete');
    await workbench.message(sentence);
    await workbench.screenshot('trouble-readonly');
    await workbench.treeRow('Provide requirements').waitFor();
    await clearMessages(workbench);
    await workbench.runCommand('Conductor: Import Plan into Taskwerk');
    await confirmImport(workbench);
    await workbench.message(sentence);
    await clearMessages(workbench);
    await workbench.openFile('gate.prd.md');
    await workbench.runCommand('Conductor: Decompose this PRD');
    await workbench.message(sentence);
  });
});

describe('a workspace that is not trusted', function () {
  this.bail(true);
  let project: ConductorProject;
  let workbench: Workbench;

  const untrusted = 'Conductor writes nothing in a workspace that is not trusted. Trust this workspace first.';

  before(async () => {
    project = await gateProject(true);
    const settings = { 'security.workspace.trust.enabled': true };
    workbench = await openWorkbench({ workspace: project.dir, asksForTrust: true, settings });
    await workbench.page.getByText('Restricted Mode is intended for safe code browsing.').waitFor();
  });
  after(async () => {
    await workbench.close();
    project.dispose();
  });

  it('lets its plans be read, and leaves them as they are', async () => {
    const before = project.rows('SELECT * FROM plans');
    await workbench.openContainer('Conductor');
    await workbench.treeRow('Provide requirements').waitFor();
    await workbench.runCommand('Conductor: Review Plan');
    await workbench.editorTab('.plan.yaml').waitFor();
    await workbench.page.locator('.view-lines').getByText('Provide requirements').first().waitFor();
    await workbench.screenshot('untrusted-review');
    assert.deepEqual(project.rows('SELECT * FROM plans'), before);
  });

  it('says in one sentence what trust is needed for, with a button that leads to it', async () => {
    const before = project.rows('SELECT * FROM plans');
    await workbench.treeRow('Provide requirements').click();
    await workbench.page.keyboard.press('Delete');
    const message = await workbench.message(untrusted);
    await workbench.screenshot('untrusted-edit');
    await message.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    for (const command of [
      'Decompose this PRD',
      'Import Plan into Taskwerk',
      'Re-plan from Changed PRD',
      'Discard Plan',
    ]) {
      await clearMessages(workbench);
      await workbench.runCommand(`Conductor: ${command}`);
      await workbench.message(untrusted);
    }
    assert.deepEqual(project.rows('SELECT * FROM plans'), before);
  });

  it('is planned in as soon as it is trusted', async () => {
    await (await workbench.message(untrusted)).getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.page.getByText('Restricted Mode is intended').waitFor({ state: 'hidden' });
    // The trust editor lies over everything.
    const trustEditor = workbench.page.locator('.monaco-modal-editor-block');
    await trustEditor
      .getByRole('button', { name: /^Close/ })
      .last()
      .click();
    await workbench.treeRow('Provide requirements').click();
    await workbench.page.keyboard.press('Delete');
    await workbench.treeRow('Provide requirements').waitFor({ state: 'detached' });
  });
});

async function confirmImport({ page }: Workbench): Promise<void> {
  await page.locator('.quick-input-widget').getByText('New in Taskwerk').waitFor();
  await page.keyboard.press('Enter');
}
