// "Re-plan from Changed PRD": only what changed is planned again. Ids, keys, statuses and a person's work stay.
import type { RequirementId } from '../prd/model.ts';
import { atOnce, type Steps } from '../steps.ts';
import type { TaskStatus } from '../tasks/model.ts';
import { withoutOwnCycles } from './decompose/untangle.ts';
import type { DraftTask, Plan, TaskKey } from './model.ts';
import { reconcileInSteps, uncoveredBy } from './reconcile.ts';
import { learnNames } from './outline/names.ts';
import { addBeside, addInOrder, additionsFrom, taskFor, withKnown } from './replan/additions.ts';
import { ChangeIndex, documentChanges, type DocumentChanges } from './replan/changes.ts';
import { refreshParents, withEmptied } from './replan/parents.ts';
import { isSettled, reviseTask, type Fate, type Revised } from './replan/tasks.ts';

export interface ReplanInput {
  readonly previous: Plan;
  /** The outline planner's plan of the document as it is now. */
  readonly fresh: Plan;
  /** Of tasks that are in Taskwerk, by key. */
  readonly statuses: ReadonlyMap<TaskKey, TaskStatus>;
}

export interface Replanned {
  readonly plan: Plan;
  readonly changes: DocumentChanges;
  /** Started or finished tasks whose requirement changed, and those whose new text a person should check. */
  readonly attention: readonly TaskKey[];
  readonly updated: readonly TaskKey[];
  readonly added: readonly TaskKey[];
  /** Removed, or left out where they are in Taskwerk or hold a person's work. */
  readonly left: readonly TaskKey[];
}

/** The plan for the document as it is now, by the outline planner. The same document changes nothing. */
export function replanFromOutline(input: ReplanInput): Replanned {
  return atOnce(replanInSteps(input));
}

export function* replanInSteps(input: ReplanInput): Steps<Replanned> {
  const revised = yield* reviseKnown(input);
  yield;
  const grown = yield* addMissing(revised);
  yield;
  return finishReplan(input, revised, grown);
}

/** What was planned before as the document has it now; nothing is planned yet for what is new. */
export interface KnownRevised {
  readonly plan: Plan;
  readonly outline: Plan;
  readonly changes: DocumentChanges;
  readonly fates: ReadonlyMap<TaskKey, Fate>;
  /** Tasks whose content may be written anew: not settled, not by hand, with new words to cover. */
  readonly open: readonly DraftTask[];
}

export function* reviseKnown({ previous, fresh, statuses }: ReplanInput): Steps<KnownRevised> {
  const outline = yield* reconcileInSteps(previous, fresh);
  yield;
  const changes = documentChanges(previous, outline);
  yield;
  const revised = reviseAll(previous, outline, new ChangeIndex(changes), statuses);
  const fates = new Map(revised.map(({ task, fate }) => [task.key, fate]));
  const tasks = revised.map(({ task }) => task);
  const left = new Set(tasks.filter(({ key }) => fates.get(key) === 'left').map(({ key }) => key));
  const going = left.size === 0 ? left : withEmptied(tasks, left, ({ key }) => !isSettled(statuses.get(key) ?? null));
  const staying = tasks.flatMap((task) => (going.has(task.key) ? leave(task, statuses.has(task.key)) : [task]));
  const keys = new Set(staying.map(({ key }) => key));
  for (const key of going) fates.set(key, 'left');
  const news = new Set([...changes.reworded.map(({ after }) => after), ...changes.added].map(({ id }) => id));
  return {
    plan: {
      ...previous,
      ...pick(outline),
      tasks: movedWith(previous, outline, staying).map((task) => withKnown(task, keys)),
    },
    outline,
    changes,
    fates,
    open: staying.filter(
      ({ key, covers, edited }) =>
        fates.get(key) === 'updated' && !edited.includes('all') && covers.some((id) => news.has(id)),
    ),
  };
}

const pick = ({ title, sourceHash, sections, requirements, uncovered, deletedHeadings }: Plan): Partial<Plan> => ({
  title,
  sourceHash,
  sections,
  requirements,
  uncovered,
  ...(deletedHeadings && { deletedHeadings }),
});

function reviseAll(
  previous: Plan,
  outline: Plan,
  index: ChangeIndex,
  statuses: ReadonlyMap<TaskKey, TaskStatus>,
): readonly Revised[] {
  const fresh = new Map(outline.tasks.map((task) => [task.key, task]));
  return previous.tasks.map((task) => {
    const counterpart = fresh.get(task.key) ?? null;
    const added = counterpart ? index.of(counterpart.covers).added : [];
    return reviseTask(task, {
      changes: { ...index.of(task.covers), added: added.filter(({ id }) => !task.covers.includes(id)) },
      status: statuses.get(task.key) ?? null,
      counterpart: previous.planner === 'outline' ? counterpart : null,
    });
  });
}

/** Nothing is lost that is in Taskwerk or that a person worked on: it is left out of the import and says why. */
function leave(task: DraftTask, isInTaskwerk: boolean): readonly DraftTask[] {
  if (!isInTaskwerk && task.edited.length === 0) return [];
  return [{ ...task, included: false, attention: 'The document no longer asks for it; it is left out of the plan.' }];
}

/** The places in the document move with it. */
function movedWith(previous: Plan, outline: Plan, tasks: readonly DraftTask[]): readonly DraftTask[] {
  const old = new Map(previous.requirements.map(({ id, source }) => [id, JSON.stringify(source)]));
  const now = new Map(outline.requirements.map(({ id, source }) => [id, source]));
  const planned = new Map(outline.tasks.map(({ key, source }) => [key, source]));
  return tasks.map((task) => {
    const place = JSON.stringify(task.source);
    const id = task.covers.find((covered) => old.get(covered) === place);
    const byOutline = previous.planner === 'outline' ? planned.get(task.key) : undefined;
    const source = (id && now.get(id)) ?? byOutline ?? task.source;
    return JSON.stringify(source) === place ? task : { ...task, source };
  });
}

/** The outline planner's tasks for what no task covers yet. */
function* addMissing({ plan, outline, changes }: KnownRevised): Steps<Plan> {
  const covered = new Set(plan.tasks.flatMap(({ covers }) => covers));
  const left = new Set(outline.uncovered.map(({ id }) => id));
  const missing = changes.added.filter(({ id }) => !covered.has(id) && !left.has(id));
  const wanted = new Set<RequirementId>(missing.map(({ id }) => id));
  const additions = additionsFrom(outline, plan, wanted);
  const placed = new Set(additions.flatMap(({ covers }) => covers));
  let grown = addInOrder(plan, additions, outline);
  const isName = learnNames(plan.requirements.map(({ text }) => text));
  for (const requirement of missing.filter(({ id }) => !placed.has(id))) {
    yield;
    grown = addBeside(grown, taskFor(requirement, grown, isName));
  }
  return grown;
}

/** Sums, coverage and cycles of the plan with its new tasks. */
export function finishReplan(
  { previous, statuses }: ReplanInput,
  { outline, changes, fates }: KnownRevised,
  grown: Plan,
): Replanned {
  const had = new Set(previous.tasks.map(({ key }) => key));
  const added = grown.tasks.filter(({ key }) => !had.has(key)).map(({ key }) => key);
  const keysOf = (wanted: Fate): readonly TaskKey[] =>
    [...fates].filter(([, fate]) => fate === wanted).map(([key]) => key);
  const updated = keysOf('updated');
  const left = keysOf('left');
  const changed = new Set([...added, ...updated, ...left]);
  const above = previous.tasks.flatMap(({ key, parent }) => (parent !== null && left.includes(key) ? [parent] : []));
  const summed = refreshParents(grown, new Set([...changed, ...above]), (key) => isSettled(statuses.get(key) ?? null));
  const { tasks } = withoutOwnCycles(summed, (_, from) => changed.has(from));
  const plan: Plan = { ...summed, tasks };
  return {
    plan: { ...plan, uncovered: uncoveredBy({ ...plan, uncovered: outline.uncovered }, previous) },
    changes,
    attention: tasks
      .filter(({ key, attention }) => attention !== undefined && fates.get(key) !== 'same')
      .map(({ key }) => key),
    updated,
    added,
    left,
  };
}
