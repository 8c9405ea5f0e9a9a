// Breaking down one task: what can be said without a model, and Taskwerk tasks that no plan has.
import type { BatchTask, TaskDetails, TaskId } from '../tasks/model.ts';
import { ConductorError } from '../errors.ts';
import { applyEdits } from './edit.ts';
import { taskContentOf } from './importContent.ts';
import { isTaskKey, keyFromTitle } from './keys.ts';
import type { DraftTask, Plan, TaskKey } from './model.ts';
import { learnNames } from './outline/names.ts';
import { titleOf } from './outline/title.ts';

/** Throws `plan.invalid` for a task that the plan does not have, or that has subtasks already. */
export function requireWhole(plan: Plan, key: TaskKey): DraftTask {
  const task = plan.tasks.find((candidate) => candidate.key === key);
  if (!task) {
    throw new ConductorError('plan.invalid', `The plan has no task "${key}".`, {
      remedy: 'Show the plan again and pick one of its tasks.',
    });
  }
  if (!plan.tasks.some(({ parent }) => parent === key)) return task;
  throw brokenDown(task.title);
}

function brokenDown(title: string): ConductorError {
  return new ConductorError('plan.invalid', `"${title}" is broken down already.`, {
    remedy: 'Pick one of its subtasks.',
  });
}

/** One subtask for each requirement or criterion of the task. Throws `plan.invalid` where there are fewer than two. */
export function splitByCriteria(plan: Plan, key: TaskKey): Plan {
  const task = requireWhole(plan, key);
  return applyEdits(plan, [{ type: 'split', key, titles: partTitles(plan, task) }]);
}

/** The same for a Taskwerk task, without those whose `names` it has already. */
export function subtasksByCriteria(details: TaskDetails, names: ReadonlySet<string>): readonly DraftTask[] {
  const { plan, task } = planOfTask(details);
  const parts = splitByCriteria(plan, task.key).tasks.filter(({ parent }) => parent === task.key);
  const missing = parts.filter(({ title }) => !names.has(title));
  if (missing.length === 0) throw brokenDown(task.title);
  return missing;
}

function partTitles({ requirements }: Plan, { title, covers, acceptanceCriteria }: DraftTask): readonly string[] {
  const wordings = requirements.filter(({ id }) => covers.includes(id)).map(({ text }) => text);
  const parts = wordings.length >= 2 ? wordings : acceptanceCriteria;
  if (parts.length >= 2) {
    const isName = learnNames(parts);
    return parts.map((part) => titleOf(part, false, isName));
  }
  throw new ConductorError(
    'plan.invalid',
    `"${title}" cannot be broken down without a model: it has fewer than two requirements and acceptance criteria.`,
    {
      remedy: {
        text: 'Give it more criteria, or set an API key to let a model do it.',
        command: 'conductor.model.setKey',
      },
    },
  );
}

/** A plan of one task: a Taskwerk task as a planner sees it, with those of its subtasks that exist. */
export function planOfTask(task: TaskDetails, children: readonly TaskDetails[] = []): { plan: Plan; task: DraftTask } {
  const root = draftOf(task, null);
  const plan: Plan = {
    title: task.name,
    sourceFile: task.id,
    sourceHash: '',
    planner: 'model',
    sections: [],
    requirements: [],
    tasks: [root, ...children.map((child) => draftOf(child, root.key))],
    uncovered: [],
  };
  return { plan, task: root };
}

function draftOf(task: TaskDetails, parent: TaskKey | null): DraftTask {
  const key = task.id.toLowerCase().replaceAll('.', '-');
  const { complexity } = task.metadata;
  return {
    key: isTaskKey(key) ? (key as TaskKey) : keyFromTitle(key, () => false),
    title: task.name,
    description: [task.description, task.content].filter(Boolean).join('\n\n'),
    parent,
    dependsOn: [],
    acceptanceCriteria: criteriaOf(task),
    estimate: { hours: task.estimate ?? 0, rule: '' },
    complexity: typeof complexity === 'number' ? complexity : 5,
    priority: task.priority,
    category: task.category ?? 'feature',
    tags: task.tags,
    covers: [],
    source: null,
    included: true,
    edited: [],
  };
}

/** Conductor's own list, else the items that stand under "Acceptance criteria" in the task's text. */
function criteriaOf({ metadata, description, content }: TaskDetails): readonly string[] {
  const own = metadata['acceptance_criteria'];
  if (typeof own === 'string') return own.split('\n').filter(Boolean);
  const text = [description, content].filter(Boolean).join('\n');
  const [, after = ''] = text.split(/^.{0,6}acceptance criteria.{0,6}$/imu);
  return Array.from(after.matchAll(/^\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?(.+)$/gmu), ([, item = '']) => item.trim());
}

/** The chosen proposals as subtasks for `TaskStore.addTasks`; what they wait for among those not chosen is left out. */
export function batchOf(parent: TaskId, chosen: readonly DraftTask[]): readonly BatchTask[] {
  const places = new Map(chosen.map(({ key }, index) => [key, `#${index + 1}`]));
  return chosen.map((task) => {
    const content = taskContentOf({ sourceFile: parent }, task, { parent, dependsOn: [] });
    return {
      name: content.name,
      description: content.description,
      content: content.content,
      priority: content.priority,
      ...(content.estimate !== null && { estimate: content.estimate }),
      category: content.category,
      tags: content.tags,
      parent_id: parent,
      metadata: {
        complexity: task.complexity,
        ...(task.acceptanceCriteria.length > 0 && { acceptance_criteria: task.acceptanceCriteria.join('\n') }),
      },
      depends_on: task.dependsOn.flatMap(({ key }) => places.get(key) ?? []),
    };
  });
}
