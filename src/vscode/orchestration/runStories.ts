// The stories of runs, kept: only events that are new are read, and none of a run that is over. Knows nothing of VS Code.
import type { Journal, RunId, RunSummary } from '../../core/orchestrate/journal.ts';
import { tellRun, type Activity, type RunStory } from './runStory.ts';

interface Known {
  readonly run: RunSummary;
  readonly story: RunStory;
}

export interface ToldRun {
  readonly run: RunSummary;
  readonly story: RunStory;
}

/** With what goes on in it now. */
export interface ShownRun extends ToldRun {
  readonly activity: Activity;
}

export class RunStories {
  #known: ReadonlyMap<RunId, Known> = new Map();

  /** Those that are not asked for are forgotten. */
  async tell(journal: Pick<Journal, 'readRun'>, runs: readonly RunSummary[]): Promise<readonly ToldRun[]> {
    const told = await Promise.all(runs.map(async (run) => ({ run, story: await this.#story(journal, run) })));
    this.#known = new Map(told.map((each) => [each.run.id, each]));
    return told;
  }

  async #story(journal: Pick<Journal, 'readRun'>, run: RunSummary): Promise<RunStory> {
    const known = this.#known.get(run.id);
    if (known && isOver(run) && isOver(known.run) && known.run.branch === run.branch) return known.story;
    const { events } = await journal.readRun(run.id, known?.story.seq ?? 0);
    return tellRun(events, known?.story);
  }
}

/** Its events are all told; only an undo comes later, and takes its branch away. */
const isOver = ({ endedAt }: RunSummary): boolean => endedAt !== null;
