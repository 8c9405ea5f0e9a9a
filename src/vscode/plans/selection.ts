// What a command of the Plans view is about: the row it was called on, or what is selected there.
import * as vscode from 'vscode';
import type { DraftTask, TaskKey } from '../../core/plan/model.ts';
import { isPlanRef, isTaskRef, type PlanRef } from '../projects.ts';
import { sayRowLost } from '../notify.ts';
import type { PlanIndex } from './planIndex.ts';
import type { PlansTree } from './plansTree.ts';
import type { Row } from './rows.ts';
import type { SelectedRows } from './selectedRows.ts';

/** Tasks of one plan, at least one. */
export interface Selection {
  readonly ref: PlanRef;
  readonly index: PlanIndex;
  readonly keys: readonly TaskKey[];
  /** The first of `keys`. */
  readonly task: DraftTask;
}

/** VS Code calls row commands with the row and, when several are selected, with all of them; a keybinding gives nothing. */
export async function rowsOf(args: readonly unknown[], selected: SelectedRows<Row>): Promise<readonly unknown[]> {
  const rows = namedRows(args) ?? (await selected.all());
  if (rows) return rows;
  sayRowLost();
  throw new vscode.CancellationError();
}

function namedRows([row, rows]: readonly unknown[]): readonly unknown[] | undefined {
  if (Array.isArray(rows) && rows.length > 0) return rows as readonly unknown[];
  return row === undefined ? undefined : [row];
}

/** Undefined, with a word to the person, when no task is meant or the tasks are of several plans. */
export async function selectTasks(rows: readonly unknown[], tree: PlansTree): Promise<Selection | undefined> {
  const tasks = rows.filter(isTaskRef);
  const [first] = tasks;
  if (!first) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select a task of a plan in the Plans view first.'));
    return undefined;
  }
  const ref: PlanRef = { project: first.project, planId: first.planId };
  if (tasks.some(({ project, planId }) => project !== ref.project || planId !== ref.planId)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select tasks of one plan only.'));
    return undefined;
  }
  const index = await tree.rows.index(ref);
  const keys = tasks.map(({ key }) => key).filter((key) => index.task(key));
  const task = keys[0] && index.task(keys[0]);
  return task && { ref, index, keys, task };
}

/** The plan whose edits are to be undone; undefined for the one that was edited last. Never waits: steps keep their order. */
export function planToStepIn(args: readonly unknown[], selected: SelectedRows<Row>): PlanRef | undefined {
  return planOf(namedRows(args) ?? selected.known);
}

/** The plan of the first row that belongs to one. */
export function planOf(rows: readonly unknown[]): PlanRef | undefined {
  const row = rows.find(isPlanRef);
  return row && { project: row.project, planId: row.planId };
}
