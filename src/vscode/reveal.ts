// How features outside the Plans view lead to a row in it.
import * as vscode from 'vscode';
import type { PlanRef, Project, TaskRef } from './projects.ts';

/** Shows the Plans view and selects the plan, draft task or Taskwerk task there. */
export async function revealInPlans(
  ref: PlanRef | TaskRef | { readonly project: Project; readonly taskId: string },
): Promise<void> {
  await vscode.commands.executeCommand('conductor.plans.reveal', ref);
}
