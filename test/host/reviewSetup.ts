// Change sets and reviews for the tests of the Review view, asked of the running extension as a run asks it.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { Decision, ReviewRequest } from '../../src/core/review/approvals.ts';
import type { ChangeSet, FileContent } from '../../src/core/review/changeSet.ts';
import type { ConductorApi } from '../../src/vscode/review/feature.ts';
import { eventually } from './support/editor.ts';

export function content(text: string, rest: Partial<FileContent> = {}): FileContent {
  return { text, encoding: 'utf8', isExecutable: false, ...rest };
}

export async function conductor(): Promise<ConductorApi> {
  const extension = vscode.extensions.getExtension<ConductorApi>('taskwerk.taskwerk-conductor');
  assert.ok(extension);
  return extension.activate();
}

/** A review that waits in the running extension. */
export interface RunningReview {
  readonly runId: string;
  readonly title: string;
  readonly decision: Promise<Decision>;
  /** Ends the review from the run's side. */
  abort(): void;
  proposed(path: string): vscode.Uri;
  original(path: string): vscode.Uri;
}

let count = 0;

/** Asks for a review and waits until the editor of all changes is there. */
export async function startReview(changes: ChangeSet, rest: Partial<ReviewRequest> = {}): Promise<RunningReview> {
  const { approvals } = await conductor();
  count += 1;
  const runId = rest.runId ?? `run-${count}`;
  const title = rest.title ?? `Number ${count}`;
  const taskId = 'TASK-007';
  const request = { runId, taskId, title, round: 1, summary: 'Did it.', changes, mustLook: [], ...rest };
  const stop = new AbortController();
  const decision = approvals.review(request, stop.signal);
  // A failing test must not end as an unhandled rejection.
  decision.catch(() => undefined);
  await eventually('editor with all changes', () => allChangesTab(title) !== undefined);
  const uri = (scheme: string, path: string) => vscode.Uri.from({ scheme, authority: runId, path: `/${path}` });
  return {
    runId,
    title,
    decision,
    abort: () => {
      stop.abort();
    },
    proposed: (path) => uri('conductor-proposed', path),
    original: (path) => uri('conductor-original', path),
  };
}

export function allChangesTab(title: string): vscode.Tab | undefined {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.includes(title));
}

/** Opens the changes of one file as a click on its row does. */
export async function openFile(uri: vscode.Uri): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('conductor.review.openFile', uri);
  return eventually(`editor of ${uri.path}`, () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString() === uri.toString() ? editor : undefined;
  });
}

/** Enter in the open input box. */
export async function acceptInput(command: Thenable<unknown>): Promise<void> {
  let isDone = false;
  const done = command.then(() => {
    isDone = true;
  });
  await eventually('end of the input', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return isDone;
  });
  await done;
}
