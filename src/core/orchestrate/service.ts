// Runs for the editor and the command line: start, pause, resume, cancel, undo, and news for whoever watches.
import type { AgentBackend } from '../agent/agentBackend.ts';
import type { Mode, StoredRunEvent } from '../agent/runEvents.ts';
import type { ConfigService } from '../config/service.ts';
import { ConductorError } from '../errors.ts';
import type { SandboxStatus } from '../exec/processPort.ts';
import type { Emitter } from '../events.ts';
import type { Ports, TaskStore } from '../ports.ts';
import type { Task, TaskDetails, TaskId } from '../tasks/model.ts';
import { existingStore } from '../tasks/service.ts';
import type { RunId, RunSummary, Session } from './journal.ts';
import { sessionMetrics } from './metrics.ts';
import { RunContext, type OrchestrationPorts, type RunNews } from './runContext.ts';
import { advance } from './runner.ts';
import { RunStop } from './runStop.ts';
import { refuseUnready } from './steps/prepare.ts';
import { undoRun } from './undo.ts';
import { viewRun, type RunView } from './runView.ts';

/** How often a program says that it still works on its runs; others take them over after three of these. */
const SIGN_OF_LIFE_MS = 5_000;

export interface RunRequest {
  /** Absent: the first task that is ready. */
  readonly taskId?: TaskId;
  /** Absent: Claude with a key, else the person. */
  readonly agent?: string;
  readonly mode?: Mode;
}

/** A run as it stands: finished, or paused with the reason in its last event. */
export interface RunResult {
  readonly run: RunSummary;
  readonly view: RunView;
  /** Why it is paused; null when it is over. */
  readonly paused: string | null;
}

export interface StoredRun extends Pick<RunResult, 'run' | 'view'> {
  readonly events: readonly StoredRunEvent[];
}

export interface ActiveRun {
  readonly run: RunSummary;
  readonly stopping: AbortController;
  readonly ended: Promise<RunResult>;
}

export interface RunServiceParts extends Pick<Ports, 'store' | 'log'> {
  readonly orchestration: OrchestrationPorts;
  readonly config: ConfigService;
  /** In the order in which one is chosen when none is named. */
  readonly agents: readonly AgentBackend[];
  /** Told everything that happens. */
  readonly news: Emitter<RunNews>;
}

export class RunService {
  readonly #parts: RunServiceParts;
  readonly #owner = crypto.randomUUID();
  readonly #active = new Map<RunId, ActiveRun>();

  constructor(parts: RunServiceParts) {
    this.#parts = parts;
  }

  /** Runs that this program works on now. */
  get active(): readonly RunSummary[] {
    return [...this.#active.values()].map(({ run }) => run);
  }

  /** The names that `agent` may have, with what they stand for. */
  get agents(): readonly { readonly id: string; readonly title: string }[] {
    return this.#parts.agents.map(({ id, title }) => ({ id, title }));
  }

  /** Whether the agents' commands are held to an OS sandbox here, for the person to know before a run. */
  sandbox(): Promise<SandboxStatus> {
    return this.#parts.orchestration.processes.sandbox();
  }

  /** The first of them that is ready: Claude with a key, else the person. */
  async defaultAgent(): Promise<string> {
    for (const agent of this.#parts.agents) if (await agent.isReady()) return agent.id;
    return 'manual';
  }

  /** Newest first. */
  async list(filter?: Parameters<TaskStore['journal']['listRuns']>[0]): Promise<readonly RunSummary[]> {
    const store = await this.#parts.store.openExisting();
    return (await store?.journal.listRuns(filter)) ?? [];
  }

  /** Newest first. */
  async sessions(): Promise<readonly Session[]> {
    const store = await this.#parts.store.openExisting();
    return (await store?.journal.listSessions()) ?? [];
  }

  /** Throws `run.missing`. */
  async read(id: RunId): Promise<StoredRun> {
    const { run, events } = await (await this.#store()).journal.readRun(id);
    return { run, events, view: viewRun(events) };
  }

  /** Begins a run; `ended` resolves when it is over or paused. Throws what keeps it from starting, having touched nothing. */
  async start({ taskId, agent: wanted, mode = 'ask' }: RunRequest): Promise<ActiveRun> {
    const store = await this.#store();
    const task = await this.#pick(store, taskId);
    const agent = await this.#agent(wanted);
    refuseUnready(await this.#parts.orchestration.git.state());
    const { journal } = store;
    const session = await journal.startSession(agent.id);
    const run = await journal.createRun(
      {
        id: newRunId(),
        sessionId: session.id,
        taskId: task.id,
        taskCreatedAt: task.createdAt,
        event: {
          type: 'run.started',
          agent: agent.id,
          mode,
          taskName: task.name,
          taskStatus: task.status,
          model: agent.worksInPlace ? null : await this.#modelOf(agent.id),
        },
      },
      this.#owner,
    );
    return this.#go(store, run.id, agent);
  }

  /** Goes on with a run that is paused or whose program is gone. Throws `run.over`, `run.busy`. */
  async resume(id: RunId): Promise<ActiveRun> {
    const active = this.#active.get(id);
    if (active) return active;
    return this.#take(id, new AbortController());
  }

  /** The run goes on later from where it is. Resolves when it has stopped. */
  async pause(id: RunId, reason: string): Promise<void> {
    await this.#stop(id, new RunStop('pause', reason));
  }

  /** The run is over. Where nothing was accepted, its branch goes and everything is as it was. */
  async cancel(id: RunId, reason: string): Promise<void> {
    const stop = new RunStop('cancel', reason);
    if (this.#active.has(id)) {
      await this.#stop(id, stop);
      return;
    }
    const stopping = new AbortController();
    stopping.abort(stop);
    const { ended } = await this.#take(id, stopping);
    await ended;
  }

  /** Files, index and branch back to where they were before the run, byte for byte; the task gets its old status. Throws `undo.movedOn`. */
  async undo(id: RunId): Promise<void> {
    if (this.#active.has(id)) await this.cancel(id, 'Undone by a person.');
    const store = await this.#store();
    const run = await store.journal.claimRun(id, this.#owner);
    try {
      await undoRun({ ...this.#parts.orchestration, store, owner: this.#owner }, run);
    } finally {
      await store.journal.releaseRun(id, this.#owner);
    }
  }

  /** Pauses everything; for the end of the program. */
  async dispose(): Promise<void> {
    await Promise.allSettled([...this.#active.keys()].map((id) => this.pause(id, 'The program was closed.')));
  }

  /** Claims a run that nobody works on. Throws `run.over`, `run.busy`. */
  async #take(id: RunId, stopping: AbortController): Promise<ActiveRun> {
    const store = await this.#store();
    const run = await store.journal.claimRun(id, this.#owner);
    if (run.endedAt !== null) {
      await store.journal.releaseRun(id, this.#owner);
      throw new ConductorError('run.over', `The run of ${run.taskId} is over (${run.state}).`, {
        remedy: 'Start a new run of the task.',
      });
    }
    try {
      const agent = stopping.signal.aborted ? this.#named(run.agent) : await this.#agent(run.agent);
      return await this.#go(store, id, agent, stopping);
    } catch (error) {
      await store.journal.releaseRun(id, this.#owner);
      throw error;
    }
  }

  async #go(store: TaskStore, id: RunId, agent: AgentBackend, stopping = new AbortController()): Promise<ActiveRun> {
    const { config } = await this.#parts.config.read();
    const stored = await store.journal.readRun(id);
    const world = { ...this.#parts.orchestration, store, agent, config, log: this.#parts.log };
    const context = new RunContext(world, stored, this.#owner, (news) => {
      this.#parts.news.fire(news);
    });
    // Asked for twice at the same time, it is still one run.
    const known = this.#active.get(id);
    if (known) return known;
    const ended = this.#run(store, context, stopping);
    const active = { run: stored.run, stopping, ended };
    this.#active.set(id, active);
    return active;
  }

  async #run(store: TaskStore, context: RunContext, stopping: AbortController): Promise<RunResult> {
    const { id, sessionId } = context.run;
    const { journal } = store;
    await journal.updateSession(sessionId, { status: 'active' });
    const life = this.#parts.orchestration.clock.every(SIGN_OF_LIFE_MS, () => {
      journal.keepRun(id, this.#owner).then(
        (isOurs) => {
          // After a long sleep another program may have taken it over: it is not to be worked on twice.
          if (!isOurs) stopping.abort(new RunStop('pause', 'Another program goes on with this run.'));
        },
        (error: unknown) => this.#parts.log.warn(`Run ${id} could not say that it lives.`, error),
      );
    });
    try {
      await advance(context, stopping.signal);
      return { run: context.run, view: context.view, paused: pauseReason(context) };
    } finally {
      life.dispose();
      this.#active.delete(id);
      await journal.releaseRun(id, this.#owner);
      await journal.updateSession(sessionId, sessionMetrics(context.view, context.events));
    }
  }

  async #stop(id: RunId, reason: RunStop): Promise<void> {
    const active = this.#active.get(id);
    if (!active) return;
    active.stopping.abort(reason);
    await active.ended.catch(() => undefined);
  }

  async #pick(store: TaskStore, taskId: TaskId | undefined): Promise<Task | TaskDetails> {
    if (taskId === undefined) {
      const open = await store.journal.listRuns({ open: true });
      const first = (await store.readyTasks()).find(({ id }) => open.every((run) => run.taskId !== id));
      if (first) return first;
      throw new ConductorError('task.missing', 'No task is ready to be started.', {
        remedy: 'Import a plan, or finish the tasks that others wait for.',
      });
    }
    const task = await store.getTask(taskId);
    const [open] = await store.journal.listRuns({ taskId: task.id, open: true });
    if (open) {
      throw new ConductorError('run.busy', `${task.id} has a run that is not over (${open.state}).`, {
        remedy: 'Resume that run, or cancel it first.',
        details: { run: open.id },
      });
    }
    if (task.status === 'done' || task.status === 'cancelled') {
      throw new ConductorError('task.invalid', `${task.id} is ${task.status} already.`, {
        remedy: 'Set it back to todo first if it shall be done again.',
      });
    }
    return task;
  }

  async #agent(name: string | undefined): Promise<AgentBackend> {
    const agent = this.#named(name ?? (await this.defaultAgent()));
    if (await agent.isReady()) return agent;
    throw new ConductorError('agent.notReady', `${agent.title} cannot be used: there is no API key.`, {
      remedy: {
        text: 'Set one with "Conductor: Set API Key" or ANTHROPIC_API_KEY, or do the task yourself with the agent "manual".',
        command: 'conductor.model.setKey',
      },
    });
  }

  #named(wanted: string): AgentBackend {
    const agent = this.#parts.agents.find(({ id }) => id === wanted);
    if (agent) return agent;
    const known = this.#parts.agents.map(({ id }) => id).join(', ');
    throw new ConductorError('agent.unknown', `There is no agent named ${wanted}.`, { remedy: `Use one of ${known}.` });
  }

  async #modelOf(agent: string): Promise<string | null> {
    return (await this.#parts.config.read()).config.agents[agent]?.model ?? null;
  }

  #store(): Promise<TaskStore> {
    return existingStore(this.#parts.store);
  }
}

/** Sorts by time and is part of a git ref. */
function newRunId(): RunId {
  const time = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
  return `${time}-${crypto.randomUUID().slice(0, 8)}`.toLowerCase() as RunId;
}

function pauseReason({ view, events }: RunContext): string | null {
  if (!view.isPaused) return null;
  const last = events.findLast(({ event }) => event.type === 'run.paused')?.event;
  return last?.type === 'run.paused' ? last.reason : '';
}
