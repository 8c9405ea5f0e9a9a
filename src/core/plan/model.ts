// The plan: what decomposition proposes and a person reviews. Nothing here is in Taskwerk yet.
import type { Span } from '../prd/document.ts';
import type { Priority, Requirement, RequirementId, Section } from '../prd/model.ts';

export type PlanId = number & { readonly __brand: 'PlanId' };
/** Names a draft task within its plan: lower-case words joined by hyphens, e.g. "document-parser". Kept when a PRD is planned again. */
export type TaskKey = string & { readonly __brand: 'TaskKey' };

export type PlanStatus = 'draft' | 'reviewing' | 'imported';
export type PlannerName = 'outline' | 'model';

/** Why one task waits for another. `manual`: a person said so. */
export type DependencyKind = 'stated' | 'phase' | 'entity' | 'layer' | 'manual';

/** What supports a dependency, so that a person can judge it. */
export interface Evidence {
  /** Words of the document, verbatim; empty for `manual`. */
  readonly quote: string;
  readonly source: Span | null;
  /** 0 to 1; the weight of the edge when a cycle must be cut. */
  readonly confidence: number;
  /** One sentence for a person, e.g. "Creates the table that this task reads." */
  readonly reason: string;
}

export interface Dependency {
  /** The task that must be done first. */
  readonly key: TaskKey;
  readonly kind: DependencyKind;
  readonly evidence: Evidence;
}

export interface Estimate {
  readonly hours: number;
  /** How the hours came about, e.g. "3 criteria × 1.5 h + API × 2 h". */
  readonly rule: string;
}

export interface DraftTask {
  readonly key: TaskKey;
  /** Imperative, single line, at most 255 UTF-16 units. */
  readonly title: string;
  readonly description: string;
  /** Hierarchy; null for a root. Hierarchy is no dependency. */
  readonly parent: TaskKey | null;
  readonly dependsOn: readonly Dependency[];
  readonly acceptanceCriteria: readonly string[];
  readonly estimate: Estimate;
  /** 1 (trivial) to 10. */
  readonly complexity: number;
  readonly priority: Priority;
  /** e.g. "api", "ui", "data", "test", "docs", "infrastructure", "feature". */
  readonly category: string;
  readonly tags: readonly string[];
  readonly covers: readonly RequirementId[];
  readonly source: Span | null;
  /** False: a person left it out of the import. */
  readonly included: boolean;
  /** What a person set by hand; kept when the PRD is planned again. `all`: the task was added by hand. */
  readonly edited: readonly EditedField[];
  /** How it will be shown that the task is done; only from a model. */
  readonly testStrategy?: string;
  readonly risks?: readonly string[];
  /** Why a person should look at it again, e.g. its requirement changed after work had begun. */
  readonly attention?: string;
}

/** What a person can set on a draft task. */
export const EDITABLE_FIELDS = [
  'title',
  'description',
  'acceptanceCriteria',
  'estimate',
  'complexity',
  'priority',
  'category',
  'tags',
  'included',
  'parent',
  'dependsOn',
] as const satisfies readonly (keyof TaskFields | 'parent' | 'dependsOn')[];

export type EditedField = (typeof EDITABLE_FIELDS)[number] | 'all';

/** A requirement that no task covers, and why. */
export interface Uncovered {
  readonly id: RequirementId;
  readonly reason: string;
}

/** Immutable; every edit makes a new one. Siblings are ordered by their place in `tasks`. */
export interface Plan {
  readonly title: string;
  /** As the person named it, relative to the project with forward slashes where it lies inside. */
  readonly sourceFile: string;
  /** SHA-256 of the source bytes, hex. */
  readonly sourceHash: string;
  readonly planner: PlannerName;
  readonly sections: readonly Section[];
  readonly requirements: readonly Requirement[];
  readonly tasks: readonly DraftTask[];
  readonly uncovered: readonly Uncovered[];
  /** Titles of headings whose tasks a person took away, so that planning again does not bring them back. */
  readonly deletedHeadings?: readonly string[];
  /** What a person answered before planning; used at every level. */
  readonly answers?: readonly AnsweredQuestion[];
  /** Names and choices that the model settled on the way. */
  readonly decisions?: readonly string[];
  /** What was wrong with the model's answers and could not be mended. */
  readonly faults?: readonly PlanFault[];
  /** Names the run that has not finished; decomposing the same document again continues it. */
  readonly unfinishedRun?: string;
}

export interface AnsweredQuestion {
  readonly question: string;
  readonly answer: string;
}

/** A fault of a model's answer: what it was about, in a sentence, and the task it belongs to (null for the whole plan). */
export interface PlanFault {
  readonly key: TaskKey | null;
  readonly message: string;
}

/** A plan as the store keeps it. */
export interface StoredPlan {
  readonly id: PlanId;
  readonly status: PlanStatus;
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  readonly createdAt: string;
  /** Grows with each save; a save that names an older one is refused with `plan.stale`. */
  readonly revision: number;
  readonly plan: Plan;
}

export type Severity = 'error' | 'warning' | 'info';

export type LintRule =
  | 'cycle'
  | 'dangling'
  | 'self-edge'
  | 'duplicate-edge'
  | 'redundant'
  | 'pure-chain'
  | 'missing-criteria'
  | 'oversize'
  | 'duplicate'
  | 'orphan-requirement'
  | 'estimate-outlier'
  | 'model-fault'
  | 'attention';

/** One thing that lint found, with its place and a way to mend it. */
export interface LintFinding {
  readonly rule: LintRule;
  readonly severity: Severity;
  readonly message: string;
  /** The task keys or requirement ids concerned, the first one being the place to show it. */
  readonly where: readonly string[];
  readonly fix: Fix | null;
}

/** A mend in words, and as edits of the plan when it can be made by a click. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly PlanEdit[];
}

/** Fields of a draft task that a person may set directly. */
export type TaskFields = Partial<
  Pick<
    DraftTask,
    | 'title'
    | 'description'
    | 'acceptanceCriteria'
    | 'estimate'
    | 'complexity'
    | 'priority'
    | 'category'
    | 'tags'
    | 'included'
  >
>;

/** Everything that a person can do to a plan; each is pure and can be undone. */
export type PlanEdit =
  | { readonly type: 'set'; readonly key: TaskKey; readonly fields: TaskFields }
  /** Includes or excludes a task and all below it. */
  | { readonly type: 'include'; readonly key: TaskKey; readonly included: boolean }
  /** Re-parents and reorders: `before` is a sibling under the new parent, null for the end. */
  | {
      readonly type: 'move';
      readonly keys: readonly TaskKey[];
      readonly parent: TaskKey | null;
      readonly before: TaskKey | null;
    }
  | { readonly type: 'add'; readonly parent: TaskKey | null; readonly title: string }
  /** Removes a task with all below it, and the edges to them; its requirements become uncovered. */
  | { readonly type: 'delete'; readonly keys: readonly TaskKey[] }
  /** Puts new children with these titles under the task; criteria and requirements are shared out in order. */
  | { readonly type: 'split'; readonly key: TaskKey; readonly titles: readonly string[] }
  /** Folds the others into the first: criteria, requirements, edges, children; hours are added. */
  | { readonly type: 'merge'; readonly keys: readonly TaskKey[] }
  | { readonly type: 'depend'; readonly key: TaskKey; readonly on: TaskKey }
  | { readonly type: 'undepend'; readonly key: TaskKey; readonly on: TaskKey }
  | { readonly type: 'rename-key'; readonly key: TaskKey; readonly to: TaskKey };
