// "Undo Run": files, index and branch as they were before, or nothing at all where somebody has moved on since.
import { ConductorError } from '../errors.ts';
import { runTrailer } from '../git/commitMessage.ts';
import type { TaskStore } from '../ports.ts';
import { planApply } from '../review/apply.ts';
import type { AppliedFile, WorkspacePort } from '../review/workspacePort.ts';
import type { RunSummary } from './journal.ts';
import { originalsOf } from './originals.ts';
import type { OrchestrationPorts } from './runContext.ts';
import { viewRun, type RunView } from './runView.ts';
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
  const applied = await appliedFiles(workspace, view);
  await refuseMovedOn(workspace, applied);
  await git.undo({
    runId: run.id,
    start: view.checkpoint,
    branching: view.branching,
    applied,
    originals: originalsOf(events),
    commits: await commitsOf(git, run, view),
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

/** With what a killed run had written already of what it was about to write. */
async function appliedFiles(workspace: WorkspacePort, { applied, applying }: RunView): Promise<readonly AppliedFile[]> {
  const files = new Map(applied);
  for (const change of applying && !applying.inPlace ? applying.changes : []) {
    const plan = await planApply([change], (path) => workspace.read(path));
    if (plan.kind === 'stale' || plan.steps.length > 0) continue;
    for (const file of plan.files) files.set(file.path, file);
  }
  return [...files.values()];
}

/** With the one that a killed run had made and not written down. */
async function commitsOf(git: UndoWorld['git'], { id }: RunSummary, view: RunView): Promise<readonly string[]> {
  const known = view.commits.map(({ commit }) => commit);
  const found = view.committing ? await git.findCommit(runTrailer(id)) : null;
  return found === null || known.includes(found) ? known : [...known, found];
}

/** What stands unsaved in an editor counts as well. */
async function refuseMovedOn(workspace: WorkspacePort, applied: readonly AppliedFile[]): Promise<void> {
  const moved: string[] = [];
  for (const { path, hash } of applied) if (((await workspace.read(path))?.hash ?? null) !== hash) moved.push(path);
  if (moved.length === 0) return;
  throw new ConductorError('undo.movedOn', `These files changed since the run: ${moved.join(', ')}.`, {
    remedy: 'Save or revert them as the run left them, then undo again; nothing was changed.',
    details: { paths: moved },
  });
}
