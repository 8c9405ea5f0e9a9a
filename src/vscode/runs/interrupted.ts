// Runs that no program works on any more: offered once a window, when their project's database is first seen.
import * as vscode from 'vscode';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import type { Feature, Host } from '../feature.ts';
import { showError } from '../notify.ts';
import type { Project } from '../projects.ts';
import { goOn } from './follow.ts';
import { isOpen, runsOf } from './pick.ts';

/** By then the claim of a program that died has run out. */
const SECOND_LOOK_MS = 16_000;

export const offerInterrupted: Feature = (host) => {
  const { projects, log } = host;
  const seen = new Set<Project>();
  const timers = new Set<NodeJS.Timeout>();
  const look = async (project: Project): Promise<void> => {
    const store = await project.store.openExisting();
    if (!store || seen.has(project) || !vscode.workspace.isTrusted) return;
    seen.add(project);
    const open = (await store.journal.listRuns({ open: true })).filter(isOpen);
    const claimed = open.filter(({ isClaimed }) => isClaimed);
    if (claimed.length > 0) lookAgain(project, claimed);
    await offer(
      host,
      project,
      open.filter(({ isClaimed }) => !isClaimed),
    );
  };
  /** Their program works on them, or was killed a moment ago. */
  const lookAgain = (project: Project, claimed: readonly RunSummary[]): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      tryTo(async () => {
        const open = await (await project.store.openExisting())?.journal.listRuns({ open: true });
        const left = open?.filter(({ id, isClaimed }) => !isClaimed && claimed.some((run) => run.id === id));
        await offer(host, project, left ?? []);
      });
    }, SECOND_LOOK_MS);
    timers.add(timer);
  };
  const tryTo = (run: () => Promise<void>): void => {
    run().catch((error: unknown) => {
      log.warn('Interrupted runs could not be looked for.', error);
    });
  };
  const lookEverywhere = (): void => {
    for (const project of projects.all) tryTo(() => look(project));
  };
  lookEverywhere();
  return vscode.Disposable.from(
    projects.onDidChange(lookEverywhere),
    new vscode.Disposable(() => {
      for (const timer of timers) clearTimeout(timer);
    }),
  );
};

async function offer(host: Host, project: Project, [first, ...others]: readonly RunSummary[]): Promise<void> {
  if (!first) return;
  const isOne = others.length === 0;
  const resume = isOne ? vscode.l10n.t('Resume') : vscode.l10n.t('Resume…');
  const told = isOne
    ? vscode.l10n.t('The run of {0} “{1}” is not finished.', first.taskId, first.taskName)
    : vscode.l10n.t('{0} runs are not finished.', others.length + 1);
  if ((await vscode.window.showInformationMessage(told, resume)) !== resume) return;
  try {
    if (isOne) await goOn(host, await runsOf(project), first.id);
    else await vscode.commands.executeCommand('conductor.run.resume');
  } catch (error) {
    void showError(error, host.log);
  }
}
