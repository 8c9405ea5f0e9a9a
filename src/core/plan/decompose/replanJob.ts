// "Re-plan from Changed PRD" with a model: only what is new or reworded is sent and planned; all else costs nothing.
import { priceOf } from '../../model/prices.ts';
import type { Requirement, RequirementId } from '../../prd/model.ts';
import type { DraftTask, Plan, PlanFault, StoredPlan, TaskKey } from '../model.ts';
import { finishReplan, type KnownRevised, type Replanned } from '../replan.ts';
import { addBeside, withKnown } from '../replan/additions.ts';
import type { ReplanSource } from '../service.ts';
import type { ModelAnswer } from './answer.ts';
import { Caller } from './calls.ts';
import { problemsOf } from './check.ts';
import { WINDOW_SHARE } from './decompose.ts';
import { forecastOne, type Forecast } from './forecast.ts';
import { describe, expectationFor, settled, titlesOf } from './levels.ts';
import { mergeTasks, type Merged } from './merge.ts';
import { sectionsWith, splitIntoParts } from './parts.ts';
import { REPLAN } from './prompts.ts';
import { block, indexOf, prefixOf, type SourcePart } from './source.ts';
import {
  openSession,
  spentBy,
  untilStopped,
  type JobHooks,
  type JobPorts,
  type JobSettings,
  type PreparedJob,
  type Spent,
} from './session.ts';

export interface ReplanJobResult extends Spent {
  /** The plan as it is now; null when it was not saved because the work ended early. */
  readonly stored: StoredPlan | null;
  /** What became of the plan; null with `stored`. */
  readonly replanned: Omit<Replanned, 'plan'> | null;
}

/** Without a new or reworded requirement nothing is sent: `forecast.calls` is 0. */
export class ReplanJob implements PreparedJob<ReplanJobResult> {
  readonly forecast: Forecast;
  readonly #source: ReplanSource;
  readonly #revised: KnownRevised;
  readonly #asked: readonly Requirement[];
  readonly #settings: JobSettings;
  readonly #ports: JobPorts;

  constructor(source: ReplanSource, revised: KnownRevised, settings: JobSettings, ports: JobPorts) {
    this.#source = source;
    this.#settings = settings;
    this.#ports = ports;
    this.#revised = revised;
    this.#asked = requirementsToAsk(this.#revised);
    const price = priceOf(settings.model, settings.config.planning.prices);
    const characters = this.#parts(Infinity).reduce((sum, { text }) => sum + text.length, 0);
    const one = forecastOne(characters, this.#asked.length, settings.model, price);
    this.forecast =
      this.#asked.length > 0
        ? one
        : { ...one, calls: 0, inputTokens: 0, outputTokens: 0, cost: price && 0, seconds: 0 };
  }

  get changes(): KnownRevised['changes'] {
    return this.#revised.changes;
  }

  async run(hooks: JobHooks): Promise<ReplanJobResult> {
    const { stored, fresh } = this.#source;
    if (this.#asked.length === 0) {
      const { plan, ...replanned } = finishReplan(this.#source, this.#revised, this.#revised.plan);
      const isSame = plan.sourceHash === stored.plan.sourceHash;
      const store = await this.#ports.store.openOrCreate();
      const saved = isSame ? stored : await store.savePlan(stored.id, plan, stored.revision);
      return { ...NOTHING_SPENT, model: this.#settings.model, stored: saved, replanned };
    }
    const identity = ['replan', stored.id, stored.revision, fresh.sourceHash];
    const session = await openSession(this.#settings, this.#ports, hooks, identity);
    const caller = new Caller(session.callerOptions);
    const outcome = await untilStopped(async () => {
      let grown = this.#revised.plan;
      for (const part of this.#parts(session.window * WINDOW_SHARE)) {
        hooks.onProgress?.(`Planning ${part.requirements.length} changed requirements`);
        grown = await this.#planPart(grown, part, caller, session.model.id);
      }
      const { plan, ...replanned } = finishReplan(this.#source, this.#revised, grown);
      const saved = await session.store.savePlan(stored.id, plan, stored.revision);
      await session.forget();
      return { stored: saved, replanned };
    });
    if ('stopped' in outcome) return { stored: null, replanned: null, ...spentBy(session, caller, outcome.stopped) };
    return { ...outcome.value, ...spentBy(session, caller, null) };
  }

  /** The sections in which something is to be planned, with the requirements that are to be planned alone. */
  #parts(maxTokens: number): readonly SourcePart[] {
    if (this.#asked.length === 0) return [];
    const document = sectionsWith(this.#source.document, this.#asked);
    return splitIntoParts(document, { ...this.#source.prd, requirements: this.#asked }, maxTokens).filter(
      ({ requirements }) => requirements.length > 0,
    );
  }

  async #planPart(plan: Plan, part: SourcePart, caller: Caller, model: string): Promise<Plan> {
    const ids = new Set(part.requirements.map(({ id }) => id));
    const open = this.#revised.open.filter(({ covers }) => covers.some((id) => ids.has(id)));
    const given = new Set<TaskKey>(open.map(({ key }) => key));
    const others: Plan = { ...plan, tasks: plan.tasks.filter(({ key }) => !given.has(key)) };
    const question = [
      block('siblings', titlesOf(others.tasks)),
      settled(plan),
      block('tasks', open.map(describe).join('\n')),
      block('changed', part.requirements.map((requirement) => this.#describeChange(requirement)).join('\n')),
      REPLAN,
    ];
    const merge = ({ tasks }: ModelAnswer): Merged =>
      mergeTasks(tasks, {
        plan: others,
        parent: null,
        requirements: requirementsOf(plan),
        foldedText: indexOf(part).foldedText,
        model,
        keep: given,
      });
    const { answer, problems } = await caller.ask({
      prefix: prefixOf(part, '', plan.answers ?? []),
      question: question.filter(Boolean).join('\n\n'),
      purpose: 'plan again: what changed',
      check: (reply) => [
        ...problemsOf(reply, { ...expectationFor(others, null, part), known: requirementsOf(plan) }, merge(reply).plan),
        ...omissions(reply, part.requirements, given),
      ],
    });
    const faults: PlanFault[] = problems.map((message) => ({ key: null, message }));
    const withFaults: Plan = { ...plan, faults: [...(plan.faults ?? []), ...faults] };
    return answer ? place(withFaults, merge(answer), given) : withFaults;
  }

  #describeChange({ id, kind, text }: Requirement): string {
    const before = this.#revised.changes.reworded.find(({ after }) => after.id === id)?.before;
    return `${id} [${kind}] ${text}${before ? ` (before: ${before.text})` : ''}`;
  }
}

const NOTHING_SPENT: Omit<Spent, 'model'> = {
  warnings: [],
  usage: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
  calls: 0,
  cost: 0,
  stopped: null,
};

/** What is new, and what is new or has new words in a task that may be written anew. */
function requirementsToAsk({ changes, open, plan }: KnownRevised): readonly Requirement[] {
  const covered = new Set(plan.tasks.flatMap(({ covers }) => covers));
  const openIds = new Set(open.flatMap(({ covers }) => covers));
  const isNew = ({ id, kind, done }: Requirement): boolean =>
    !covered.has(id) && done !== true && kind !== 'goal' && kind !== 'assumption';
  return [
    ...changes.reworded.map(({ after }) => after).filter(({ id }) => openIds.has(id)),
    ...changes.added.filter((requirement) => openIds.has(requirement.id) || isNew(requirement)),
  ];
}

const requirementsOf = ({ requirements }: Plan): ReadonlyMap<string, Requirement> =>
  new Map(requirements.map((requirement) => [requirement.id as string, requirement]));

function omissions({ tasks }: ModelAnswer, asked: readonly Requirement[], given: ReadonlySet<string>): string[] {
  const covered = new Set(tasks.flatMap(({ covers }) => covers));
  const keys = new Set(tasks.map(({ key }) => key));
  return [
    ...asked.filter(({ id }) => !covered.has(id)).map(({ id }) => `No task covers ${id}.`),
    ...[...given].filter((key) => !keys.has(key)).map((key) => `The task ${key} was not given again.`),
  ];
}

/** Tasks given again in their old place and with what a person set, new ones beside their neighbours in the document. */
function place(plan: Plan, { added, faults }: Merged, given: ReadonlySet<TaskKey>): Plan {
  const again = new Map(added.filter(({ key }) => given.has(key)).map((task) => [task.key, task]));
  const tasks = plan.tasks.map((task) => givenAgain(task, again.get(task.key)));
  const start: Plan = { ...plan, tasks, faults: [...(plan.faults ?? []), ...faults] };
  const grown = added.filter(({ key }) => !given.has(key)).reduce(addBeside, start);
  const keys = new Set(grown.tasks.map(({ key }) => key));
  return { ...grown, tasks: grown.tasks.map((task) => withKnown(task, keys)) };
}

function givenAgain(old: DraftTask, task: DraftTask | undefined): DraftTask {
  if (!task) return old;
  const kept = Object.fromEntries(
    old.edited.flatMap((field) => (field === 'all' ? [] : [[field, old[field]] as const])),
  );
  const covers: readonly RequirementId[] = [...new Set([...task.covers, ...old.covers])];
  return { ...task, parent: old.parent, covers, ...kept, edited: old.edited };
}
