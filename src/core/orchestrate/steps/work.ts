// The agent's part: turns until it hands over, and what happens when it cannot go on.
import type { AgentOutcome, AgentWorld, Assignment } from '../../agent/agentBackend.ts';
import type { RunEvent } from '../../agent/runEvents.ts';
import { createOverlay } from '../../review/overlay.ts';
import { CommandCopy } from '../commandCopy.ts';
import { requireOwnBranch } from '../ownBranch.ts';
import type { RunContext } from '../runContext.ts';
import { RunStop } from '../runStop.ts';
import { askOncePerTask, noteOf } from '../taskQuestions.ts';
import { finishStuck } from './finish.ts';
import { tellTask } from './tellTask.ts';

export async function work(context: RunContext, signal: AbortSignal): Promise<void> {
  const { world } = context;
  await noteAnswers(context);
  const outcome = world.agent.worksInPlace ? await workInPlace(context, signal) : await workInCopy(context, signal);
  await conclude(context, outcome, signal);
}

/** Killed in between, a run has the answer and the task has no note of it. */
async function noteAnswers(context: RunContext): Promise<void> {
  for (const { event } of [...context.events]) {
    const note = noteOf(event, context.events);
    if (note !== null && !isOwn(context, event)) await tellTask(context, { note });
  }
}

/** Of the run itself, about how to go on: nothing that the task must keep. */
const isOwn = ({ run }: RunContext, event: RunEvent): boolean => 'id' in event && event.id.startsWith(`${run.id}:`);

async function workInCopy(context: RunContext, signal: AbortSignal): Promise<AgentOutcome> {
  const files = createOverlay(context.world.workspace, context.view.proposals);
  const copy = new CommandCopy(context.world, context.run.id, files);
  try {
    const run = (line: string, timeoutMs: number) => copy.run(line, timeoutMs, signal);
    return await context.world.agent.work(assignmentOf(context), agentWorld(context, { files, run }), signal);
  } finally {
    await copy.dispose();
  }
}

async function workInPlace(context: RunContext, signal: AbortSignal): Promise<AgentOutcome> {
  const { agent, git, workspace } = context.world;
  const files = createOverlay(workspace, []);
  const run = () => Promise.reject(new Error('Who works in place runs their own commands.'));
  const outcome = await agent.work(assignmentOf(context), agentWorld(context, { files, run }), signal);
  const { checkpoint } = context.view;
  await requireOwnBranch(context);
  if (outcome.kind === 'handedOver' && checkpoint) {
    await context.record({ type: 'run.proposed', changes: await git.changesSince(checkpoint) }, 'working');
  }
  return outcome;
}

function agentWorld(
  context: RunContext,
  { files, run }: { readonly files: AgentWorld['files']; readonly run: AgentWorld['tools']['runCommand'] },
): AgentWorld {
  const { world, view } = context;
  const { store, approvals, questions, clock, log, config } = world;
  const startedAt = clock.now();
  const waited = new Waiting(clock);
  const asked = askOncePerTask(questions, store, context.run.taskId);
  return {
    runId: context.run.id,
    mode: view.mode,
    config,
    agentName: view.agent,
    history: context.events,
    record: async (event) => {
      await context.record(event, stateAfter(event));
      const note = noteOf(event, context.events);
      if (note !== null) await tellTask(context, { note });
    },
    files,
    approvals: {
      review: (request, stop) => waited.during(approvals.review(request, stop)),
      permit: (request, stop) => waited.during(approvals.permit(request, stop)),
    },
    questions: { ask: (question, stop) => waited.during(asked.ask(question, stop)) },
    tools: {
      runCommand: run,
      diagnostics: world.diagnostics ?? null,
      note: (text) => tellTask(context, { note: text }),
    },
    onText: (text) => {
      context.tellText(text);
    },
    log,
    workedMs: () => view.workedMs + clock.now() - startedAt - waited.total,
  };
}

/** Counts the time that people take, which is not the agent's. */
class Waiting {
  readonly #clock: { now(): number };
  total = 0;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  async during<T>(answer: Promise<T>): Promise<T> {
    const from = this.#clock.now();
    try {
      return await answer;
    } finally {
      this.total += this.#clock.now() - from;
    }
  }
}

function stateAfter(event: RunEvent): 'waiting' | 'working' {
  return event.type === 'run.questionAsked' ? 'waiting' : 'working';
}

function assignmentOf({ view, run }: RunContext): Assignment {
  return { taskId: run.taskId, taskName: run.taskName, text: '', core: '', ...view.assignment };
}

async function conclude(context: RunContext, outcome: AgentOutcome, signal: AbortSignal): Promise<void> {
  if (outcome.kind === 'handedOver') {
    await context.record({ type: 'run.handedOver', summary: outcome.summary, notes: outcome.notes }, 'working');
    return;
  }
  if (outcome.kind === 'outOfBudget') throw new RunStop('pause', outcome.reason);
  await askPerson(context, outcome.reason, signal);
}

const BLOCK = 'Stop here: block the task with this reason';
const PAUSE = 'Pause: I will look at it and resume';

/** How to go on, asked before the run was killed or paused; with the answer where nothing has come of it yet. */
function openQuestion({ events, run }: RunContext): { readonly id: string; readonly answer?: string } | null {
  const asked = events.findLastIndex(
    ({ event }) => event.type === 'run.questionAsked' && event.id.startsWith(`${run.id}:stuck:`),
  );
  const event = events[asked]?.event;
  if (event?.type !== 'run.questionAsked') return null;
  const { id } = event;
  const later = events.slice(asked + 1).map((stored) => stored.event);
  const answered = later.findIndex((each) => each.type === 'run.questionAnswered' && each.id === id);
  const answer = later[answered];
  if (answer?.type !== 'run.questionAnswered') return { id };
  const isSettled = later.slice(answered).some(({ type }) => type === 'run.paused' || type === 'run.feedback');
  return isSettled ? null : { id, answer: answer.answer };
}

/** The last stage of a loop: a person says how to go on. Words of their own go to the agent. */
async function askPerson(context: RunContext, reason: string, signal: AbortSignal): Promise<void> {
  const { run, world } = context;
  const open = openQuestion(context);
  const id = open?.id ?? `${run.id}:stuck:${context.events.length}`;
  const question = { text: `The agent cannot go on: ${reason} How shall it go on?`, choices: [BLOCK, PAUSE] };
  if (!open) await context.record({ type: 'run.questionAsked', id, ...question }, 'waiting');
  let answer = open?.answer;
  if (answer === undefined) {
    const said = await world.questions.ask({ id, runId: run.id, taskId: run.taskId, ...question }, signal);
    answer = said ?? BLOCK;
    const by = said === null ? 'recommendation' : 'person';
    await context.record({ type: 'run.questionAnswered', id, answer, by }, 'working');
  }
  if (answer === BLOCK) await finishStuck(context, reason);
  else if (answer === PAUSE) throw new RunStop('pause', reason);
  else await context.record({ type: 'run.feedback', text: `A person says how to go on: ${answer}` }, 'working');
}
