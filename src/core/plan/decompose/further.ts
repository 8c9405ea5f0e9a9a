// "Decompose Further": one level below one task, of a plan or of Taskwerk.
import { ConductorError, isConductorError } from '../../errors.ts';
import { priceOf } from '../../model/prices.ts';
import type { TaskStore } from '../../ports.ts';
import type { SourceDocument } from '../../prd/document.ts';
import type { Prd } from '../../prd/model.ts';
import type { DraftTask, Plan, StoredPlan, TaskKey } from '../model.ts';
import { requireWhole } from '../subtasks.ts';
import { Caller, type Asked } from './calls.ts';
import { partOf, WINDOW_SHARE } from './decompose.ts';
import { forecastOne, TASKS_PER_ANSWER, type Forecast } from './forecast.ts';
import { askSplit, takeSplit, type SplitContext } from './levels.ts';
import { outlineOf, splitIntoParts } from './parts.ts';
import type { SourcePart } from './source.ts';
import {
  openSession,
  spentBy,
  untilStopped,
  type JobHooks,
  type JobPorts,
  type JobSettings,
  type PreparedJob,
  type Session,
  type Spent,
} from './session.ts';

export interface FurtherResult extends Spent {
  /** The plan with the subtasks; null when none came. */
  readonly stored: StoredPlan | null;
  readonly added: readonly TaskKey[];
}

export interface FurtherTaskResult extends Spent {
  /** Subtasks to choose from, which wait for one another at most; nothing is written yet. */
  readonly proposals: readonly DraftTask[];
}

export interface FurtherInput {
  readonly stored: StoredPlan;
  readonly key: TaskKey;
  readonly document: SourceDocument;
  /** With the ids of the plan's requirements. */
  readonly prd: Prd;
}

/** Puts subtasks under a draft task and saves the plan. The document is sent as it was when the plan was made, so it may still be in the cache. */
export class FurtherJob implements PreparedJob<FurtherResult> {
  readonly forecast: Forecast;
  readonly #input: FurtherInput;
  readonly #settings: JobSettings;
  readonly #ports: JobPorts;

  constructor(input: FurtherInput, settings: JobSettings, ports: JobPorts) {
    this.#input = input;
    this.#settings = settings;
    this.#ports = ports;
    const task = requireWhole(input.stored.plan, input.key);
    const { part, outline } = this.#source(task, Infinity);
    this.forecast = forecastFor(part, outline, settings);
  }

  async run(hooks: JobHooks): Promise<FurtherResult> {
    const { stored, key } = this.#input;
    const task = requireWhole(stored.plan, key);
    const identity = ['further', stored.id, stored.plan.sourceHash, key];
    const session = await openSession(this.#settings, this.#ports, hooks, identity);
    const caller = new Caller(session.callerOptions);
    const outcome = await untilStopped(async () => {
      const { part, outline } = this.#source(task, session.window * WINDOW_SHARE);
      const context: SplitContext = { caller, model: session.model.id, outline };
      hooks.onProgress?.(`Asking ${session.model.id} for the parts of "${task.title}"`);
      const asked = requireAnswer(await askSplit(stored.plan, task, part, context), task, session);
      const saved = await saveSplit(session.store, stored, key, (plan, current) =>
        keptByOutline(plan, takeSplit(plan, current, part, asked, context)),
      );
      await session.forget();
      return saved;
    });
    if ('stopped' in outcome) return { stored: null, added: [], ...spentBy(session, caller, outcome.stopped) };
    const added = outcome.value.plan.tasks.filter(({ parent }) => parent === key).map((child) => child.key);
    return { stored: outcome.value, added, ...spentBy(session, caller, null) };
  }

  #source(task: DraftTask, maxTokens: number): { part: SourcePart; outline: string } {
    const parts = splitIntoParts(this.#input.document, this.#input.prd, maxTokens);
    return { part: partOf(parts, task), outline: parts.length > 1 ? outlineOf(this.#input.prd) : '' };
  }
}

/** Proposes subtasks for a Taskwerk task from what the task says itself; it writes nothing. */
export class FurtherTaskJob implements PreparedJob<FurtherTaskResult> {
  readonly forecast: Forecast;
  readonly #plan: Plan;
  readonly #task: DraftTask;
  readonly #part: SourcePart;
  readonly #settings: JobSettings;
  readonly #ports: JobPorts;

  /** `plan` holds the task and the subtasks that it has already. */
  constructor({ plan, task }: { plan: Plan; task: DraftTask }, settings: JobSettings, ports: JobPorts) {
    this.#plan = plan;
    this.#task = task;
    const criteria = task.acceptanceCriteria.map((criterion) => `- ${criterion}`).join('\n');
    this.#part = { text: [`# ${task.title}`, task.description, criteria].join('\n\n'), requirements: [] };
    this.#settings = settings;
    this.#ports = ports;
    this.forecast = forecastFor(this.#part, '', settings);
  }

  async run(hooks: JobHooks): Promise<FurtherTaskResult> {
    const { description, acceptanceCriteria } = this.#task;
    const identity = ['further', this.#plan.sourceFile, description, acceptanceCriteria];
    const session = await openSession(this.#settings, this.#ports, hooks, identity);
    const caller = new Caller(session.callerOptions);
    const outcome = await untilStopped(async () => {
      const context: SplitContext = { caller, model: session.model.id, outline: '' };
      hooks.onProgress?.(`Asking ${session.model.id} for the parts of "${this.#task.title}"`);
      const asked = await askSplit(this.#plan, this.#task, this.#part, context);
      return takeSplit(this.#plan, this.#task, this.#part, requireAnswer(asked, this.#task, session), context);
    });
    if ('stopped' in outcome) return { proposals: [], ...spentBy(session, caller, outcome.stopped) };
    const had = new Set(this.#plan.tasks.map(({ key }) => key));
    return {
      proposals: outcome.value.tasks.filter(({ key }) => !had.has(key)),
      ...spentBy(session, caller, null),
    };
  }
}

function forecastFor(part: SourcePart, outline: string, { model, config }: JobSettings): Forecast {
  const characters = part.requirements.reduce((sum, { text }) => sum + text.length, part.text.length + outline.length);
  return forecastOne(characters, TASKS_PER_ANSWER, model, priceOf(model, config.planning.prices));
}

function requireAnswer(asked: Asked, { title }: DraftTask, { model }: Session): Asked {
  if (asked.answer && asked.answer.tasks.length >= 2) return asked;
  const why = asked.problems.at(-1) ?? 'It gave no subtasks.';
  throw new ConductorError('model.badAnswer', `${model.id} did not break down "${title}": ${why}`, {
    remedy: 'Try again, try another model, or split the task by hand.',
  });
}

/** The outline planner knows nothing of a model's tasks: it keeps what a person asked for, so these count as that. */
function keptByOutline(before: Plan, after: Plan): Plan {
  if (before.planner === 'model') return after;
  const had = new Set(before.tasks.map(({ key }) => key));
  return { ...after, tasks: after.tasks.map((task) => (had.has(task.key) ? task : { ...task, edited: ['all'] })) };
}

const SAVE_ATTEMPTS = 3;

/** An answer that was paid for goes into the plan as it is by then, unless its task was changed in kind. */
async function saveSplit(
  store: TaskStore,
  first: StoredPlan,
  key: TaskKey,
  take: (plan: Plan, task: DraftTask) => Plan,
): Promise<StoredPlan> {
  let stored = first;
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.savePlan(stored.id, take(stored.plan, requireWhole(stored.plan, key)), stored.revision);
    } catch (error) {
      const isStale = isConductorError(error) && error.code === 'plan.stale';
      if (!isStale || attempt >= SAVE_ATTEMPTS) throw error;
      stored = await store.loadPlan(stored.id);
    }
  }
}
