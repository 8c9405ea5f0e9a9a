// One revision of a plan, indexed for the tree: children, lookups, findings and marks. Knows nothing of VS Code.
import { findCycles } from '../../core/plan/graph.ts';
import type { DraftTask, LintFinding, Plan, StoredPlan, TaskKey } from '../../core/plan/model.ts';
import type { Requirement } from '../../core/prd/model.ts';
import type { Task } from '../../core/tasks/model.ts';

/** The Taskwerk task that each draft task became; empty before the first import. */
export type LinkedTasks = ReadonlyMap<TaskKey, Task>;

/** What a task's dependencies mean for it now. `open` counts those that are not finished. */
export type DependencyState =
  { readonly kind: 'cycle' } | { readonly kind: 'ready' } | { readonly kind: 'waiting'; readonly open: number };

const none: readonly DraftTask[] = [];

/** Built once for a revision; every question after that is a lookup. */
export class PlanIndex {
  readonly stored: StoredPlan;
  readonly #lint: (plan: Plan) => Promise<readonly LintFinding[]>;
  readonly #tasks: ReadonlyMap<TaskKey, DraftTask>;
  readonly #children: ReadonlyMap<TaskKey | null, readonly DraftTask[]>;
  #requirements: ReadonlyMap<string, Requirement> | undefined;
  #findings: Promise<readonly LintFinding[]> | undefined;
  #cycleMembers: ReadonlySet<TaskKey> | undefined;

  constructor(stored: StoredPlan, lint: (plan: Plan) => Promise<readonly LintFinding[]>) {
    const { tasks } = stored.plan;
    this.stored = stored;
    this.#lint = lint;
    this.#tasks = new Map(tasks.map((task) => [task.key, task]));
    this.#children = Map.groupBy(tasks, (task) => this.#parentOf(task));
  }

  get plan(): Plan {
    return this.stored.plan;
  }

  /** Linted when first asked for: the roots of the tree do without. */
  get findings(): Promise<readonly LintFinding[]> {
    return (this.#findings ??= this.#lint(this.plan));
  }

  task(key: TaskKey): DraftTask | undefined {
    return this.#tasks.get(key);
  }

  requirement(id: string): Requirement | undefined {
    this.#requirements ??= new Map(this.plan.requirements.map((requirement) => [requirement.id, requirement]));
    return this.#requirements.get(id);
  }

  /** What a finding or a coverage mark names: a task's title, a requirement's text, or the name itself when it is neither. */
  titleOf(place: string): string {
    return this.#tasks.get(place as TaskKey)?.title ?? this.requirement(place)?.text ?? place;
  }

  /** In the plan's order; of null: the roots. */
  childrenOf(key: TaskKey | null): readonly DraftTask[] {
    return this.#children.get(key) ?? none;
  }

  hasChildren(key: TaskKey): boolean {
    return this.#children.has(key);
  }

  /** Null for a root, and for a task whose parent the plan does not have. */
  parentOf(key: TaskKey): TaskKey | null {
    const task = this.#tasks.get(key);
    return task ? this.#parentOf(task) : null;
  }

  /** From the parent up to the root. */
  ancestorsOf(key: TaskKey): readonly TaskKey[] {
    const ancestors: TaskKey[] = [];
    for (let at = this.parentOf(key); at !== null && !ancestors.includes(at); at = this.parentOf(at))
      ancestors.push(at);
    return ancestors;
  }

  /** The task and all below it, parents first. */
  subtreeOf(key: TaskKey): readonly TaskKey[] {
    const subtree = [key];
    for (const at of subtree) for (const child of this.childrenOf(at)) subtree.push(child.key);
    return subtree;
  }

  isInCycle(key: TaskKey): boolean {
    this.#cycleMembers ??= new Set(findCycles(this.plan).flatMap(({ members }) => members));
    return this.#cycleMembers.has(key);
  }

  dependencyState(task: DraftTask, linked: LinkedTasks): DependencyState {
    if (this.isInCycle(task.key)) return { kind: 'cycle' };
    const open = task.dependsOn.filter(({ key }) => this.#tasks.get(key)?.included && !isFinished(linked.get(key)));
    return open.length === 0 ? { kind: 'ready' } : { kind: 'waiting', open: open.length };
  }

  #parentOf({ key, parent }: DraftTask): TaskKey | null {
    return parent !== null && parent !== key && this.#tasks.has(parent) ? parent : null;
  }
}

export function isFinished(task: Task | undefined): boolean {
  return task?.status === 'done' || task?.status === 'cancelled';
}
