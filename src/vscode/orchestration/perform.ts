// What the buttons of the Orchestration page do: the commands that the palette has as well.
import * as vscode from 'vscode';
import type { PageMessage, RunAction } from '../../protocol/webview.ts';
import type { Projects } from '../projects.ts';
import { revealInPlans } from '../reveal.ts';
import type { RunRef } from '../runs/pick.ts';

/** The page needs nothing done that is only its own word for being there. */
type Wish = Exclude<PageMessage, { readonly type: 'loaded' }>;

export async function perform(message: Wish, projects: Projects): Promise<void> {
  if (message.type === 'decompose' || message.type === 'import') {
    await vscode.commands.executeCommand(`conductor.plan.${message.type}`);
    return;
  }
  const project = projects.all.find(({ folder }) => folder.uri.toString() === message.uri);
  if (!project) return;
  if (message.type === 'openTask') await revealInPlans({ project, taskId: message.id });
  else await vscode.commands.executeCommand(commands[message.action], { project, runId: message.id } satisfies RunRef);
}

const commands: Readonly<Record<RunAction, string>> = {
  review: 'conductor.review.focus',
  answer: 'conductor.review.focus',
  finish: 'conductor.review.focus',
  pause: 'conductor.run.pause',
  resume: 'conductor.run.resume',
  cancel: 'conductor.run.cancel',
  undo: 'conductor.run.undo',
  showAssignment: 'conductor.run.showAssignment',
};
