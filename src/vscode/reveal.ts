// How features outside the Plans view lead there.
import * as vscode from 'vscode';
import type { TaskRef } from './projects.ts';

export async function showPlans(): Promise<void> {
  await vscode.commands.executeCommand('conductor.plans.focus');
}

/** Selects the task in the Plans view. */
export async function showTask(ref: TaskRef): Promise<void> {
  await vscode.commands.executeCommand('conductor.plans.revealTask', ref);
}
