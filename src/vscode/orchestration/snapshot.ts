// What the Orchestration view shows, read from the projects.
import * as vscode from 'vscode';
import { analyzeInSteps } from '../../core/plan/graph.ts';
import { givingWay } from '../../core/steps.ts';
import type { Plan } from '../../core/plan/model.ts';
import type { PlanSummary } from '../../core/ports.ts';
import type { Task } from '../../core/tasks/model.ts';
import type { PlanView, ProjectView, Snapshot, WaveView, Words } from '../../protocol/webview.ts';
import type { Project, Projects } from '../projects.ts';
import { ProjectRuns } from './runs.ts';
import type { IsAsked } from './runStory.ts';
import { linkedTasks, type TaskLookup } from '../source/planned.ts';

/** Lists longer than this are counted, not listed. */
const listed = 50;
const titlesPerWave = 8;

/** Takes one snapshot after the other, and remembers of the runs what need not be read again. */
export class Snapshots {
  readonly #projects: Projects;
  readonly #isAsked: IsAsked | undefined;
  readonly #runs = new WeakMap<Project, ProjectRuns>();

  constructor(projects: Projects, isAsked?: IsAsked) {
    this.#projects = projects;
    this.#isAsked = isAsked;
  }

  async take(): Promise<Snapshot> {
    const { all } = this.#projects;
    const projects = await Promise.all(
      all.map((project) => viewProject(project, all.length > 1, this.#runsOf(project))),
    );
    const plans = await Promise.all(all.map(({ conductor }) => conductor.plans.list()));
    return {
      type: 'snapshot',
      projects: projects.filter((project) => project !== null),
      hasPlan: plans.some(({ length }) => length > 0),
      words: words(),
    };
  }

  #runsOf(project: Project): ProjectRuns {
    const known = this.#runs.get(project);
    if (known) return known;
    const runs = new ProjectRuns(project, this.#isAsked);
    this.#runs.set(project, runs);
    return runs;
  }
}

/** Null for a project without tasks. */
async function viewProject(project: Project, isNamed: boolean, runs: ProjectRuns): Promise<ProjectView | null> {
  const { tasks, plans } = project.conductor;
  const all = await tasks.list();
  if (all.length === 0) return null;
  const ready = await tasks.ready();
  return {
    folder: isNamed ? project.folder.name : null,
    uri: project.folder.uri.toString(),
    counts: countByStatus(all),
    ready: ready.slice(0, listed).map(({ id, name, priority, estimate }) => ({ id, name, priority, estimate })),
    readyCount: ready.length,
    runs: await runs.view(),
    plan: await viewPlan(project, await plans.list()),
  };
}

/** The newest plan that has tasks in Taskwerk; an imported plan that is being edited again is still one. */
async function viewPlan(project: Project, plans: readonly PlanSummary[]): Promise<PlanView | null> {
  for (const { id, title, sourceFile } of plans) {
    const taskOf = await linkedTasks(project, sourceFile);
    const { plan } = await project.conductor.plans.load(id);
    if (plan.tasks.some(({ key }) => taskOf(key))) return { id, title, waves: await viewWaves(plan, taskOf) };
  }
  return null;
}

async function viewWaves(plan: Plan, taskOf: TaskLookup): Promise<readonly WaveView[]> {
  const titles = new Map(plan.tasks.map((task) => [task.key, task.title]));
  const { waves } = await givingWay(analyzeInSteps(plan));
  return waves.map((keys) => ({
    total: keys.length,
    done: keys.filter((key) => taskOf(key)?.status === 'done').length,
    titles: keys.slice(0, titlesPerWave).map((key) => titles.get(key) ?? key),
  }));
}

function countByStatus(tasks: readonly Task[]): ProjectView['counts'] {
  const counts = { todo: 0, 'in-progress': 0, blocked: 0, done: 0, cancelled: 0 };
  for (const { status } of tasks) counts[status] += 1;
  return counts;
}

function words(): Words {
  return {
    empty: vscode.l10n.t('No tasks yet. Decompose a PRD into a plan, then import it to see its progress here.'),
    emptyWithPlan: vscode.l10n.t('No tasks yet. Import the plan to see its progress here.'),
    decompose: vscode.l10n.t('Decompose a PRD'),
    import: vscode.l10n.t('Import Plan'),
    runs: vscode.l10n.t('Runs'),
    finishedRuns: vscode.l10n.t('Last runs'),
    gates: vscode.l10n.t('Gates'),
    progress: vscode.l10n.t('Progress'),
    ready: vscode.l10n.t('Ready to start'),
    nothingReady: vscode.l10n.t('Nothing can be started right now.'),
    waves: vscode.l10n.t('Waves'),
    wave: vscode.l10n.t('Wave'),
    more: vscode.l10n.t('more'),
    hours: vscode.l10n.t('h'),
    done: vscode.l10n.t('done'),
    todo: vscode.l10n.t('to do'),
    'in-progress': vscode.l10n.t('in progress'),
    blocked: vscode.l10n.t('blocked'),
    cancelled: vscode.l10n.t('cancelled'),
    critical: vscode.l10n.t('critical'),
    high: vscode.l10n.t('high'),
    medium: vscode.l10n.t('medium'),
    low: vscode.l10n.t('low'),
  };
}
