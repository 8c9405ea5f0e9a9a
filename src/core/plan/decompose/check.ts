// Is an answer usable? What is wrong is named exactly, so that the model can mend it and nothing else.
import { findCycles } from '../graph.ts';
import type { DraftTask, Plan, TaskKey } from '../model.ts';
import type { ModelAnswer, ModelTask } from './answer.ts';

export interface Expectation {
  /** The plan so far. */
  readonly plan: Plan;
  /** The task that is broken down; null for the first level. */
  readonly parent: DraftTask | null;
  /** Requirement ids that may be cited. */
  readonly known: ReadonlySet<string>;
}

const MAX_TITLE = 255;

/** Sentences for the model; none for a good answer. `merged` is the plan with the answer's tasks in it. */
export function problemsOf(answer: ModelAnswer, { plan, parent, known }: Expectation, merged: Plan): string[] {
  return [
    ...answer.tasks.flatMap((task) => taskProblems(task, known)),
    ...duplicateProblems(answer.tasks),
    ...edgeProblems(answer.tasks, plan, parent),
    ...(parent ? splitProblems(answer.tasks, parent) : []),
    ...cycleProblems(merged, new Set(plan.tasks.map(({ key }) => key))),
  ];
}

function taskProblems({ key, title, covers }: ModelTask, known: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (!/[a-z0-9]/.test(key)) problems.push(`The key "${key}" has no letters.`);
  if (title.trim() === '' || title.length > MAX_TITLE || title.includes('\n')) {
    problems.push(`${key}: the title must be one line of 1 to ${MAX_TITLE} characters.`);
  }
  const unknown = covers.filter((id) => !known.has(id));
  if (unknown.length > 0)
    problems.push(`${key}: covers names ${unknown.join(', ')}, which are not in the list of requirements.`);
  return problems;
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
