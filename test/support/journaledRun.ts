// A run in the journal of a real database, told event by event, as the tests of what is shown need it.
import type { RunEvent } from '../../src/core/agent/runEvents.ts';
import type { GateResult, Verdict } from '../../src/core/gates/gate.ts';
import type { RunId, RunState } from '../../src/core/orchestrate/journal.ts';
import type { TaskStore } from '../../src/core/ports.ts';
import type { Task } from '../../src/core/tasks/model.ts';

const head = { kind: 'branch', branch: 'main', commit: 'c0ffee' } as const;

export const gateResult = (gate: string, verdict: Verdict, attempts = 1): GateResult => ({
  gate,
  title: `The ${gate}`,
  verdict,
  command: 'npm test',
  exitCode: 0,
  durationMs: 4_000,
  tree: 't1',
  attempts,
  outputTail: '',
});

export const failedWith = (...messages: readonly string[]): Verdict => ({
  status: 'failed',
  findings: messages.map((message) => ({ severity: 'error', message })),
});

export const PASSED: Verdict = { status: 'passed', findings: [] };

export const turn = (
  number: number,
  rest: Partial<Extract<RunEvent, { type: 'run.turnFinished' }>> = {},
): RunEvent => ({
  type: 'run.turnFinished',
  turn: number,
  parts: [],
  stop: 'end',
  usage: { input: 100, cacheRead: 900, cacheWrite: 0, output: 200 },
  cost: 0.25,
  durationMs: 60_000,
  ...rest,
});

export const proposal = (path: string): Extract<RunEvent, { type: 'run.toolFinished' }> => ({
  type: 'run.toolFinished',
  turn: 1,
  callId: path,
  tool: 'write',
  text: 'Written.',
  isError: false,
  proposals: [
    { path, change: { kind: 'add', path, proposed: { text: 'new\n', encoding: 'utf8', isExecutable: false } } },
  ],
  durationMs: 0,
});

export const BRANCHED: RunEvent = {
  type: 'run.branched',
  branching: { branch: 'feature/task-001-sum', previous: head, isNew: true, base: 'c0ffee' },
};

export const ASSIGNED: RunEvent = { type: 'run.assigned', assignment: '# Do it\n', core: '# Do it\n' };

export class JournaledRun {
  readonly id: RunId;
  readonly #store: TaskStore;
  readonly #owner = 'a test';

  private constructor(store: TaskStore, id: RunId) {
    this.#store = store;
    this.id = id;
  }

  /** A run that a program works on, with these events after its start. */
  static async begin(
    store: TaskStore,
    task: Task,
    { agent = 'claude', events = [] }: { readonly agent?: string; readonly events?: readonly RunEvent[] } = {},
  ): Promise<JournaledRun> {
    const run = new JournaledRun(store, `run-of-${task.id}-${crypto.randomUUID().slice(0, 4)}`.toLowerCase() as RunId);
    const session = await store.journal.startSession(agent);
    const started = { type: 'run.started', agent, mode: 'ask', taskName: task.name, taskStatus: task.status } as const;
    await store.journal.createRun(
      {
        ...{ id: run.id, sessionId: session.id, taskId: task.id, taskCreatedAt: task.createdAt },
        event: { ...started, model: agent === 'manual' ? null : 'claude-sonnet-5-5' },
      },
      run.#owner,
    );
    for (const event of events) await run.append(event);
    return run;
  }

  append(event: RunEvent, state: RunState = 'working'): Promise<unknown> {
    return this.#store.journal.append({ id: this.id, owner: this.#owner, event, state });
  }

  finish(outcome: Extract<RunEvent, { type: 'run.finished' }>['outcome'], reason = ''): Promise<unknown> {
    return this.append({ type: 'run.finished', outcome, reason }, outcome);
  }

  /** Says that the program lives, as one that works on a run does, until what is returned is called. */
  keep(): () => void {
    const life = setInterval(() => void this.#store.journal.keepRun(this.id, this.#owner), 5_000);
    return () => {
      clearInterval(life);
    };
  }

  /** The program is gone. */
  release(): Promise<void> {
    return this.#store.journal.releaseRun(this.id, this.#owner);
  }
}
