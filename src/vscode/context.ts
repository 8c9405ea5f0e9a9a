// Every when-clause key that Conductor sets, typed.
import * as vscode from 'vscode';

export interface ContextKeys {
  /** The workspace has at least one plan; unset until that is known. */
  'conductor.hasPlans': boolean;
  /** There is an API key in the secret storage. */
  'conductor.model.hasKey': boolean;
  /** The Plans view shows matching tasks alone. */
  'conductor.plans.isFiltered': boolean;
  /** The plan that was edited last in the Plans view has edits to undo. */
  'conductor.plans.canUndo': boolean;
  'conductor.plans.canRedo': boolean;
  /** An agent works in this window. */
  'conductor.run.isActive': boolean;
  /** Changes of at least one run wait for a decision. */
  'conductor.review.isOpen': boolean;
  /** The active editor shows all changes of a review. */
  'conductor.review.isMultiDiff': boolean;
  /** The addresses of the files that the person took out of a review. */
  'conductor.review.rejected': readonly string[];
}

export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
