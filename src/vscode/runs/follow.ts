// A run that has begun goes on in the background; how it ends is told when it is known.
import * as vscode from 'vscode';
import type { RunId, RunSummary } from '../../core/orchestrate/journal.ts';
import type { RunService } from '../../core/orchestrate/service.ts';
import type { Host } from '../feature.ts';
import { showError } from '../notify.ts';
import { tellEnd } from './tell.ts';
import { confirmUndo } from './undo.ts';

type ActiveRun = Awaited<ReturnType<RunService['start']>>;

/** Goes on with a run; where it works in this window already, what it waits for is shown. */
export async function goOn(host: Host, runs: RunService, id: RunId): Promise<void> {
  if (runs.active.some((run) => run.id === id)) await vscode.commands.executeCommand('conductor.review.focus');
  else follow(host, runs, await runs.resume(id));
}

export function follow(host: Host, runs: RunService, active: ActiveRun): void {
  tell(host, runs, active).catch((error: unknown) => void showError(error, host.log));
}

async function tell(host: Host, runs: RunService, { run, ended }: ActiveRun): Promise<void> {
  const { log } = host;
  const resume = (): Promise<void> => goOn(host, runs, run.id);
  const result = await ended.catch(async (error: unknown) => {
    const canGoOn = await isOpenStill(runs, run);
    void showError(error, log, ...(canGoOn ? [{ title: vscode.l10n.t('Resume'), run: resume }] : []));
    return null;
  });
  if (result) await tellEnd(result, log, { resume, undo: () => confirmUndo(runs, run.id) });
}

async function isOpenStill(runs: RunService, { id, taskId }: RunSummary): Promise<boolean> {
  return (await runs.list({ taskId, open: true })).some((run) => run.id === id);
}
