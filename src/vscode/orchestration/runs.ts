// The runs of one project for the Orchestration view: those that are open, and the last few that are over.
import * as vscode from 'vscode';
import type { RunId, RunSummary } from '../../core/orchestrate/journal.ts';
import type { ProjectView } from '../../protocol/webview.ts';
import type { Project } from '../projects.ts';
import { speakRun, viewFinishedRun, viewOpenRun, type Limits } from './runCards.ts';
import { RunStories } from './runStories.ts';
import { activityOf, NOBODY_ASKED, type IsAsked } from './runStory.ts';

/** So many runs that are over are shown. */
const finishedShown = 5;

export class ProjectRuns {
  readonly #project: Project;
  readonly #isAsked: IsAsked;
  readonly #stories = new RunStories();

  constructor(project: Project, isAsked: IsAsked = NOBODY_ASKED) {
    this.#project = project;
    this.#isAsked = isAsked;
  }

  /** Null when there never was one. */
  async view(): Promise<ProjectView['runs']> {
    const store = await this.#project.store.openExisting();
    const runs = (await store?.journal.listRuns()) ?? [];
    if (!store || runs.length === 0) return null;
    const { isTrusted } = vscode.workspace;
    const told = (await this.#stories.tell(store.journal, shownOf(runs))).map(({ run, story }) => {
      return { run, story, activity: activityOf(run, story, this.#isAsked(run.id)) };
    });
    const open = told.filter(({ run }) => run.endedAt === null);
    const here = await this.#activeHere(open.map(({ run }) => run));
    const limits = open.length > 0 ? await this.#limits() : null;
    return {
      open: open.map((each) => viewOpenRun(each, limits, { isHere: here.has(each.run.id), isTrusted })),
      finished: told.filter(({ run }) => run.endedAt !== null).map((each) => viewFinishedRun(each, isTrusted)),
      spoken: open.map((each) => speakRun(each)).join('. '),
    };
  }

  /** The orchestration is loaded only where a run is worked on, by this program or another. */
  async #activeHere(open: readonly RunSummary[]): Promise<ReadonlySet<RunId>> {
    const isLoaded = vscode.workspace.isTrusted && open.some(({ isClaimed }) => isClaimed);
    const service = isLoaded ? await this.#project.conductor.openRuns?.() : undefined;
    return new Set(service?.active.map(({ id }) => id));
  }

  /** The runs are shown also where the configuration has a mistake; its own document says which. */
  async #limits(): Promise<Limits> {
    try {
      return (await this.#project.conductor.config.read()).config.safety;
    } catch {
      return null;
    }
  }
}

/** Newest first, the open ones before the others. */
function shownOf(runs: readonly RunSummary[]): readonly RunSummary[] {
  const isOpen = ({ endedAt }: RunSummary): boolean => endedAt === null;
  return [...runs.filter(isOpen), ...runs.filter((run) => !isOpen(run)).slice(0, finishedShown)];
}
