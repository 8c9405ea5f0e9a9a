// Showing a place: a task in the tree, a requirement in its document.
import * as vscode from 'vscode';
import type { Span } from '../../core/prd/document.ts';
import type { TaskKey } from '../../core/plan/model.ts';
import type { Project, TaskRef } from '../projects.ts';
import type { PlansTree } from './plansTree.ts';
import type { FindingRow, RequirementRow, Row } from './rows.ts';

/** Opens the view, and the filter where it hides the task. Does nothing when the task is gone. */
export async function revealTask(ref: TaskRef, tree: PlansTree, view: vscode.TreeView<Row>): Promise<void> {
  const row = await tree.rows.taskRow(ref);
  if (!row) return;
  if (tree.rows.isFiltered) tree.clearFilter();
  await view.reveal(row, { select: true, focus: true, expand: true });
}

/** The first task that a finding concerns, in the tree; a requirement, in the document. */
export async function revealPlace(
  row: FindingRow | RequirementRow,
  tree: PlansTree,
  view: vscode.TreeView<Row>,
): Promise<void> {
  const index = await tree.rows.index(row);
  const places: readonly string[] = row.type === 'finding' ? row.finding.where : [row.uncovered.id];
  const task = places.find((place) => index.task(place as TaskKey));
  if (task !== undefined) return revealTask({ ...row, key: task as TaskKey }, tree, view);
  const requirement = places.map((place) => index.requirement(place)).find((found) => found !== undefined);
  if (requirement) await openSource(row.project, index.plan.sourceFile, requirement.source);
}

/** In a PDF or DOCX there is no line to go to; it opens as VS Code opens such files. */
async function openSource({ folder }: Project, sourceFile: string, span: Span): Promise<void> {
  const uri = /^(?:[a-z]:|\/)/i.test(sourceFile)
    ? vscode.Uri.file(sourceFile)
    : vscode.Uri.joinPath(folder.uri, sourceFile);
  const start = new vscode.Position(span.line - 1, span.column - 1);
  const end = new vscode.Position(span.endLine - 1, span.endColumn - 1);
  const isText = span.page === undefined && !/\.(?:pdf|docx)$/i.test(sourceFile);
  await vscode.commands.executeCommand('vscode.open', uri, isText ? { selection: new vscode.Range(start, end) } : {});
}
