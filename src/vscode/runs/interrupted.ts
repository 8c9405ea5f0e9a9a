// Runs that no program works on any more: offered once a window, when their project's database is first seen.
import * as vscode from 'vscode';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import type { Feature } from '../feature.ts';
import type { Project } from '../projects.ts';
import { isOpen } from './pick.ts';

export const offerInterrupted: Feature = ({ projects, log }) => {
  const seen = new Set<Project>();
  const look = async (project: Project): Promise<void> => {
    const store = await project.store.openExisting();
    if (!store || seen.has(project)) return;
    seen.add(project);
    const open = (await store.journal.listRuns({ open: true })).filter(isOpen);
    if (open.length > 0 && vscode.workspace.isTrusted) await offer(open);
  };
  const lookEverywhere = (): void => {
    for (const project of projects.all) {
      look(project).catch((error: unknown) => {
        log.warn('Interrupted runs could not be looked for.', error);
      });
    }
  };
  lookEverywhere();
  return projects.onDidChange(lookEverywhere);
};

async function offer([first, ...others]: readonly RunSummary[]): Promise<void> {
  if (!first) return;
  const resume = vscode.l10n.t('Resume…');
  const told =
    others.length === 0
      ? vscode.l10n.t('The run of {0} “{1}” is not finished.', first.taskId, first.taskName)
      : vscode.l10n.t('{0} runs are not finished.', others.length + 1);
  const choice = await vscode.window.showInformationMessage(told, resume);
  if (choice === resume) await vscode.commands.executeCommand('conductor.run.resume');
}
