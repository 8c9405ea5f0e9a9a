// "Run Task", and what can be done with a run: pause, resume, cancel, undo.
import * as vscode from 'vscode';
import type { RunService, RunResult } from '../../core/orchestrate/service.ts';
import { isConductorError } from '../../core/errors.ts';
import type { Feature, Host } from '../feature.ts';
import { registerCommand, showError } from '../notify.ts';
import { settingsFor } from '../settings.ts';
import { requireTrust } from '../store.ts';
import { showAssignment } from './assignmentDocument.ts';
import { confirmRun } from './consent.ts';
import { isOpen, pickRun, pickTask, runsOf, type ChosenTask } from './pick.ts';
import { pickProject } from '../commands/pick.ts';
import { tellEnd } from './tell.ts';

type ActiveRun = Awaited<ReturnType<RunService['start']>>;

export const runCommands: Feature = (host) => {
  const { projects, log } = host;
  const register = (id: string, run: (subject: unknown) => Promise<void>): vscode.Disposable =>
    registerCommand(id, log, async (subject) => {
      requireTrust();
      await run(subject);
    });
  return vscode.Disposable.from(
    register('conductor.task.run', async (subject) => runTask(host, await pickTask(projects, subject))),
    register('conductor.task.doMyself', async (subject) => runTask(host, await pickTask(projects, subject), 'manual')),
    register('conductor.run.next', async () => {
      const project = await pickProject(projects);
      const [first] = await project.conductor.tasks.ready({ limit: 1 });
      if (first) await runTask(host, { project, runs: await runsOf(project), taskId: first.id });
      else await pickTask(projects, undefined);
    }),
    register('conductor.run.pause', async (subject) => {
      const { runs, run } = await pickRun(projects, subject, isOpen);
      await runs.pause(run.id, vscode.l10n.t('Paused by a person.'));
    }),
    register('conductor.run.resume', async (subject) => {
      const { runs, run } = await pickRun(projects, subject, isOpen);
      follow(host, runs, await runs.resume(run.id));
    }),
    register('conductor.run.cancel', async (subject) => {
      const { runs, run } = await pickRun(projects, subject, isOpen);
      await runs.cancel(run.id, vscode.l10n.t('Cancelled by a person.'));
    }),
    register('conductor.run.undo', async (subject) => {
      const { runs, run } = await pickRun(projects, subject, ({ branch }) => branch !== null);
      await undoRun(runs, run);
    }),
    register('conductor.run.showAssignment', async (subject) => {
      const { project, run } = await pickRun(projects, subject, () => true);
      await showAssignment(project.folder.uri, run.id, run.taskId);
    }),
  );
};

/** A run of the task that is not over goes on; nobody has to know that there is one. */
async function runTask(host: Host, { project, runs, taskId }: ChosenTask, agent?: string): Promise<void> {
  const [open] = await runs.list({ taskId, open: true });
  if (open) {
    follow(host, runs, await runs.resume(open.id));
    return;
  }
  const chosen = agent ?? (await runs.defaultAgent());
  if (chosen !== 'manual') {
    const { config } = await project.conductor.config.read();
    await confirmRun(taskId, chosen, config, await runs.sandbox());
  }
  const { runMode: mode } = settingsFor(project.folder);
  follow(host, runs, await runs.start({ taskId, agent: chosen, mode }));
}

/** The command is over when the run has begun; what becomes of it is told when it is known. */
function follow({ log }: Host, runs: RunService, { ended }: ActiveRun): void {
  ended
    .then(
      (result: RunResult) => tellEnd(runs, result, log),
      (error: unknown) => showError(error, log),
    )
    .catch((error: unknown) => {
      log.error('The end of a run could not be told.', error);
    });
}

async function undoRun(runs: RunService, run: ChosenRunSummary): Promise<void> {
  const undo = vscode.l10n.t('Undo Run');
  const title = vscode.l10n.t('Undo the run of {0}?', run.taskId);
  const detail = vscode.l10n.t(
    'Files, index and branch go back to where they were before it; {0} is removed.',
    run.branch ?? '',
  );
  if ((await vscode.window.showWarningMessage(title, { modal: true, detail }, undo)) !== undo) {
    throw new vscode.CancellationError();
  }
  try {
    await runs.undo(run.id);
  } catch (error) {
    if (isConductorError(error) && error.code === 'undo.movedOn') {
      await vscode.window.showErrorMessage(error.message, {
        modal: true,
        ...(error.remedy && { detail: error.remedy.text }),
      });
      return;
    }
    throw error;
  }
  void vscode.window.showInformationMessage(vscode.l10n.t('The run of {0} was undone.', run.taskId));
}

type ChosenRunSummary = Awaited<ReturnType<typeof pickRun>>['run'];
