// The plan's document beside the tree: what is saved elsewhere shows, and nothing is overwritten unseen.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { TaskStore } from '../../src/core/ports.ts';
import type { Plan } from '../../src/core/plan/model.ts';
import { createStoreOpener } from '../../src/node/taskwerk/opener.ts';
import { workspaceFiles } from '../../src/vscode/files/files.ts';
import { WorkspaceProjects } from '../../src/vscode/projects.ts';
import { closeEditors, eventually, folder, replaceInDocument, writeText } from './support/editor.ts';

const source = ['# Orchard', '', '## Harvest', '', '- The picker must count apples.', '- The picker must weigh pears.'];

const log = vscode.window.createOutputChannel('Plan document tests', { log: true });

describe('the plan document', () => {
  /** Another window on the same database. */
  let other: TaskStore;
  let prd: vscode.Uri;
  let document: vscode.TextDocument;

  const titles = async () => {
    const [newest] = await other.listPlans();
    assert.ok(newest);
    return (await other.loadPlan(newest.id)).plan.title;
  };
  const renameElsewhere = async (title: string) => {
    const [newest] = await other.listPlans();
    assert.ok(newest);
    const { plan, revision } = await other.loadPlan(newest.id);
    await other.savePlan(newest.id, { ...plan, title } satisfies Plan, revision);
  };

  beforeEach(async () => {
    prd = await writeText('orchard.md', source.join('\n'));
    await vscode.commands.executeCommand('conductor.plan.decompose', prd);
    await vscode.window.showTextDocument(prd);
    await vscode.commands.executeCommand('conductor.plan.review');
    document = await eventually('plan document', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'conductor-plan' ? shown : undefined;
    });
    other = await createStoreOpener(folder().uri.fsPath).openOrCreate();
  });
  afterEach(async () => {
    other.close();
    await closeEditors();
  });

  it('shows what is saved elsewhere', async () => {
    await renameElsewhere('Renamed in another window');
    await eventually('new title', () => document.getText().includes('Renamed in another window'));
    assert.equal(document.isDirty, false);
  });

  it('has the name of its plan when it is opened anew', async () => {
    await closeEditors();
    await renameElsewhere('Grove');
    await vscode.window.showTextDocument(prd);
    await vscode.commands.executeCommand('conductor.plan.review');
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /\/Grove\.plan\.yaml$/);
  });

  it('does not overwrite what was saved elsewhere since', async () => {
    await replaceInDocument(document, 'title: Orchard', 'title: Mine');
    await renameElsewhere('Theirs');
    assert.equal(await document.save(), false);
    assert.equal(await titles(), 'Theirs');
    assert.match(document.getText(), /title: Mine/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('their title', () => document.getText().includes('title: Theirs'));
  });

  it('gives a new task its key when it is saved', async () => {
    const text = document.getText();
    await replaceInDocument(document, text, `${text}  - title: Sell the apples\n`);
    assert.ok(await document.save());
    await eventually('key', () => /key: [a-z-]+\s+title: Sell the apples/.test(document.getText()));
    assert.equal(document.isDirty, false);
    assert.ok(await document.save());
  });

  it('makes no new revision when nothing was changed', async () => {
    const revision = async () => (await other.listPlans())[0]?.revision;
    const before = await revision();
    const text = document.getText();
    await replaceInDocument(document, text, `${text}# A remark\n`);
    assert.ok(await document.save());
    assert.equal(await revision(), before);
  });

  it('marks what lint finds at the task that it concerns', async () => {
    const first = /- key: (\S+)/.exec(document.getText());
    assert.ok(first);
    await replaceInDocument(
      document,
      `- key: ${first[1] ?? ''}`,
      `- key: ${first[1] ?? ''}\n    depends_on: [nowhere]`,
    );
    const found = await eventually('problem', () =>
      vscode.languages.getDiagnostics(document.uri).find(({ message }) => message.includes('nowhere')),
    );
    assert.equal(found.source, 'Conductor');
    assert.match(document.lineAt(found.range.start.line).text, /nowhere|key:/);
  });

  it('leads from a task to its requirement, also where that has moved', async () => {
    const [newest] = await other.listPlans();
    assert.ok(newest);
    const { plan } = await other.loadPlan(newest.id);
    const task = plan.tasks.find(({ title }) => title.includes('pears'));
    const projects = new WorkspaceProjects((each) => ({
      store: createStoreOpener(each.uri.fsPath),
      files: workspaceFiles(each),
      readers: [],
      log,
    }));
    await writeText('orchard.md', ['An earlier line.', ...source].join('\n'));
    const ref = { project: projects.all[0], planId: newest.id, key: task?.key };
    const shown = await vscode.workspace.openTextDocument(prd);
    await eventually('moved line in the editor', () => shown.lineAt(0).text === 'An earlier line.');
    await vscode.commands.executeCommand('conductor.plan.revealSource', ref);
    projects.dispose();
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), prd.toString());
    const line = await eventually('line', () => editor.document.lineAt(editor.selection.active.line).text);
    assert.match(line, /pears/);
  });
});
