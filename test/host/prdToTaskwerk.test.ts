// From the PRD to Taskwerk and back, through the commands that a person runs.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import {
  closeEditors,
  eventually,
  fileUri,
  folder,
  prdName,
  query,
  replaceInDocument,
  write,
  writeText,
} from './support/editor.ts';

const newestPlan = () => query('select id, status, source_file from plans order by id desc limit 1')[0];

/** The newest plan as its store has it, as JSON. */
async function newestPlanText(): Promise<string> {
  const store = await createStoreOpener(folder().uri.fsPath).openOrCreate();
  const [newest] = await store.listPlans();
  assert.ok(newest);
  const { plan } = await store.loadPlan(newest.id);
  store.close();
  return JSON.stringify(plan);
}

const countTasks = () => query('select count(*) as n from tasks')[0]?.['n'];

const lensesOf = (name: string) =>
  vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', fileUri(name));

/** Runs a command whose dialog is a list, and takes the list's active entry. */
async function runAndAccept(command: string): Promise<void> {
  const done = vscode.commands.executeCommand(command);
  let isDone = false;
  const watched = done.then(() => (isDone = true));
  await eventually('end of the command', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isDone;
  });
  await watched;
}

async function openPlanDocument(): Promise<vscode.TextDocument> {
  await vscode.window.showTextDocument(fileUri(prdName));
  await vscode.commands.executeCommand('conductor.plan.review');
  return eventually('plan document', () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.scheme === 'conductor-plan' ? document : undefined;
  });
}

describe('from PRD to Taskwerk', () => {
  afterEach(closeEditors);

  it('decomposes the PRD of the editor from the title of the view, where no row has the focus', async () => {
    const before = Number(newestPlan()?.['id'] ?? 0);
    await vscode.window.showTextDocument(fileUri(prdName));
    await vscode.commands.executeCommand('conductor.plan.decompose', undefined, undefined);
    assert.equal(newestPlan()?.['id'], before + 1);
    assert.equal(newestPlan()?.['source_file'], prdName);
  });

  it('decomposes the PRD that the explorer names into a draft', async () => {
    await vscode.commands.executeCommand('conductor.plan.decompose', fileUri(prdName));
    assert.equal(newestPlan()?.['status'], 'draft');
    assert.equal(newestPlan()?.['source_file'], prdName);
    assert.equal(countTasks(), 0);
  });

  it('opens the plan as YAML and marks it as being reviewed', async () => {
    const document = await openPlanDocument();
    assert.match(document.uri.path, /\/\d+\/.*\.plan\.yaml$/);
    assert.equal(document.languageId, 'yaml');
    assert.equal(newestPlan()?.['status'], 'reviewing');
  });

  it('does nothing when VS Code cannot say which row the command was chosen on', async () => {
    await closeEditors();
    await vscode.commands.executeCommand('conductor.plan.review', undefined, undefined);
    await vscode.commands.executeCommand('conductor.plan.review', undefined, [undefined, undefined]);
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
      [],
    );
  });

  it('shows above each requirement how many tasks cover it', async () => {
    await vscode.window.showTextDocument(fileUri(prdName));
    const lenses = await eventually('code lens', async () => {
      const found = await lensesOf(prdName);
      return found.length > 0 ? found : undefined;
    });
    assert.match(lenses[0]?.command?.title ?? '', /^\d+ tasks?$/);
    assert.equal(lenses[0]?.command?.command, 'conductor.plan.revealTasks');
  });

  it('keeps an edit of the document in the plan', async () => {
    const document = await openPlanDocument();
    const title = /title: (.+)/.exec(document.getText())?.[1] ?? '';
    await replaceInDocument(document, `title: ${title}`, 'title: A title of my own');
    assert.ok(await document.save());
    assert.match(await newestPlanText(), /A title of my own/);
  });

  it('tells in the Problems panel what is wrong, and does not save it', async () => {
    const document = await openPlanDocument();
    const before = await newestPlanText();
    await replaceInDocument(document, 'title:', 'titel:');
    const problems = await eventually('problem', () => {
      const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Conductor');
      return found.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error) ? found : undefined;
    });
    assert.ok(problems[0]?.message);
    assert.equal(await document.save(), false);
    assert.equal(await newestPlanText(), before);
  });

  it('imports after showing what it will do, and undoes it', async () => {
    await vscode.window.showTextDocument(fileUri(prdName));
    await runAndAccept('conductor.plan.import');
    assert.equal(newestPlan()?.['status'], 'imported');
    assert.notEqual(countTasks(), 0);
    await vscode.commands.executeCommand('conductor.plan.undoImport');
    assert.equal(countTasks(), 0);
  });

  it('counts what another program has done, and does not undo that', async () => {
    await vscode.window.showTextDocument(fileUri(prdName));
    await runAndAccept('conductor.plan.import');
    const imported = countTasks();
    write("update tasks set status = 'done'");
    await eventually('requirement whose tasks are done', async () => {
      const titles = (await lensesOf(prdName)).map(({ command }) => command?.title ?? '');
      return titles.some((title) => /^(\d+) tasks? · \1 done$/.test(title));
    });
    await vscode.commands.executeCommand('conductor.plan.undoImport');
    assert.equal(countTasks(), imported);
    assert.equal(newestPlan()?.['status'], 'imported');
  });

  it('decomposes and imports in one go, after the same question', async () => {
    await vscode.window.showTextDocument(
      await writeText('garden.md', '# Garden\n\n- The gate must close by itself.\n'),
    );
    const before = Number(countTasks());
    await runAndAccept('conductor.plan.decomposeAndImport');
    assert.equal(newestPlan()?.['source_file'], 'garden.md');
    assert.equal(newestPlan()?.['status'], 'imported');
    assert.ok(Number(countTasks()) > before);
  });

  it('says of an empty document that it is empty, and writes nothing', async () => {
    const before = query('select count(*) as n from plans');
    await vscode.commands.executeCommand('conductor.plan.decompose', await writeText('empty.md', ''));
    assert.deepEqual(query('select count(*) as n from plans'), before);
  });

  it('plans the text that the editor shows when it is not saved yet', async () => {
    const uri = await writeText('unsaved.md', '# Shop\n\n- The shop must list its products.\n');
    const document = await vscode.workspace.openTextDocument(uri);
    await replaceInDocument(document, 'list its products', 'show a basket');
    await vscode.commands.executeCommand('conductor.plan.decompose', uri);
    assert.equal(newestPlan()?.['source_file'], 'unsaved.md');
    assert.match(await newestPlanText(), /show a basket/);
  });

  it('plans a changed PRD again, and keeps what was typed in the plan document and not saved', async () => {
    const uri = await writeText(
      'library.md',
      '# Library\n\n- The library must lend books.\n- The library must list its books.\n',
    );
    await vscode.commands.executeCommand('conductor.plan.decompose', uri);
    await vscode.commands.executeCommand('conductor.plan.review', uri);
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'conductor-plan');
    const title = /- key: .*\n +title: (.+)/.exec(document.getText())?.[1] ?? '';
    await replaceInDocument(document, `title: ${title}`, 'title: A title of my own');
    await writeText(
      'library.md',
      '# Library\n\n- The library must lend books.\n- The library must list its books.\n- The library must remind members.\n',
    );
    await vscode.commands.executeCommand('conductor.plan.replan', uri);
    assert.equal(document.isDirty, false);
    assert.match(await newestPlanText(), /A title of my own/);
    await eventually('plan document with both', () =>
      /title: A title of my own[^]*title: .*remind members/i.test(document.getText()),
    );
  });

  it('opens the sample, unsaved', async () => {
    await vscode.commands.executeCommand('conductor.sample.open');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.isUntitled, true);
    assert.match(document.uri.path, /\/sample\.prd\.md$/);
    assert.match(document.getText(), /^# /m);
  });
});
