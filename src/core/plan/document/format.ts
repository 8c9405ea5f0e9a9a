// A plan as YAML text, line by line: the same plan gives the same text, however deep and long it is.
import type { Dependency, DraftTask, Plan, TaskKey } from '../model.ts';
import { treeOf } from '../tree.ts';
import { commentText, flowText, textLines } from './text.ts';

/** Tasks nested deeper than this follow at the end, naming their `parent`: no reader follows such indents. */
export const DEEPEST = 24;

const HEADER = [
  '# Edit the tasks and save; the Plans view follows, and what you change is kept when the PRD is planned again.',
  '# Children stand under `tasks:` of their parent. A new task needs a title alone.',
  '# `depends_on` lists the keys of tasks that must be done first; `include: false` leaves a task out of the import.',
  '# A key ties a task to what was imported: change titles freely, keys with care, and everywhere they are named.',
];

export function formatPlan(plan: Plan): string {
  const tree = treeOf<TaskKey, DraftTask>(plan.tasks);
  const depths = new Map<TaskKey, number>();
  const nested: string[] = [];
  const deeper: string[] = [];
  for (const task of tree.preorder) {
    const depth = task.parent === null ? 0 : (depths.get(task.parent) ?? -1) + 1;
    depths.set(task.key, depth);
    if (depth > DEEPEST) {
      deeper.push(...indented(taskLines(task, task.parent), 0));
      continue;
    }
    const isFirstChild = task.parent !== null && tree.childrenOf(task.parent)[0] === task;
    if (isFirstChild) nested.push(`${' '.repeat(4 * depth)}tasks:`);
    nested.push(...indented(taskLines(task, null), depth));
  }
  const tasks = [...nested, ...deeper];
  return [
    ...HEADER,
    ...field('title', textLines(plan.title)),
    ...field('source', textLines(plan.sourceFile)),
    ...(tasks.length > 0 ? ['tasks:', ...tasks] : ['tasks: []']),
    '',
  ].join('\n');
}

function indented(lines: readonly string[], depth: number): readonly string[] {
  const indent = ' '.repeat(4 * depth + 2);
  return lines.map((line, index) => (line === '' ? '' : `${indent}${index === 0 ? '- ' : '  '}${line}`));
}

function taskLines(task: DraftTask, parent: TaskKey | null): readonly string[] {
  return [
    ...field('key', [flowText(task.key)]),
    ...field('title', textLines(task.title)),
    ...(parent === null ? [] : field('parent', [flowText(parent)])),
    ...(task.included ? [] : ['include: false']),
    ...(task.description === '' ? [] : field('description', textLines(task.description))),
    `priority: ${task.priority}`,
    ...field('category', [flowText(task.category)]),
    `hours: ${task.estimate.hours}`,
    `complexity: ${task.complexity}`,
    ...flowList('tags', task.tags),
    ...flowList('covers', task.covers),
    ...blockList('depends_on', task.dependsOn.map(dependencyLines)),
    ...blockList('criteria', task.acceptanceCriteria.map(textLines)),
  ];
}

function dependencyLines({ key, kind, evidence }: Dependency): readonly string[] {
  const reason = commentText(evidence.reason);
  return [
    `${flowText(key)} # ${kind}, ${Math.round(evidence.confidence * 100)} %${reason === '' ? '' : `: ${reason}`}`,
  ];
}

function field(name: string, [first = '', ...rest]: readonly string[]): readonly string[] {
  return [`${name}: ${first}`, ...below(rest)];
}

function flowList(name: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${name}: [${items.map(flowText).join(', ')}]`];
}

function blockList(name: string, items: readonly (readonly string[])[]): readonly string[] {
  if (items.length === 0) return [];
  return [`${name}:`, ...items.flatMap(([first = '', ...rest]) => [`  - ${first}`, ...below(below(rest))])];
}

function below(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
