// "Undo Run": files, index and branch as they were before, or nothing at all where somebody has moved on since.
import { ConductorError } from '../errors.ts';
import type { TaskStore } from '../ports.ts';
import type { AppliedFile, WorkspacePort } from '../review/workspacePort.ts';
import { movedOn, untoldCommit, writtenSoFar } from './aftermath.ts';
import type { RunSummary } from './journal.ts';
import { originalsOf, type Originals } from './originals.ts';
import type { OrchestrationPorts } from './runContext.ts';
import { viewRun } from './runView.ts';
import { tellTask } from './steps/tellTask.ts';

interface UndoWorld extends Pick<OrchestrationPorts, 'git' | 'workspace'> {
  readonly store: TaskStore;
  /** Who has claimed the run. */
  readonly owner: string;
}

/** Throws `run.over` when there is nothing to undo, `undo.movedOn` naming what changed since. */
export async function undoRun({ git, workspace, store, owner }: UndoWorld, run: RunSummary): Promise<void> {
  const { events } = await store.journal.readRun(run.id);
  const view = viewRun(events);
  if (!view.checkpoint || view.isUndone) {
    throw new ConductorError('run.over', `There is nothing to undo in the run of ${run.taskId}.`);
  }
  const written = (await writtenSoFar(workspace, view)).map((file) => [file.path, file] as const);
  const applied = [...new Map([...view.applied, ...written]).values()];
  await refuseMovedOn(workspace, applied);
  const originals = originalsOf(events);
  refuseMixed(originals);
  const untold = await untoldCommit(git, run.id, view);
  await git.undo({
    runId: run.id,
    start: view.checkpoint,
    branching: view.branching,
    applied,
    originals: originals.files,
    commits: [...view.commits.map(({ commit }) => commit), ...(untold === null ? [] : [untold])],
  });
  const note = `The run of ${view.agent} was undone.`;
  await tellTask({ world: { store }, run }, { status: view.taskStatus, branch_name: null, note });
  const entry = { id: run.id, owner, state: 'cancelled' } as const;
  if (!view.finished) {
    const event = { type: 'run.finished', outcome: 'cancelled', reason: 'Undone by a person.' } as const;
    await store.journal.append({ ...entry, event });
  }
  await store.journal.append({ ...entry, event: { type: 'run.undone' } });
}

/** What stands unsaved in an editor counts as well. */
async function refuseMovedOn(workspace: WorkspacePort, applied: readonly AppliedFile[]): Promise<void> {
  const moved = (await movedOn(workspace, applied)).map(({ path }) => path);
  if (moved.length === 0) return;
  throw new ConductorError('undo.movedOn', `These files changed since the run: ${moved.join(', ')}.`, {
    remedy: 'Save or revert them as the run left them, then undo again; nothing was changed.',
    details: { paths: moved },
  });
}

/** Nothing that a person wrote goes with the run's lines. */
function refuseMixed({ mixed }: Originals): void {
  if (mixed.length === 0) return;
  const files = mixed.join(', ');
  throw new ConductorError(
    'undo.movedOn',
    `You wrote in the same lines as the run, between two of its rounds: ${files}.`,
    {
      remedy: 'Take the run back by hand with git, so that none of your lines is lost; nothing was changed.',
      details: { paths: [...mixed] },
    },
  );
}
