// The facts of a run, in the order they happened. They are the truth: state, transcript and change set are rebuilt from them.
import type { AssistantPart, StopReason, Usage } from '../model/backend.ts';
import type { Branching, Checkpoint } from '../git/gitPort.ts';
import type { GateResult } from '../gates/gate.ts';
import type { Decision } from '../review/approvals.ts';
import type { ChangeSet, ProposalDelta } from '../review/changeSet.ts';
import type { TaskStatus } from '../tasks/model.ts';
import type { AppliedFile } from '../review/workspacePort.ts';

/** How much a person is asked: every review and command; commands and protected files; protected files and what is dangerous. */
export const MODES = ['ask', 'acceptEdits', 'autonomous'] as const;
export type Mode = (typeof MODES)[number];

export type RunEvent =
  | {
      readonly type: 'run.started';
      readonly agent: string;
      readonly mode: Mode;
      readonly taskName: string;
      /** Before the run: what an undo gives back to the task. */
      readonly taskStatus: TaskStatus;
      readonly model: string | null;
    }
  /** Before anything is touched. */
  | { readonly type: 'run.checkpointed'; readonly checkpoint: Checkpoint }
  /** The person's answer to uncommitted changes: they stay in the work tree, or are kept under a ref as well. */
  | {
      readonly type: 'run.dirtyTree';
      readonly choice: 'clean' | 'carryOn' | 'checkpoint';
      readonly paths: readonly string[];
    }
  | { readonly type: 'run.branched'; readonly branching: Branching }
  /** The whole prompt, as it is in `agent_interactions`. */
  | {
      readonly type: 'run.assigned';
      readonly assignment: string;
      /** What a compaction puts back word for word. */
      readonly core: string;
    }
  | {
      readonly type: 'run.turnFinished';
      readonly turn: number;
      readonly parts: readonly AssistantPart[];
      readonly stop: StopReason;
      readonly usage: Usage;
      /** US dollars; null without a price. */
      readonly cost: number | null;
      readonly durationMs: number;
    }
  | {
      readonly type: 'run.permissionDecided';
      readonly callId: string;
      readonly tool: string;
      readonly what: string;
      readonly allowed: boolean;
      /** A rule, the mode, or the person. */
      readonly by: 'rule' | 'mode' | 'person';
      readonly reason: string;
      /** The class that need not be asked again in this scope. */
      readonly remembered?: string;
    }
  | {
      readonly type: 'run.toolFinished';
      readonly turn: number;
      readonly callId: string;
      readonly tool: string;
      readonly text: string;
      readonly isError: boolean;
      readonly proposals: ProposalDelta;
      readonly durationMs: number;
    }
  | {
      readonly type: 'run.questionAsked';
      readonly id: string;
      readonly text: string;
      readonly choices: readonly string[];
    }
  | {
      readonly type: 'run.questionAnswered';
      readonly id: string;
      readonly answer: string;
      readonly by: 'person' | 'recommendation';
    }
  /** The answer to a loop, one step at a time. */
  | {
      readonly type: 'run.nudged';
      readonly step: 'nudge' | 'strategy' | 'freshContext' | 'person';
      readonly reason: string;
    }
  /** Turns up to `throughTurn` are from now on told by the summary. */
  | {
      readonly type: 'run.compacted';
      readonly throughTurn: number;
      readonly summary: string;
      readonly usage: Usage;
      readonly cost: number | null;
    }
  /** What goes to the agent next: gate failures, a person's comments. */
  | { readonly type: 'run.feedback'; readonly text: string }
  /** The agent's claim; no evidence of anything. */
  | { readonly type: 'run.handedOver'; readonly summary: string; readonly notes: string }
  | { readonly type: 'run.reviewAsked'; readonly round: number; readonly changes: ChangeSet }
  | {
      readonly type: 'run.decided';
      readonly round: number;
      readonly decision: Decision;
      readonly by: 'person' | 'mode';
    }
  /** What somebody who works in the project's folder itself has changed there since the checkpoint. */
  | { readonly type: 'run.proposed'; readonly changes: ChangeSet }
  /** Written before the effect: what the files will be; in place they are that already. `conflicts` are changed by the person meanwhile: reviewed once more. */
  | {
      readonly type: 'run.applying';
      readonly changes: ChangeSet;
      readonly conflicts: ChangeSet;
      readonly inPlace: boolean;
    }
  | { readonly type: 'run.applied'; readonly files: readonly AppliedFile[] }
  | { readonly type: 'run.gateFinished'; readonly result: GateResult }
  /** All gates on one tree: in the project's folder, or in a private copy where that holds other changes too. */
  | {
      readonly type: 'run.checked';
      readonly passed: boolean;
      readonly tree: string;
      readonly where: 'workspace' | 'copy';
    }
  | { readonly type: 'run.committing'; readonly message: string; readonly paths: readonly string[] }
  /** `tree` differs from the one that was checked where a hook changed files, which `files` tells: then the gates run on it as well. */
  | {
      readonly type: 'run.committed';
      readonly commit: string;
      readonly tree: string;
      readonly files?: readonly AppliedFile[];
    }
  | { readonly type: 'run.paused'; readonly reason: string }
  | { readonly type: 'run.resumed' }
  | { readonly type: 'run.undone' }
  | {
      readonly type: 'run.finished';
      readonly outcome: 'done' | 'rejected' | 'blocked' | 'cancelled' | 'failed';
      /** A sentence for a person; empty for done. */
      readonly reason: string;
    };

export interface StoredRunEvent {
  /** From 1, without gaps, within the run. */
  readonly seq: number;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly event: RunEvent;
}
