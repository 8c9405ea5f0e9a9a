// A new plan for a document that was planned before: the same things keep their names, and a person's work stays.
import { atOnce, type Steps } from '../steps.ts';
import type { Plan, Uncovered } from './model.ts';
import { carryOver } from './reconcile/carry.ts';
import { droppedTasks, settleCoverage } from './reconcile/coverage.ts';
import { inOrder } from './reconcile/order.ts';
import { withKnownRequirements } from './reconcile/requirements.ts';
import { pairTasks } from './reconcile/tasks.ts';

/**
 * Gives requirements and tasks of `next` the ids and keys that `previous` used for the same things, and carries over what a
 * person did: edited fields, left-out tasks, tasks added by hand or by splitting, tasks folded together, deleted ones.
 * The same document again changes nothing.
 */
export function reconcilePlan(previous: Plan, next: Plan): Plan {
  return atOnce(reconcileInSteps(previous, next));
}

export function* reconcileInSteps(previous: Plan, next: Plan): Steps<Plan> {
  const known = yield* withKnownRequirements(previous, next);
  yield;
  const pairs = pairTasks(previous.tasks, known.tasks);
  yield;
  const coverage = settleCoverage(previous, known, pairs);
  const dropped = droppedTasks(previous, known, pairs, coverage);
  yield;
  const tasks = inOrder(previous, known, carryOver(previous, known, { pairs, coverage, dropped }));
  yield;
  const uncovered = uncoveredBy({ ...known, tasks }, previous);
  return { ...known, tasks, uncovered, ...stillDeleted(previous, known) };
}

/** As with requirements: what the document drops and later takes up again is new. */
function stillDeleted({ deletedHeadings }: Plan, { sections }: Plan): Pick<Plan, 'deletedHeadings'> {
  if (!deletedHeadings) return {};
  const titles = new Set(sections.map(({ title }) => title));
  return { deletedHeadings: deletedHeadings.filter((title) => titles.has(title)) };
}

/** What an edit says of a requirement whose task was deleted or left out. */
const BY_HAND = 'Its task ';

/** Why each requirement that no included task covers is not covered; `plan.uncovered` holds what the planner says of it. */
export function uncoveredBy(plan: Plan, previous: Plan): readonly Uncovered[] {
  const before = new Map(previous.uncovered.map(({ id, reason }) => [id, reason]));
  const planned = new Map(plan.uncovered.map(({ id, reason }) => [id, reason]));
  const included = new Set(plan.tasks.flatMap((task) => (task.included ? task.covers : [])));
  const leftOut = new Map(plan.tasks.flatMap(({ covers, title }) => covers.map((id) => [id, title] as const)));
  return plan.requirements.flatMap(({ id }) => {
    if (included.has(id)) return [];
    const old = before.get(id);
    const title = leftOut.get(id);
    const plain = title === undefined ? 'No task covers it.' : `Its task "${title}" is left out.`;
    return [{ id, reason: (old?.startsWith(BY_HAND) ? old : planned.get(id)) ?? old ?? plain }];
  });
}
