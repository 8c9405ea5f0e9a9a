// Plans from a few lines of Markdown, and ways to look at them.
import { markdownReader } from '../../../../../src/core/prd/markdown.ts';
import type { Prd } from '../../../../../src/core/prd/model.ts';
import { readPrd } from '../../../../../src/core/prd/read.ts';
import type { DraftTask, Plan } from '../../../../../src/core/plan/model.ts';
import { planFromOutline } from '../../../../../src/core/plan/outline/planner.ts';

export function prdOf(markdown: string): Promise<Prd> {
  return readPrd(markdownReader, new TextEncoder().encode(markdown));
}

export async function planOf(markdown: string, maxDepth = 3): Promise<Plan> {
  return planFromOutline(await prdOf(markdown), { sourceFile: 'prd.md', sourceHash: 'hash', maxDepth });
}

/** The titles as an indented tree. */
export function treeOf({ tasks }: Plan): string[] {
  const below = (parent: string | null, indent: string): string[] =>
    tasks
      .filter((task) => task.parent === parent)
      .flatMap(({ key, title }) => [indent + title, ...below(key, `${indent}  `)]);
  return below(null, '');
}

export function taskTitled({ tasks }: Plan, title: string | RegExp): DraftTask {
  const found = tasks.find((task) => (typeof title === 'string' ? task.title === title : title.test(task.title)));
  if (!found) throw new Error(`No task ${String(title)} among:\n${tasks.map((task) => task.title).join('\n')}`);
  return found;
}

/** "later → earlier (kind)", by key. */
export function edgesOf({ tasks }: Plan): string[] {
  return tasks.flatMap(({ key, dependsOn }) => dependsOn.map((edge) => `${key} → ${edge.key} (${edge.kind})`));
}
