// What an assignment is made of, as plain data.
import type { OrchestrationConfig } from '../../config/schema.ts';
import type { Task, TaskDetails } from '../../tasks/model.ts';
import type { RankedFiles } from '../map/rank.ts';

/** A demand of the document with its place: "docs/prd.md, line 12" or "spec.pdf, page 3, line 4". */
export interface SourcedText {
  readonly id: string;
  readonly place: string;
  readonly text: string;
}

/** What a task that had to be done first has left behind. */
export interface Delivery {
  readonly task: Pick<Task, 'id' | 'name' | 'status'>;
  /** Of the task's run, where it was done by one. */
  readonly commit: { readonly id: string; readonly subject: string; readonly files: readonly string[] } | null;
  readonly notes: readonly string[];
}

export interface Convention {
  /** Relative to the project. */
  readonly path: string;
  /** Null for a file that is only pointed to. */
  readonly text: string | null;
}

/** A check that will be run on the change. */
export interface PlannedGate {
  readonly title: string;
  /** Null for a check without a command line. */
  readonly command: string | null;
}

export interface AssignmentInput {
  readonly task: TaskDetails;
  /** The parent first, then its parent. */
  readonly parents: readonly Pick<Task, 'id' | 'name' | 'description'>[];
  /** Those that the task covers. */
  readonly requirements: readonly SourcedText[];
  /** What the document demands of everything, and what it leaves out. */
  readonly constraints: readonly SourcedText[];
  /** Names and choices that the plan has settled. */
  readonly decisions: readonly string[];
  /** How it will be shown that the task is done, and what may go wrong; of the plan. */
  readonly testStrategy: string | null;
  readonly risks: readonly string[];
  readonly deliveries: readonly Delivery[];
  readonly conventions: readonly Convention[];
  readonly gates: readonly PlannedGate[];
  readonly config: Pick<OrchestrationConfig, 'workflow' | 'safety'>;
  /** Null where no map could be made. */
  readonly map: RankedFiles | null;
  /** A person has no limits of turns and tokens. */
  readonly isForPerson?: boolean;
  /** Tokens for the whole text; `DEFAULT_BUDGET` else. */
  readonly budget?: number;
}
