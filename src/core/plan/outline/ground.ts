// What the search for dependencies stands on: tasks, what each says and where, and the hierarchy.
import type { Span } from '../../prd/document.ts';
import type { RequirementId } from '../../prd/model.ts';
import type { DependencyKind, DraftTask, Evidence, Plan, TaskKey } from '../model.ts';
import type { Draft } from './draft.ts';
import type { Finished } from './finish.ts';

/** An edge before it is accepted: `from` waits for `to`. */
export interface Candidate {
  readonly from: TaskKey;
  readonly to: TaskKey;
  readonly kind: DependencyKind;
  readonly evidence: Evidence;
}

/** Words of the document that a task covers. */
export interface Saying {
  readonly text: string;
  readonly source: Span | null;
}

export interface Ground {
  readonly plan: Plan;
  readonly tasks: readonly DraftTask[];
  readonly leaves: readonly DraftTask[];
  task(key: TaskKey): DraftTask | undefined;
  draftOf(key: TaskKey): Draft | undefined;
  keyOf(draft: Draft): TaskKey | undefined;
  coveredBy(id: RequirementId): TaskKey | undefined;
  /** What the task itself says, not its subtasks. */
  sayings(task: DraftTask): readonly Saying[];
  rootOf(key: TaskKey): TaskKey;
  childCount(key: TaskKey): number;
  /** True for a task and its ancestors and descendants. */
  isKin(one: TaskKey, other: TaskKey): boolean;
}

export function groundOf(plan: Plan, finished: readonly Finished[]): Ground {
  const byKey = new Map(plan.tasks.map((task) => [task.key, task]));
  const drafts = new Map(finished.map(({ draft, task }) => [task.key, draft]));
  const keys = new Map(finished.map(({ draft, task }) => [draft, task.key]));
  const covered = new Map(plan.tasks.flatMap(({ key, covers }) => covers.map((id) => [id, key] as const)));
  const children = Map.groupBy(plan.tasks, ({ parent }) => parent);
  const isAbove = (ancestor: TaskKey, key: TaskKey): boolean => {
    for (let at: TaskKey | null = key; at !== null; at = byKey.get(at)?.parent ?? null)
      if (at === ancestor) return true;
    return false;
  };
  return {
    plan,
    tasks: plan.tasks,
    leaves: plan.tasks.filter(({ key }) => !children.has(key)),
    task: (key) => byKey.get(key),
    draftOf: (key) => drafts.get(key),
    keyOf: (draft) => keys.get(draft),
    coveredBy: (id) => covered.get(id),
    sayings: (task) => sayingsOf(task, drafts.get(task.key)),
    rootOf: (key) => {
      let root = key;
      for (let up = byKey.get(root)?.parent ?? null; up !== null; up = byKey.get(root)?.parent ?? null) root = up;
      return root;
    },
    childCount: (key) => children.get(key)?.length ?? 0,
    isKin: (one, other) => isAbove(one, other) || isAbove(other, one),
  };
}

function sayingsOf(task: DraftTask, draft: Draft | undefined): readonly Saying[] {
  if (!draft || draft.covers.length === 0) return [{ text: draft?.wording ?? task.title, source: task.source }];
  return draft.covers.map(({ text, source }) => ({ text, source }));
}

/** `other`'s title in quotation marks, shortened for a sentence. */
export function quoted(title: string): string {
  return `“${title.length > 60 ? `${title.slice(0, 59)}…` : title}”`;
}
