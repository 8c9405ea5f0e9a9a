// Is an answer usable? What is wrong is named exactly, so that the model can mend it and nothing else.
import { findCycles } from '../graph.ts';
import type { Requirement } from '../../prd/model.ts';
import type { DraftTask, Plan, TaskKey } from '../model.ts';
import type { ModelAnswer, ModelTask } from './answer.ts';

export interface Expectation {
  /** The plan so far. */
  readonly plan: Plan;
  /** The task that is broken down; null for the first level. */
  readonly parent: DraftTask | null;
  /** Requirements that may be cited, by id. */
  readonly known: ReadonlyMap<string, Requirement>;
  /** The numbers of the document, of the person's answers and of what was settled. */
  readonly figures: readonly ReadonlySet<string>[];
}

/** What is asked for, and what is still let pass: a few words more are not worth another round. */
const TITLE = { asked: 80, most: 120 };
/** By what factor the hours of subtasks may differ from their parent's. */
const HOURS_FACTOR = 2;
/** A figure with a unit: what a criterion must have from somewhere. */
const FIGURE =
  /(?<![\w.])(\d+(?:[.,]\d+)*)\s?(?:%|percent|ms|milliseconds?|s|seconds?|minutes?|hours?|days?|[KMG]B|users?|requests?)(?!\w)/giu;

/** Sentences for the model; none for a good answer. `merged` is the plan with the answer's tasks in it. */
export function problemsOf(answer: ModelAnswer, expectation: Expectation, merged: Plan): string[] {
  const { plan, parent, known, figures } = expectation;
  return [
    ...answer.tasks.flatMap((task) => [
      ...taskProblems(task),
      ...coverProblems(task, known),
      ...figureProblems(task, figures),
    ]),
    ...repeatProblems(answer.tasks, plan),
    ...duplicateProblems(answer.tasks),
    ...edgeProblems(answer.tasks, plan, parent),
    ...(parent ? splitProblems(answer.tasks, parent) : []),
    ...cycleProblems(merged, new Set(plan.tasks.map(({ key }) => key))),
  ];
}

function taskProblems({ key, title, acceptance_criteria: criteria, test_strategy: strategy }: ModelTask): string[] {
  const problems: string[] = [];
  if (!/[a-z0-9]/.test(key)) problems.push(`The key "${key}" has no letters.`);
  if (title.trim() === '' || title.length > TITLE.most || title.includes('\n')) {
    problems.push(`${key}: the title must be one line of 1 to ${TITLE.asked} characters.`);
  }
  if (criteria.every((criterion) => criterion.trim() === '')) problems.push(`${key} has no acceptance criteria.`);
  if (strategy.trim() === '') problems.push(`${key} has no test strategy.`);
  return problems;
}

function coverProblems({ key, covers, priority }: ModelTask, known: Expectation['known']): string[] {
  const unknown = covers.filter((id) => !known.has(id));
  const problems =
    unknown.length > 0
      ? [`${key}: covers names ${unknown.join(', ')}, which are not in the list of requirements.`]
      : [];
  const stated = new Set(covers.flatMap((id) => known.get(id)?.priority ?? []));
  if (stated.size > 0 && !stated.has(priority)) {
    problems.push(
      `${key}: the priority is ${priority}; the document says ${[...stated].join(' and ')} of what it covers.`,
    );
  }
  return problems;
}

function figureProblems({ key, acceptance_criteria: criteria }: ModelTask, figures: Expectation['figures']): string[] {
  return criteria
    .flatMap((criterion) => Array.from(criterion.matchAll(FIGURE)))
    .filter(([, figure = '']) => !figures.some((known) => known.has(figure)))
    .map(([words]) => `${key}: a criterion says "${words}", which the document does not say.`);
}

/** The same work under the same name, among the new tasks or beside them. */
function repeatProblems(tasks: readonly ModelTask[], plan: Plan): string[] {
  const titles = new Map(plan.tasks.map((task) => [task.title.toLowerCase(), task.key as string]));
  return tasks.flatMap(({ key, title }) => {
    const other = titles.get(title.trim().toLowerCase());
    titles.set(title.trim().toLowerCase(), key);
    return other === undefined || other === key ? [] : [`${key} has the title of ${other}.`];
  });
}

function duplicateProblems(tasks: readonly ModelTask[]): string[] {
  const seen = new Set<string>();
  const twice = tasks.filter(({ key }) => seen.size === seen.add(key).size);
  return twice.map(({ key }) => `The key ${key} is used twice.`);
}

function edgeProblems(tasks: readonly ModelTask[], plan: Plan, parent: DraftTask | null): string[] {
  const here = new Set(tasks.map(({ key }) => key));
  const there = new Set<string>(plan.tasks.map(({ key }) => key));
  const above = ancestorsOf(plan, parent);
  return tasks.flatMap(({ key, depends_on: edges }) =>
    edges.flatMap((edge) => {
      if (edge.key === key) return [`${key}: depends_on names the task itself.`];
      if (above.has(edge.key) && !here.has(edge.key))
        return [`${key}: depends_on names ${edge.key}, which it is a part of.`];
      return here.has(edge.key) || there.has(edge.key)
        ? []
        : [`${key}: depends_on names ${edge.key}, which is no task.`];
    }),
  );
}

function ancestorsOf(plan: Plan, task: DraftTask | null): ReadonlySet<string> {
  const byKey = new Map(plan.tasks.map((other) => [other.key, other]));
  const keys = new Set<string>();
  for (let at = task; at; at = at.parent ? (byKey.get(at.parent) ?? null) : null) keys.add(at.key);
  return keys;
}

function splitProblems(tasks: readonly ModelTask[], parent: DraftTask): string[] {
  const problems: string[] = [];
  if (tasks.length < 2) problems.push('A task is broken down into two or more subtasks.');
  const covered = new Set(tasks.flatMap(({ covers }) => covers));
  const missing = parent.covers.filter((id) => !covered.has(id));
  if (missing.length > 0) problems.push(`No subtask covers ${missing.join(', ')}, which ${parent.key} covers.`);
  const hours = tasks.reduce((sum, task) => sum + task.hours, 0);
  const ratio = hours / parent.estimate.hours;
  if (parent.estimate.hours > 0 && tasks.length > 1 && (ratio > HOURS_FACTOR || ratio < 1 / HOURS_FACTOR)) {
    problems.push(
      `The hours of the subtasks add up to ${hours}; those of ${parent.key} are ${parent.estimate.hours}: they should be about the same.`,
    );
  }
  return problems;
}

/** Cycles that the answer brings in; what was there before is not its fault. */
function cycleProblems(merged: Plan, before: ReadonlySet<TaskKey>): string[] {
  return findCycles(merged)
    .filter(({ members }) => members.some((key) => !before.has(key)))
    .map(({ members, cut }) => {
      const edges = cut.map(({ from, to }) => `${from} on ${to}`).join(', ');
      return `The tasks ${members.join(', ')} wait for one another in a circle; drop the weakest dependency (perhaps ${edges}).`;
    });
}
