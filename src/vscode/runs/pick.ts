// Which task or run a command is about: the row it was called on, else the person's choice. Escape ends it in silence.
import * as vscode from 'vscode';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import type { RunService } from '../../core/orchestrate/service.ts';
import { ConductorError } from '../../core/errors.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import { pickProject } from '../commands/pick.ts';
import { isTaskwerkRef } from '../plans/reveal.ts';
import { linkedTasks } from '../source/planned.ts';
import { isTaskRef, type Project, type Projects } from '../projects.ts';

export interface ChosenTask {
  readonly project: Project;
  readonly runs: RunService;
  readonly taskId: TaskId;
}

export interface ChosenRun {
  readonly project: Project;
  readonly runs: RunService;
  readonly run: RunSummary;
}

/** A run by its name, as the Orchestration view names it. */
export interface RunRef {
  readonly project: Project;
  readonly runId: string;
}

function isRunRef(value: unknown): value is RunRef {
  return typeof value === 'object' && value !== null && 'project' in value && 'runId' in value;
}

/** Throws `workspace.virtual` where no agent can work. */
export async function runsOf({ conductor, folder }: Pick<Project, 'conductor' | 'folder'>): Promise<RunService> {
  if (conductor.openRuns) return conductor.openRuns();
  throw new ConductorError(
    'workspace.virtual',
    vscode.l10n.t('The folder "{0}" is not on a disk, so no agent can work in it.', folder.name),
  );
}

/** A row of the Plans view, or one of the tasks that are ready. Throws `task.missing` when none is. */
export async function pickTask(projects: Projects, subject: unknown): Promise<ChosenTask> {
  const project = isTaskwerkRef(subject) || isTaskRef(subject) ? subject.project : await pickProject(projects);
  const runs = await runsOf(project);
  const named = await namedTask(subject);
  if (named !== undefined) return { project, runs, taskId: named };
  const ready = await project.conductor.tasks.ready();
  if (ready.length === 0) throw nothingReady();
  const items = ready.map(({ id, name, priority, estimate }) => ({
    label: name,
    description: [id, priority, estimate === null ? '' : vscode.l10n.t('{0} h', estimate)].filter(Boolean).join(' · '),
    id,
  }));
  const placeHolder = vscode.l10n.t('Choose the task to run');
  const { id: taskId } = chosen(await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }));
  return { project, runs, taskId };
}

/** A draft task's row stands for the Taskwerk task that it became. */
async function namedTask(subject: unknown): Promise<TaskId | undefined> {
  if (isTaskwerkRef(subject)) return subject.taskId;
  if (!isTaskRef(subject)) return undefined;
  const { plan } = await subject.project.conductor.plans.load(subject.planId);
  const taskOf = await linkedTasks(subject.project, plan.sourceFile);
  const id = taskOf(subject.key)?.id;
  if (id !== undefined) return id;
  throw new ConductorError('task.missing', vscode.l10n.t('This task is not in Taskwerk yet.'), {
    remedy: { text: vscode.l10n.t('Import the plan first.'), command: 'conductor.plan.import' },
  });
}

/** The named run, the newest one of the row's task, the only one that fits, or the chosen one. Throws `run.missing` for none. */
export async function pickRun(
  projects: Projects,
  subject: unknown,
  fits: (run: RunSummary) => boolean,
): Promise<ChosenRun> {
  const project = namesProject(subject) ? subject.project : await pickProject(projects);
  const runs = await runsOf(project);
  const taskId = await namedTask(subject);
  const isMeant = isRunRef(subject) ? ({ id }: RunSummary) => id === subject.runId : () => true;
  const all = (await runs.list(taskId === undefined ? {} : { taskId })).filter((run) => isMeant(run) && fits(run));
  const [first, ...others] = all;
  if (!first) throw new ConductorError('run.missing', vscode.l10n.t('There is no run for which this can be done.'));
  if (others.length === 0 || taskId !== undefined) return { project, runs, run: first };
  const items = all.map((run) => ({
    label: `${run.taskId} ${run.taskName}`,
    description: [run.state, run.branch ?? ''].filter(Boolean).join(' · '),
    run,
  }));
  const placeHolder = vscode.l10n.t('Choose a run');
  return { project, runs, run: chosen(await vscode.window.showQuickPick(items, { placeHolder })).run };
}

function namesProject(subject: unknown): subject is { readonly project: Project } {
  return isTaskwerkRef(subject) || isTaskRef(subject) || isRunRef(subject);
}

export const isOpen = ({ endedAt }: RunSummary): boolean => endedAt === null;

function chosen<T>(item: T | undefined): T {
  if (item === undefined) throw new vscode.CancellationError();
  return item;
}

function nothingReady(): ConductorError {
  return new ConductorError('task.missing', vscode.l10n.t('No task is ready to be started.'), {
    remedy: { text: vscode.l10n.t('Import a plan first.'), command: 'conductor.plan.import' },
  });
}
