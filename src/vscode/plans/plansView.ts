// The Plans view: its tree, its commands, and what it says above the tree.
import * as vscode from 'vscode';
import { isConductorError } from '../../core/errors.ts';
import type { PlanEdit, StoredPlan } from '../../core/plan/model.ts';
import { setContext } from '../context.ts';
import type { Feature, Host } from '../feature.ts';
import { registerCommand, registerTitleCommand, showError } from '../notify.ts';
import { isPlanRef, isTaskRef, type PlanRef } from '../projects.ts';
import type { Waiting } from '../review/feature.ts';
import { PlansDragAndDrop } from './dragAndDrop.ts';
import { fieldCommands } from './fieldCommands.ts';
import { askFilter } from './filterPick.ts';
import { askTitle } from './inputs.ts';
import { noFilter, type PlanFilter } from './filter.ts';
import { instantCommands, toggleAll, type InstantCommand } from './instantCommands.ts';
import { filterMessage } from './labels.ts';
import { PlanEditor } from './planEditor.ts';
import type { PlanIndex } from './planIndex.ts';
import { PlansTree } from './plansTree.ts';
import { isTaskwerkRef, reveal, revealPlace } from './reveal.ts';
import type { DraftTaskRow, FindingRow, RequirementRow, Row } from './rows.ts';
import { SelectedRows } from './selectedRows.ts';
import { planOf, planToStepIn, rowsOf, selectTasks, type Selection } from './selection.ts';
import { structureCommands } from './structureCommands.ts';
import { TaskTexts, taskTextScheme } from './taskTexts.ts';

/** What the commands work on. */
interface Tools {
  readonly tree: PlansTree;
  readonly editor: PlanEditor;
  readonly view: vscode.TreeView<Row>;
  readonly selected: SelectedRows<Row>;
}

export const registerPlansView =
  (waiting: Waiting): Feature =>
  (host) =>
    showPlans(host, waiting);

function showPlans({ projects, log }: Host, waiting: Waiting): vscode.Disposable {
  const tree = new PlansTree(projects, log, waiting);
  const editor = new PlanEditor(tree);
  const report = (error: unknown): void => void showError(error, log);
  const view: vscode.TreeView<Row> = vscode.window.createTreeView('conductor.plans', {
    treeDataProvider: tree,
    dragAndDropController: new PlansDragAndDrop(editor, report, (ref) => reveal(ref, tree, view)),
    canSelectMany: true,
    showCollapseAll: true,
    manageCheckboxStateManually: true,
  });
  const texts = new TaskTexts(projects, tree, editor);
  const selected = new SelectedRows(view);
  const tools: Tools = { tree, editor, view, selected };
  return vscode.Disposable.from(
    tree,
    view,
    selected,
    texts,
    vscode.workspace.registerFileSystemProvider(taskTextScheme, texts),
    view.onDidExpandElement(({ element }) => {
      tree.noteExpansion(element, vscode.TreeItemCollapsibleState.Expanded);
    }),
    view.onDidCollapseElement(({ element }) => {
      tree.noteExpansion(element, vscode.TreeItemCollapsibleState.Collapsed);
    }),
    projects.onDidChange((project) => {
      if (!project) editor.forgetOthers(projects.all);
    }),
    view.onDidChangeCheckboxState(({ items }) => {
      setIncluded(items, tools).catch(report);
    }),
    tree.onDidRead((error) => {
      showMessage(tools, error);
    }),
    ...taskCommands(tools, log),
    ...viewCommands(tools, log),
  );
}

/** Row commands: from the selected tasks to edits of their plan. */
function taskCommands(tools: Tools, log: vscode.LogOutputChannel): readonly vscode.Disposable[] {
  const { tree, editor, selected } = tools;
  const register = (id: string, run: (selection: Selection) => Promise<void>): vscode.Disposable =>
    registerCommand(id, log, async (...args) => {
      const selection = await selectTasks(await rowsOf(args, selected), tree);
      if (selection) await run(selection);
    });
  const asking = Object.entries({ ...fieldCommands, ...structureCommands }).map(([id, makeEdits]) =>
    register(id, async (selection) => {
      const edits = await makeEdits(selection);
      const saved = await editor.edit(selection.ref, () => edits);
      if (saved) await revealAdded(selection.index, saved, selection.ref, tools);
    }),
  );
  const instant = Object.entries(instantCommands).map(([id, command]) =>
    register(id, (selection) => editInTurn(selection, command, tools)),
  );
  return [...asking, ...instant];
}

/** A key that is pressed again before the first edit is saved means what that one leaves. */
async function editInTurn({ ref, keys }: Selection, command: InstantCommand, { editor }: Tools): Promise<void> {
  await editor.edit(ref, (index) => {
    const there = keys.filter((key) => index.task(key));
    return there.length > 0 ? command(index, there) : [];
  });
}

function viewCommands(tools: Tools, log: vscode.LogOutputChannel): readonly vscode.Disposable[] {
  const { tree, editor, view, selected } = tools;
  return [
    registerCommand('conductor.task.add', log, async (...args) => addTask(await rowsOf(args, selected), tools)),
    registerCommand('conductor.task.toggleIncluded', log, async (...args) =>
      toggleIncluded(await rowsOf(args, selected), tools),
    ),
    registerTitleCommand('conductor.plans.undo', log, async (...args) => {
      await editor.undo(planToStepIn(args, selected));
    }),
    registerTitleCommand('conductor.plans.redo', log, async (...args) => {
      await editor.redo(planToStepIn(args, selected));
    }),
    registerTitleCommand('conductor.plans.filter', log, async () => {
      const filter = await askFilter(tree.filter);
      if (filter) setFilter(filter, tools);
    }),
    registerTitleCommand('conductor.plans.clearFilter', log, () => {
      setFilter(noFilter, tools);
    }),
    registerCommand('conductor.plans.applyFix', log, async (...args) => {
      const row = (await rowsOf(args, selected)).find(isFindingRow);
      if (row) await editor.edit(row, () => row.finding.fix?.edits ?? []);
    }),
    registerCommand('conductor.plans.revealPlace', log, async (row) => {
      if (isFindingRow(row) || isRequirementRow(row)) await revealPlace(row, tree, view);
    }),
    registerCommand('conductor.plans.reveal', log, async (ref) => {
      if (isPlanRef(ref) || isTaskwerkRef(ref)) await reveal(ref, tree, view);
    }),
  ];
}

/** On a plan's row a task at the top level, on a task's row one beside it. */
async function addTask(rows: readonly unknown[], tools: Tools): Promise<void> {
  const { tree, editor } = tools;
  const ref = planOf(rows);
  if (!ref) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select a plan or a task in the Plans view first.'));
    return;
  }
  const index = await tree.rows.index(ref);
  const beside = rows.find(isTaskRef);
  const parent = beside ? index.parentOf(beside.key) : null;
  const title = await askTitle(
    parent === null
      ? vscode.l10n.t('Add a Task to “{0}”', index.plan.title)
      : vscode.l10n.t('Add a Task to “{0}”', index.titleOf(parent)),
  );
  if (title === undefined) return;
  const saved = await editor.edit(ref, () => [{ type: 'add', parent, title }]);
  if (saved) await revealAdded(index, saved, ref, tools);
}

/** Selects the first task that is new, so that the next command goes on from there. */
async function revealAdded(before: PlanIndex, after: StoredPlan, ref: PlanRef, { tree, view }: Tools): Promise<void> {
  const added = after.plan.tasks.find(({ key }) => !before.task(key));
  if (added) await reveal({ ...ref, key: added.key }, tree, view);
}

function setFilter(filter: PlanFilter, tools: Tools): void {
  const { tree } = tools;
  tree.filter = filter;
  setContext('conductor.plans.isFiltered', tree.rows.isFiltered);
  // Where it leaves the same rows, nothing is read anew.
  showMessage(tools, undefined);
}

/** For the space bar: where there is no checkbox, it opens and closes the row as in every tree. */
async function toggleIncluded(rows: readonly unknown[], tools: Tools): Promise<void> {
  const { tree } = tools;
  const ref = rows.some(isTaskRef) ? planOf(rows) : undefined;
  if (!ref || (await tree.rows.index(ref)).stored.status === 'imported') {
    await vscode.commands.executeCommand('list.toggleExpand');
    return;
  }
  const selection = await selectTasks(rows, tree);
  if (selection) await editInTurn(selection, toggleAll, tools);
}

/** A ticked or unticked parent takes all below it along. */
async function setIncluded(
  items: readonly [Row, vscode.TreeItemCheckboxState][],
  { editor, tree }: Tools,
): Promise<void> {
  const changes = items.filter((item): item is [DraftTaskRow, vscode.TreeItemCheckboxState] => item[0].type === 'task');
  for (const [row, state] of changes) {
    const edit: PlanEdit = { type: 'include', key: row.key, included: state === vscode.TreeItemCheckboxState.Checked };
    let isSaved = false;
    try {
      isSaved = (await editor.edit(row, () => [edit])) !== undefined;
    } finally {
      // VS Code has ticked the box already, and does not know that the edit was refused.
      if (!isSaved) tree.refreshNow(row.project);
    }
  }
}

function showMessage({ tree, view }: Tools, error: unknown): void {
  const filter = tree.rows.isFiltered ? filterMessage(tree.filter) : '';
  view.message = error === undefined ? filter : readable(error);
}

function readable(error: unknown): string {
  if (!isConductorError(error)) return vscode.l10n.t('The plans could not be read. The log says why.');
  return error.remedy ? `${error.message} ${error.remedy.text}` : error.message;
}

function isFindingRow(row: unknown): row is FindingRow {
  return isPlanRef(row) && 'finding' in row;
}

function isRequirementRow(row: unknown): row is RequirementRow {
  return isPlanRef(row) && 'uncovered' in row;
}
