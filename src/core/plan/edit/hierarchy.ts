// Adding, moving, deleting and renaming tasks.
import type { DraftTask, PlanEdit, TaskKey } from '../model.ts';
import { isTaskKey, keyFromTitle } from '../keys.ts';
import { subtreeOf, treeOf, type Tree } from '../tree.ts';
import { edited, findTask, refusal, type Tasks } from './common.ts';
import { checkTitle } from './fields.ts';

type TaskTree = Tree<TaskKey, DraftTask>;
type Move = Extract<PlanEdit, { readonly type: 'move' }>;

/** Behind its siblings, with its parent's category and priority. */
export function addTask(tasks: Tasks, parent: TaskKey | null, title: string): Tasks {
  const above = parent === null ? null : findTask(tasks, parent);
  const tree = treeOf<TaskKey, DraftTask>(tasks);
  const task: DraftTask = {
    key: keyFromTitle(title, (key) => tree.byKey.has(key)),
    title: checkTitle(title),
    description: '',
    parent,
    dependsOn: [],
    acceptanceCriteria: [],
    estimate: { hours: 1, rule: 'One hour until a person says otherwise' },
    complexity: 1,
    priority: above?.priority ?? 'medium',
    category: above?.category ?? 'feature',
    tags: [],
    covers: [],
    source: null,
    included: true,
    edited: ['all'],
  };
  return tasks.toSpliced(endOfChildren(tree, tasks, above), 0, task);
}

/** Tasks below moved ones come along. The list keeps a moved subtree together. */
export function moveTasks(tasks: Tasks, { keys, parent, before }: Move): Tasks {
  const tree = treeOf<TaskKey, DraftTask>(tasks);
  const chosen = new Set(keys.map((key) => findTask(tasks, key)));
  const tops = tree.preorder.filter(
    (task) => chosen.has(task) && !ancestors(tree, task).some((above) => chosen.has(above)),
  );
  const moving = new Set(tops.flatMap((top) => subtreeOf(tree, top)));
  const above = parent === null ? null : findTask(tasks, parent);
  if (above && moving.has(above)) {
    throw refusal(`The task "${above.key}" lies below what is being moved.`, 'Move it to another place.');
  }
  const isTop = new Set(tops);
  const moved = [...moving].map((task) => (isTop.has(task) ? edited(task, { ...task, parent }) : task));
  const rest = tasks.filter((task) => !moving.has(task));
  const place =
    before === null ? endOfChildren(treeOf<TaskKey, DraftTask>(rest), rest, above) : placeOf(rest, before, parent);
  const result = rest.toSpliced(place, 0, ...moved);
  return result.every((task, index) => task === tasks[index]) ? tasks : result;
}

/** With all below and all dependencies on them. */
export function deleteTasks(tasks: Tasks, keys: readonly TaskKey[]): Tasks {
  const tree = treeOf<TaskKey, DraftTask>(tasks);
  const gone = new Set(keys.flatMap((key) => subtreeOf(tree, findTask(tasks, key))).map(({ key }) => key));
  if (gone.size === 0) return tasks;
  return tasks
    .filter(({ key }) => !gone.has(key))
    .map((task) => {
      const dependsOn = task.dependsOn.filter(({ key }) => !gone.has(key));
      return dependsOn.length === task.dependsOn.length ? task : { ...task, dependsOn };
    });
}

export function renameKey(tasks: Tasks, key: TaskKey, to: TaskKey): Tasks {
  findTask(tasks, key);
  if (key === to) return tasks;
  if (!isTaskKey(to)) {
    throw refusal(
      `"${to}" cannot be the key of a task.`,
      'Use lower-case words joined by hyphens, e.g. "document-parser".',
    );
  }
  if (tasks.some((task) => task.key === to)) {
    throw refusal(`The plan has a task "${to}" already.`, 'Choose another key.');
  }
  const renamed = (name: TaskKey): TaskKey => (name === key ? to : name);
  return tasks.map((task) => ({
    ...task,
    key: renamed(task.key),
    parent: task.parent === null ? null : renamed(task.parent),
    dependsOn: task.dependsOn.map((edge) => (edge.key === key ? { ...edge, key: to } : edge)),
  }));
}

/** The nearest first. */
export function ancestors(tree: TaskTree, task: DraftTask): readonly DraftTask[] {
  const found: DraftTask[] = [];
  for (let above = parentOf(tree, task); above && !found.includes(above); above = parentOf(tree, above))
    found.push(above);
  return found;
}

function parentOf(tree: TaskTree, task: DraftTask): DraftTask | undefined {
  return task.parent === null ? undefined : tree.byKey.get(task.parent);
}

/** The place in the list behind everything below `above`. */
function endOfChildren(tree: TaskTree, tasks: Tasks, above: DraftTask | null): number {
  if (!above) return tasks.length;
  const below = new Set(subtreeOf(tree, above));
  return tasks.findLastIndex((task) => below.has(task)) + 1;
}

function placeOf(tasks: Tasks, before: TaskKey, parent: TaskKey | null): number {
  const place = tasks.findIndex((task) => task.key === before && task.parent === parent);
  if (place >= 0) return place;
  throw refusal(
    `The task "${before}" does not lie where the others are being moved.`,
    'Pick a neighbour under the new parent.',
  );
}
