// What Conductor writes into a Taskwerk row for a draft task, within Taskwerk's limits.
import type { Span } from '../prd/document.ts';
import type { Priority } from '../prd/model.ts';
import type { TaskId } from '../tasks/model.ts';
import { cutText, fitLine, fitText, MAX_CATEGORY, MAX_CONTENT, MAX_DESCRIPTION, MAX_NAME } from './import/text.ts';
import type { DraftTask, Plan } from './model.ts';

/** The columns of a row, its tags and its dependencies, as Conductor owns them. Empty text stands for NULL. */
export interface TaskContent {
  /** Single line, at most 255 UTF-16 units. */
  readonly name: string;
  /** At most 1000 UTF-16 units; the rest goes to `content`. */
  readonly description: string;
  /** At most 10000 UTF-16 units of Markdown. */
  readonly content: string;
  readonly priority: Priority;
  /** Whole hours, rounded up. */
  readonly estimate: number | null;
  /** At most 50 UTF-16 units. */
  readonly category: string;
  /** Sorted, without doubles. */
  readonly tags: readonly string[];
  readonly parent: TaskId | null;
  /** Sorted, without doubles. */
  readonly dependsOn: readonly TaskId[];
  /** Flat, so that Taskwerk can show it. A row may hold keys of others beside Conductor's. */
  readonly metadata: Readonly<Record<string, string | number>>;
}

/** Where a task stands in Taskwerk. */
export type Place = Pick<TaskContent, 'parent' | 'dependsOn'>;

/**
 * Nothing is cut in silence: a long description goes on in `content`, before the acceptance criteria; what does not
 * fit there either is counted in a closing line that names the document. The criteria are in `metadata` in full.
 */
export function taskContentOf(
  plan: Pick<Plan, 'sourceFile'>,
  task: DraftTask,
  { parent, dependsOn }: Place,
): TaskContent {
  const name = fitLine(task.title, MAX_NAME);
  const [description, rest] = cutText(
    name.isCut ? `${task.title}\n\n${task.description}` : task.description,
    MAX_DESCRIPTION,
  );
  return {
    name: name.text,
    description,
    content: fitText([rest, criteriaText(task)].filter(Boolean).join('\n\n'), MAX_CONTENT, plan.sourceFile),
    priority: task.priority,
    estimate: Math.ceil(task.estimate.hours) || null,
    category: fitLine(task.category, MAX_CATEGORY).text,
    tags: sorted(task.tags.map((tag) => tag.trim()).filter(Boolean)),
    parent,
    dependsOn: sorted(dependsOn),
    metadata: metadataOf(plan, task),
  };
}

/** Keys that follow the document as it moves; they are written along with other changes and are none by themselves. */
export const BOOKKEEPING: ReadonlySet<string> = new Set(['conductor_source']);

function metadataOf(plan: Pick<Plan, 'sourceFile'>, task: DraftTask): TaskContent['metadata'] {
  return {
    conductor_plan: plan.sourceFile,
    conductor_key: task.key,
    ...(task.source && { conductor_source: formatSpan(task.source) }),
    ...(task.covers.length > 0 && { conductor_covers: task.covers.join(' ') }),
    ...(task.acceptanceCriteria.length > 0 && { acceptance_criteria: task.acceptanceCriteria.join('\n') }),
    complexity: task.complexity,
    ...(task.estimate.rule !== '' && { estimate_rule: task.estimate.rule }),
  };
}

function criteriaText({ acceptanceCriteria }: DraftTask): string {
  if (acceptanceCriteria.length === 0) return '';
  return ['**Acceptance criteria**', '', ...acceptanceCriteria.map((criterion) => `* ${criterion}`)].join('\n');
}

/** "12:1-14:20", before it the page where there is one: "page 3, 12:1-14:20". */
function formatSpan({ line, column, endLine, endColumn, page }: Span): string {
  const place = `${line}:${column}-${endLine}:${endColumn}`;
  return page === undefined ? place : `page ${page}, ${place}`;
}

function sorted<Text extends string>(texts: readonly Text[]): readonly Text[] {
  return [...new Set(texts)].sort();
}
