// What an import has to do, from the plan, what earlier imports wrote, and what is in Taskwerk now. Pure; the store carries it out.
import { ConductorError } from '../errors.ts';
import type { TaskId, TaskStatus } from '../tasks/model.ts';
import { findCycles } from './graph.ts';
import { includedTasks } from './graph/included.ts';
import { withoutLoops } from './import/loops.ts';
import { addStep, keepStep, mergeStep, type Step } from './import/steps.ts';
import { DELETED_REASON, GONE_REASON, LEFT_OUT_REASON } from './import/words.ts';
import { taskContentOf, type TaskContent } from './importContent.ts';
import type { ImportChange } from './importModel.ts';
import type { DraftTask, Plan, TaskKey } from './model.ts';
import { hierarchyProblem } from './tree.ts';

/** Which Taskwerk task a key became, and what Conductor last wrote there. */
export interface ImportLink {
  readonly key: TaskKey;
  readonly taskId: TaskId;
  readonly written: TaskContent;
}

/** A row as it is in Taskwerk now, empty text for NULL. Metadata keys of others are left alone. */
export interface CurrentTask {
  readonly status: TaskStatus;
  readonly content: TaskContent;
}

export interface ImportInput {
  readonly plan: Plan;
  /** Of all earlier imports of the same source file, the newest one for each key. */
  readonly links: readonly ImportLink[];
  /** By id, those of the links at least. A link's task that is absent was deleted; so is one whose id has gone to another task since (other `created_at`). */
  readonly current: ReadonlyMap<TaskId, CurrentTask>;
  /** Gives the id of the next task to be made; called once for each added task, parents before children. */
  readonly nextId: (parent: TaskId | null) => TaskId;
}

/** One row to write. `written` is what the link must remember afterwards. */
export type TaskWrite =
  | { readonly kind: 'add'; readonly key: TaskKey; readonly taskId: TaskId; readonly written: TaskContent }
  | {
      readonly kind: 'change';
      readonly key: TaskKey;
      readonly taskId: TaskId;
      /** The new values of the fields that change, merged with what the person changed: set them as they stand. */
      readonly fields: Partial<TaskContent>;
      readonly written: TaskContent;
    };

export interface ImportWork {
  /** For the person: the plan's included tasks in tree order, then what is no longer in the plan. */
  readonly changes: readonly ImportChange[];
  /** For the store, parents before children. Dependencies may name tasks further down: write them after all rows. */
  readonly writes: readonly TaskWrite[];
  /** Where each included draft task is, added ones counted in; deleted ones are absent. */
  readonly taskIds: ReadonlyMap<TaskKey, TaskId>;
}

/** Throws ConductorError `plan.cycle` or `plan.invalid` for a plan that may not be imported. */
export function assertImportable(plan: Plan): void {
  const problem = hierarchyProblem(plan.tasks);
  if (problem !== null) throw refusal(`The plan cannot be imported: ${problem}.`);
  const keys = new Set(plan.tasks.map(({ key }) => key));
  for (const { key, dependsOn, included } of plan.tasks) {
    const broken = included ? dependsOn.find((edge) => edge.key === key || !keys.has(edge.key)) : undefined;
    if (!broken) continue;
    const what = broken.key === key ? 'itself' : `"${broken.key}", which is not in the plan`;
    throw refusal(`The plan cannot be imported: the task "${key}" depends on ${what}.`);
  }
  const [cycle] = findCycles(plan);
  if (!cycle) return;
  const cut = firstOf(cycle.cut.map(({ from, to }) => `"${from}" on "${to}"`));
  throw new ConductorError(
    'plan.cycle',
    `The plan cannot be imported: these tasks wait for each other: ${firstOf(cycle.members)}.`,
    {
      remedy: { text: `Remove the dependency of ${cut}.`, command: 'conductor.plan.review' },
      details: { members: cycle.members, cut: cycle.cut },
    },
  );
}

/** As many as a person reads in a sentence; lint and the error's details have all. */
const MOST_NAMED = 12;

function firstOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A task that was started or finished, or deleted, stays as it is; of others, what someone else changed stays. */
export function planImport(input: ImportInput): ImportWork {
  const { plan, links, current } = input;
  const included = includedTasks(plan);
  const linkOf = new Map(links.map((link) => [link.key, link]));
  const { taskIds, parents } = placesOf(input, included, linkOf);
  const idsOf = (task: DraftTask): readonly TaskId[] => task.dependsOn.flatMap(({ key }) => taskIds.get(key) ?? []);
  const steps = included.map(({ task, parent }): Step => {
    const place = { parent: parents.get(task.key) ?? null, dependsOn: idsOf(task) };
    const desired = taskContentOf(plan, task, place);
    const link = linkOf.get(task.key);
    const row = link && current.get(link.taskId);
    if (link && row) return mergeStep(task, link, row, desired);
    if (link) return keepStep(task, link.taskId, DELETED_REASON);
    return addStep(task, parent, taskIds.get(task.key), desired);
  });
  const settled = withoutLoops(steps, current);
  return {
    changes: [...settled.map(({ change }) => change), ...removals(plan, included, links, current)],
    writes: settled.flatMap(({ write }) => write ?? []),
    taskIds,
  };
}

type Included = ReturnType<typeof includedTasks>;
type Links = ReadonlyMap<TaskKey, ImportLink>;

/** The id of each task that is or will be in Taskwerk, and that of the nearest ancestor that is. */
function placesOf({ current, nextId }: ImportInput, included: Included, linkOf: Links) {
  const taskIds = new Map<TaskKey, TaskId>();
  const parents = new Map<TaskKey, TaskId | null>();
  for (const { task, parent } of included) {
    const above = parent === null ? null : (taskIds.get(parent) ?? parents.get(parent) ?? null);
    parents.set(task.key, above);
    const link = linkOf.get(task.key);
    if (!link) taskIds.set(task.key, nextId(above));
    else if (current.has(link.taskId)) taskIds.set(task.key, link.taskId);
  }
  return { taskIds, parents };
}

function removals(
  plan: Plan,
  included: Included,
  links: readonly ImportLink[],
  current: ImportInput['current'],
): readonly ImportChange[] {
  const wanted = new Set(included.map(({ task }) => task.key));
  const drafted = new Set(plan.tasks.map(({ key }) => key));
  return links.flatMap(({ key, taskId }): readonly ImportChange[] => {
    const row = current.get(taskId);
    if (!row || wanted.has(key)) return [];
    const reason = drafted.has(key) ? LEFT_OUT_REASON : GONE_REASON;
    return [{ kind: 'removed', key, taskId, title: row.content.name, reason }];
  });
}

function refusal(sentence: string): ConductorError {
  return new ConductorError('plan.invalid', sentence, {
    remedy: { text: 'Mend it in the review of the plan.', command: 'conductor.plan.review' },
  });
}
