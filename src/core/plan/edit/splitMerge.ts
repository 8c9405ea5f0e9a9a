// One task into several, several into one.
import type { Priority } from '../../prd/model.ts';
import type { DraftTask, Estimate, TaskKey } from '../model.ts';
import { keyFromTitle } from '../keys.ts';
import { subtreeOf, treeOf } from '../tree.ts';
import { edited, findTask, refusal, unique, type Tasks } from './common.ts';
import { withoutDoubles } from './dependencies.ts';
import { checkTitle } from './fields.ts';
import { ancestors } from './hierarchy.ts';

/** The task keeps its dependencies, which hold for its children too; they share its hours, criteria and requirements. */
export function splitTask(tasks: Tasks, key: TaskKey, titles: readonly string[]): Tasks {
  const before = findTask(tasks, key);
  if (titles.length < 2) {
    throw refusal(`Splitting "${key}" needs at least two titles.`, 'Name each part by a title of its own.');
  }
  const taken = new Set(tasks.map((task) => task.key));
  const parts = titles.map((title, index) => {
    const part = partOf(
      before,
      title,
      keyFromTitle(title, (name) => taken.has(name)),
      { index, count: titles.length },
    );
    taken.add(part.key);
    return part;
  });
  const after = edited(before, { ...before, acceptanceCriteria: [], covers: [] });
  const below = new Set(subtreeOf(treeOf<TaskKey, DraftTask>(tasks), before));
  const end = tasks.findLastIndex((task) => below.has(task)) + 1;
  return tasks.map((task) => (task === before ? after : task)).toSpliced(end, 0, ...parts);
}

function partOf(whole: DraftTask, title: string, key: TaskKey, share: { index: number; count: number }): DraftTask {
  const shareOf = <Item>(items: readonly Item[]): readonly Item[] =>
    items.filter((_, place) => Math.floor((place * share.count) / items.length) === share.index);
  const hours = Math.round((whole.estimate.hours / share.count) * 4) / 4;
  return {
    ...whole,
    key,
    title: checkTitle(title),
    description: '',
    parent: whole.key,
    dependsOn: [],
    acceptanceCriteria: shareOf(whole.acceptanceCriteria),
    covers: shareOf(whole.covers),
    estimate: { hours, rule: `${whole.estimate.hours} h of "${whole.key}" ÷ ${share.count}` },
    complexity: Math.max(1, Math.round(whole.complexity) - 1),
    edited: ['all'],
  };
}

export function mergeTasks(tasks: Tasks, keys: readonly TaskKey[]): Tasks {
  const [first, ...others] = unique(keys).map((key) => findTask(tasks, key));
  if (!first || others.length === 0) {
    throw refusal('Merging needs at least two tasks.', 'Select the tasks that are to become one.');
  }
  const gone = new Set(others.map(({ key }) => key));
  const merged = fold(first, others, parentAfterMerge(tasks, first, gone));
  const redirected = tasks
    .filter(({ key }) => !gone.has(key))
    .map((task) => redirect(task.key === first.key ? merged : task, gone, first.key));
  return withoutOwnLine(redirected, first.key).map((task) => (task.key === first.key ? edited(first, task) : task));
}

/** Where an ancestor is folded in, the task moves up to the place of the highest one. */
function parentAfterMerge(tasks: Tasks, first: DraftTask, gone: ReadonlySet<TaskKey>): TaskKey | null {
  const line = ancestors(treeOf<TaskKey, DraftTask>(tasks), first);
  const highest = line.findLast(({ key }) => gone.has(key));
  return highest ? highest.parent : first.parent;
}

function fold(first: DraftTask, others: Tasks, parent: TaskKey | null): DraftTask {
  const all = [first, ...others];
  return {
    ...first,
    parent,
    description: unique(all.map(({ description }) => description.trim()).filter(Boolean)).join('\n\n'),
    acceptanceCriteria: unique(all.flatMap((task) => task.acceptanceCriteria)),
    covers: unique(all.flatMap((task) => task.covers)),
    tags: unique(all.flatMap((task) => task.tags)),
    dependsOn: all.flatMap((task) => task.dependsOn),
    estimate: sumOf(all.map((task) => task.estimate)),
    complexity: Math.max(...all.map((task) => task.complexity)),
    priority: highestOf(all.map((task) => task.priority)),
    included: all.some((task) => task.included),
  };
}

function sumOf(estimates: readonly Estimate[]): Estimate {
  const hours = estimates.reduce((sum, estimate) => sum + estimate.hours, 0);
  return { hours, rule: estimates.map((estimate) => `${estimate.hours} h`).join(' + ') };
}

function highestOf(priorities: readonly Priority[]): Priority {
  const ranked: readonly Priority[] = ['critical', 'high', 'medium', 'low'];
  return ranked.find((priority) => priorities.includes(priority)) ?? 'medium';
}

/** What hung on the merged tasks hangs on the one that is left. */
function redirect(task: DraftTask, gone: ReadonlySet<TaskKey>, to: TaskKey): DraftTask {
  const parent = task.parent !== null && gone.has(task.parent) ? to : task.parent;
  const dependsOn = withoutDoubles(
    task.dependsOn
      .map((edge) => (gone.has(edge.key) ? { ...edge, key: to } : edge))
      .filter(({ key }) => key !== task.key),
  );
  const isSame = parent === task.parent && dependsOn.every((edge, index) => edge === task.dependsOn[index]);
  return isSame && dependsOn.length === task.dependsOn.length ? task : edited(task, { ...task, parent, dependsOn });
}

/** Without dependencies between the task and what lies above or below it now: they could never be met. */
function withoutOwnLine(tasks: Tasks, key: TaskKey): Tasks {
  const tree = treeOf<TaskKey, DraftTask>(tasks);
  const task = findTask(tasks, key);
  const line = new Set([...ancestors(tree, task), ...subtreeOf(tree, task)].map((other) => other.key));
  line.delete(key);
  return tasks.map((other) => {
    const isKept = (on: TaskKey): boolean => (other.key === key ? !line.has(on) : on !== key || !line.has(other.key));
    if (other.dependsOn.every((edge) => isKept(edge.key))) return other;
    return { ...other, dependsOn: other.dependsOn.filter((edge) => isKept(edge.key)) };
  });
}
