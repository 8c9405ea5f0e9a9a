// Tasks for requirements that are new in the document, and their place among those that are there.
import type { Requirement, RequirementId } from '../../prd/model.ts';
import { keyFromTitle } from '../keys.ts';
import type { DraftTask, Plan, TaskKey } from '../model.ts';
import { testable } from '../outline/criteria.ts';
import { leafComplexity, leafEstimate, difficulties } from '../outline/effort.ts';
import type { IsName } from '../outline/names.ts';
import { titleOf } from '../outline/title.ts';

/** Tasks of `outline` that `plan` does not have and that cover what none of its tasks covers, with the new tasks above them. */
export function additionsFrom(outline: Plan, plan: Plan, wanted: ReadonlySet<RequirementId>): readonly DraftTask[] {
  const has = new Set(plan.tasks.map(({ key }) => key));
  const byKey = new Map(outline.tasks.map((task) => [task.key, task]));
  const taken = new Set<TaskKey>();
  for (const task of outline.tasks) {
    // A task that also covers other things speaks of more than what is new.
    if (has.has(task.key) || task.covers.length === 0 || !task.covers.every((id) => wanted.has(id))) continue;
    for (
      let at: DraftTask | undefined = task;
      at && !has.has(at.key);
      at = at.parent ? byKey.get(at.parent) : undefined
    )
      taken.add(at.key);
  }
  return outline.tasks
    .filter(({ key }) => taken.has(key))
    .map((task) => ({ ...task, covers: task.covers.filter((id) => wanted.has(id)) }));
}

/** A plain task for one requirement of the plan. */
export function taskFor(requirement: Requirement, plan: Plan, isName: IsName): DraftTask {
  const taken = new Set(plan.tasks.map(({ key }) => key));
  const title = titleOf(requirement.text, false, isName);
  const hard = difficulties(requirement.text);
  return {
    key: keyFromTitle(title, (key) => taken.has(key)),
    title,
    description: requirement.text,
    parent: null,
    dependsOn: [],
    acceptanceCriteria: [testable(requirement.text)],
    estimate: leafEstimate(1, 'feature', hard),
    complexity: leafComplexity(1, hard),
    priority: requirement.priority ?? 'medium',
    category: 'feature',
    tags: [],
    covers: [requirement.id],
    source: requirement.source,
    included: requirement.done !== true,
    edited: [],
  };
}

/** The plan with a new task beside the one that covers the nearest requirement of the same section. */
export function addBeside(plan: Plan, task: DraftTask): Plan {
  const neighbour = neighbourOf(plan, task.covers[0]);
  if (!neighbour) return { ...plan, tasks: [...plan.tasks, { ...task, parent: null }] };
  const at = plan.tasks.findIndex(({ key }) => key === neighbour.key);
  return { ...plan, tasks: plan.tasks.toSpliced(at + 1, 0, { ...task, parent: neighbour.parent }) };
}

function neighbourOf({ requirements, tasks }: Plan, id: RequirementId | undefined): DraftTask | null {
  const place = requirements.findIndex((requirement) => requirement.id === id);
  const section = requirements[place]?.section;
  if (section === undefined || section === null) return null;
  const owners = new Map(tasks.flatMap((task) => task.covers.map((covered) => [covered, task] as const)));
  const near = requirements
    .map((requirement, index) => ({ requirement, distance: Math.abs(index - place) }))
    .filter(({ requirement }) => requirement.section === section && requirement.id !== id && owners.has(requirement.id))
    .sort((a, b) => a.distance - b.distance);
  return (near[0] && owners.get(near[0].requirement.id)) ?? null;
}

/** The plan with tasks of `outline` where they stand there: each after the task before it that the plan has. */
export function addInOrder(plan: Plan, added: readonly DraftTask[], outline: Plan): Plan {
  const has = new Set(plan.tasks.map(({ key }) => key));
  const fresh = new Map(added.map((task) => [task.key, task]));
  const places: { readonly anchor: TaskKey | null; readonly task: DraftTask }[] = [];
  let anchor: TaskKey | null = null;
  for (const { key } of outline.tasks) {
    const task = fresh.get(key);
    if (task) places.push({ anchor, task });
    else if (has.has(key)) anchor = key;
  }
  const following = Map.groupBy(places, (place) => place.anchor);
  const after = (key: TaskKey | null): readonly DraftTask[] => (following.get(key) ?? []).map(({ task }) => task);
  const tasks = [...after(null), ...plan.tasks.flatMap((task) => [task, ...after(task.key)])];
  const keys = new Set(tasks.map(({ key }) => key));
  return { ...plan, tasks: tasks.map((task) => withKnown(task, keys)) };
}

/** Without a parent and dependencies that are not among the tasks. */
export function withKnown(task: DraftTask, keys: ReadonlySet<TaskKey>): DraftTask {
  const parent = task.parent !== null && keys.has(task.parent) ? task.parent : null;
  if (parent === task.parent && task.dependsOn.every(({ key }) => keys.has(key))) return task;
  return { ...task, parent, dependsOn: task.dependsOn.filter(({ key }) => keys.has(key)) };
}
