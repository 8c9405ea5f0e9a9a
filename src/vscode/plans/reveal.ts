// Showing a place: a plan or a task in the tree, a requirement in its document.
import * as vscode from 'vscode';
import type { TaskKey } from '../../core/plan/model.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import { isPlanRef, isTaskRef, type PlanRef, type Project, type TaskRef } from '../projects.ts';
import type { PlansTree } from './plansTree.ts';
import type { FindingRow, RequirementRow, Row } from './rows.ts';

/** A Taskwerk task, wherever in the tree it is. */
export interface TaskwerkRef {
  readonly project: Project;
  readonly taskId: TaskId;
}

export function isTaskwerkRef(value: unknown): value is TaskwerkRef {
  return typeof value === 'object' && value !== null && 'project' in value && 'taskId' in value;
}

/** Selects the row and opens what stands above it, and the filter where that is on. Does nothing when the place is gone. */
export async function reveal(
  ref: PlanRef | TaskRef | TaskwerkRef,
  tree: PlansTree,
  view: vscode.TreeView<Row>,
): Promise<void> {
  if (tree.rows.isFiltered) await vscode.commands.executeCommand('conductor.plans.clearFilter');
  // A row that VS Code still takes for one without children would stay closed.
  tree.flush();
  if (await isRevealed(await rowOf(ref, tree), view)) return;
  // What was made a moment ago is in the database, and neither read nor known to VS Code yet.
  tree.refreshNow(ref.project);
  const row = await rowOf(ref, tree);
  if (row) await view.reveal(row, shown);
}

const shown = { select: true, focus: true, expand: true };

/** False for a row that VS Code does not find among those it was last given. */
async function isRevealed(row: Row | undefined, view: vscode.TreeView<Row>): Promise<boolean> {
  if (!row) return false;
  return Promise.resolve(view.reveal(row, shown)).then(
    () => true,
    () => false,
  );
}

/** The first task that a finding concerns, in the tree; a requirement, in the document. */
export async function revealPlace(
  row: FindingRow | RequirementRow,
  tree: PlansTree,
  view: vscode.TreeView<Row>,
): Promise<void> {
  const { project, planId } = row;
  const index = await tree.rows.index(row);
  const places: readonly string[] = row.type === 'finding' ? row.finding.where : [row.uncovered.id];
  const key = places.find((place) => index.task(place as TaskKey));
  if (key !== undefined) return reveal({ project, planId, key: key as TaskKey }, tree, view);
  const requirementId = places.find((place) => index.requirement(place));
  if (requirementId === undefined) return;
  await vscode.commands.executeCommand('conductor.plan.revealSource', { project, planId, requirementId });
}

async function rowOf(ref: PlanRef | TaskRef | TaskwerkRef, tree: PlansTree): Promise<Row | undefined> {
  if (isTaskRef(ref)) return tree.rows.taskRow(ref);
  if (isPlanRef(ref)) return tree.rows.planRow(ref);
  return tree.rows.rowOfTask(ref.project, ref.taskId);
}
