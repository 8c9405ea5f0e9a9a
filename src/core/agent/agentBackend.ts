// Who does a task: Conductor's own loop over a model, or a person. Each gets the same assignment and is checked the same way.
import type { OrchestrationConfig } from '../config/schema.ts';
import type { Mode, RunEvent, StoredRunEvent } from './runEvents.ts';
import type { Approvals, Questions } from '../review/approvals.ts';
import type { Log } from '../ports.ts';
import type { Overlay } from '../review/overlay.ts';
import type { ToolContext } from '../tools/tool.ts';

export interface Assignment {
  readonly taskId: string;
  readonly taskName: string;
  /** Markdown: the whole of what the agent is told, rebuilt from the database and the project. */
  readonly text: string;
  /** What is put back word for word after a compaction: task, criteria, constraints. */
  readonly core: string;
}

/** What a run gives the agent. Everything that happens is recorded before it has an effect. */
export interface AgentWorld {
  readonly runId: string;
  readonly mode: Mode;
  readonly config: OrchestrationConfig;
  readonly agentName: string;
  /** The run so far: the transcript is rebuilt from it, so that a killed run goes on where it was. */
  readonly history: readonly StoredRunEvent[];
  readonly record: (event: RunEvent) => Promise<void>;
  readonly files: Overlay;
  readonly approvals: Approvals;
  /** Asked once a question: the loop records question and answer, and finds the answer again in the history. */
  readonly questions: Questions;
  readonly tools: Omit<ToolContext, 'results' | 'signal' | 'files' | 'ask'>;
  /** Text as it streams, for whoever watches. */
  readonly onText: (text: string) => void;
  readonly log: Log;
  /** Milliseconds that the run has worked so far, waiting for people left out. */
  readonly workedMs: () => number;
}

export type AgentOutcome =
  /** Ready for review and gates. */
  | { readonly kind: 'handedOver'; readonly summary: string; readonly notes: string }
  /** Cannot go on; a sentence for the person. */
  | { readonly kind: 'stuck'; readonly reason: string }
  /** A limit of turns, tokens, money or time would be exceeded. */
  | { readonly kind: 'outOfBudget'; readonly reason: string };

export interface AgentBackend {
  /** As in the configuration and on the command line, e.g. "claude", "manual". */
  readonly id: string;
  readonly title: string;
  /** True when the agent writes to the project's folder itself, as a person does: then nothing is applied after the review. */
  readonly worksInPlace: boolean;
  isReady(): Promise<boolean>;
  /** Works until it hands over, is stuck, or the signal is aborted. Called again with new feedback in the history. */
  work(assignment: Assignment, world: AgentWorld, signal: AbortSignal): Promise<AgentOutcome>;
}
