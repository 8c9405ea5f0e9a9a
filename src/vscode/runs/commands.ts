// "Run Task", and what can be done with a run: pause, resume, cancel, undo.
import * as vscode from 'vscode';
import type { Feature, Host } from '../feature.ts';
import { registerCommand, registerTitleCommand } from '../notify.ts';
import { settingsFor } from '../settings.ts';
import { requireTrust } from '../store.ts';
import { showAssignment } from './assignmentDocument.ts';
import { confirmCancel, confirmRun } from './consent.ts';
import { follow, goOn } from './follow.ts';
import { isOpen, pickRun, pickTask, runsOf, type ChosenTask } from './pick.ts';
import { pickProject } from '../commands/pick.ts';
import { confirmUndo } from './undo.ts';

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
    registerTitleCommand('conductor.run.next', log, async () => {
      requireTrust();
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
      await goOn(host, runs, run.id);
    }),
    register('conductor.run.cancel', async (subject) => {
      const { runs, run } = await pickRun(projects, subject, isOpen);
      await confirmCancel(run);
      await runs.cancel(run.id, vscode.l10n.t('Cancelled by a person.'));
    }),
    register('conductor.run.undo', async (subject) => {
      const { runs, run } = await pickRun(projects, subject, ({ branch }) => branch !== null);
      await confirmUndo(runs, run.id);
    }),
    register('conductor.run.showAssignment', async (subject) => {
      const { project, runs, run } = await pickRun(projects, subject, () => true);
      const { events } = await runs.read(run.id);
      await showAssignment(project.folder.uri, { runId: run.id, taskId: run.taskId, revision: events.length });
    }),
  );
};

/** A run of the task that is not over goes on; nobody has to know that there is one. */
async function runTask(host: Host, { project, runs, taskId }: ChosenTask, agent?: string): Promise<void> {
  const [open] = await runs.list({ taskId, open: true });
  if (open) {
    await goOn(host, runs, open.id);
    return;
  }
  const chosen = agent ?? (await runs.defaultAgent());
  if (chosen !== 'manual') {
    const { name } = await project.conductor.tasks.get(taskId);
    const { config } = await project.conductor.config.read();
    await confirmRun({ id: taskId, name }, chosen, config, await runs.sandbox());
  }
  const { runMode: mode } = settingsFor(project.folder);
  follow(host, runs, await runs.start({ taskId, agent: chosen, mode }));
}
