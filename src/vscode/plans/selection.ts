// What a command of the Plans view is about: the row it was called on, or what is selected there.
import * as vscode from 'vscode';
import type { DraftTask, TaskKey } from '../../core/plan/model.ts';
import { isPlanRef, isTaskRef, type PlanRef } from '../projects.ts';
import type { PlanIndex } from './planIndex.ts';
import type { PlansTree } from './plansTree.ts';

/** Tasks of one plan, at least one. */
export interface Selection {
  readonly ref: PlanRef;
  readonly index: PlanIndex;
  readonly keys: readonly TaskKey[];
  /** The first of `keys`. */
  readonly task: DraftTask;
}

/** VS Code calls row commands with the row and, when several are selected, with all of them; a keybinding gives nothing. */
export function rowsOf(args: readonly unknown[], view: vscode.TreeView<unknown>): readonly unknown[] {
  const [row, rows] = args;
  if (Array.isArray(rows) && rows.length > 0) return rows;
  return row === undefined ? view.selection : [row];
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

/** The plan of the first row that belongs to one. */
export function planOf(rows: readonly unknown[]): PlanRef | undefined {
  const row = rows.find(isPlanRef);
  return row && { project: row.project, planId: row.planId };
}
