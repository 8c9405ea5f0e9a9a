// What the steps of a run share: the world, the events so far, and the one way to write the next.
import type { AgentBackend } from '../agent/agentBackend.ts';
import type { ManualAgentOptions } from '../agent/manualAgent.ts';
import type { CodeMapPort } from '../agent/map/codeMapPort.ts';
import type { RunEvent, StoredRunEvent } from '../agent/runEvents.ts';
import type { OrchestrationConfig } from '../config/schema.ts';
import type { ProcessPort } from '../exec/processPort.ts';
import type { FolderPort } from '../exec/folderPort.ts';
import type { GitPort } from '../git/gitPort.ts';
import type { Clock, Log, TaskStore } from '../ports.ts';
import type { Approvals, Questions } from '../review/approvals.ts';
import type { WorkspacePort } from '../review/workspacePort.ts';
import type { ToolContext } from '../tools/tool.ts';
import type { RunState, RunSummary } from './journal.ts';
import { sessionMetrics } from './metrics.ts';
import { addEvent, viewRun, type RunView } from './runView.ts';

/** What runs need besides the ports of planning. */
export interface OrchestrationPorts {
  readonly git: GitPort;
  readonly workspace: WorkspacePort;
  readonly processes: ProcessPort;
  readonly folders: FolderPort;
  readonly codeMap: CodeMapPort;
  readonly approvals: Approvals;
  readonly questions: Questions;
  readonly clock: Clock;
  /** Waits for a person who does the task themselves. */
  readonly person: ManualAgentOptions;
  /** Problems that the editor reports; absent on the command line. */
  readonly diagnostics?: ToolContext['diagnostics'];
}

export interface RunWorld extends OrchestrationPorts {
  readonly store: TaskStore;
  readonly agent: AgentBackend;
  readonly config: OrchestrationConfig;
  readonly log: Log;
}

/** What is told to whoever watches: facts as they are journaled, and the agent's words as they stream. */
export type RunNews =
  | { readonly type: 'event'; readonly run: RunSummary; readonly stored: StoredRunEvent }
  | { readonly type: 'text'; readonly run: RunSummary; readonly text: string };

export class RunContext {
  readonly run: RunSummary;
  readonly world: RunWorld;
  readonly #owner: string;
  readonly #tell: (news: RunNews) => void;
  readonly #events: StoredRunEvent[];
  #view: RunView;

  constructor(
    world: RunWorld,
    stored: { readonly run: RunSummary; readonly events: readonly StoredRunEvent[] },
    owner: string,
    tell: (news: RunNews) => void,
  ) {
    this.world = world;
    this.run = stored.run;
    this.#events = [...stored.events];
    this.#view = viewRun(stored.events);
    this.#owner = owner;
    this.#tell = tell;
  }

  get view(): RunView {
    return this.#view;
  }

  get events(): readonly StoredRunEvent[] {
    return this.#events;
  }

  /** On disk before anybody is told, and before its effect. */
  readonly record = async (event: RunEvent, state: RunState): Promise<void> => {
    // Nobody comes back to a run that is over, so its session is settled first.
    if (event.type === 'run.finished') await this.#settleSession(event);
    const stored = await this.world.store.journal.append({ id: this.run.id, owner: this.#owner, event, state });
    this.#events.push(stored);
    this.#view = addEvent(this.#view, event);
    this.#tell({ type: 'event', run: { ...this.run, state }, stored });
  };

  #settleSession(event: RunEvent): Promise<void> {
    const metrics = sessionMetrics(addEvent(this.#view, event), this.#events);
    return this.world.store.journal.updateSession(this.run.sessionId, metrics);
  }

  tellText(text: string): void {
    this.#tell({ type: 'text', run: this.run, text });
  }
}
