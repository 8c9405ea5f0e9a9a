// The turn loop: ask the model, run its calls, write everything down first; watch for limits, loops and a full window.
import { isConductorError } from '../errors.ts';
import { complete, type Answer, type ModelBackend, type ModelRequest, type ToolSpec } from '../model/backend.ts';
import { costOf, NO_USAGE, type Price } from '../model/prices.ts';
import type { ResultStore, Tool } from '../tools/tool.ts';
import type { AgentOutcome, AgentWorld, Assignment } from './agentBackend.ts';
import { askOnce } from './askOnce.ts';
import { COMPACTION, summarize, summaryRequest, throughTurn } from './compaction.ts';
import { inputTokens, type ContextWindow } from './contextWindow.ts';
import { Limits } from './limits.ts';
import { findLoop, nextNudge, type Step } from './loopDetection.ts';
import { outcomeOf } from './outcome.ts';
import type { PermissionDecider } from './permit.ts';
import { AGENT_PROMPT_VERSION, SYSTEM } from './prompts.ts';
import type { RunEvent } from './runEvents.ts';
import { RunMemory, type ToolUse, type TurnMemory } from './runMemory.ts';
import { openCalls, runCalls, type CallEnv } from './toolCalls.ts';
import { stepOf } from './traces.ts';
import { transcriptOf, withCacheMarks } from './transcript.ts';

export interface LoopModel {
  readonly modelId: string;
  readonly window: ContextWindow;
  readonly price: Price | null;
  readonly temperature?: number;
}

export interface TurnLoopOptions extends LoopModel {
  readonly assignment: Assignment;
  readonly world: AgentWorld;
  readonly signal: AbortSignal;
  readonly backend: ModelBackend;
  readonly tools: readonly Tool[];
  readonly specs: readonly ToolSpec[];
  readonly decide: PermissionDecider;
  readonly results: ResultStore;
  readonly now: () => number;
}

const MAX_TIMER_MS = 2 ** 31 - 1;
/** A command is given at least so long, or it could not even fail. */
const LEAST_COMMAND_MS = 1_000;

/** One call of `AgentBackend.work`. */
export class TurnLoop {
  readonly #options: TurnLoopOptions;
  readonly #memory: RunMemory;
  readonly #limits: Limits;
  readonly #env: CallEnv;
  /** Of turns that are over. */
  readonly #steps = new WeakMap<TurnMemory, Step>();
  /** The provider would not take the transcript. */
  #isTooLong = false;

  constructor(options: TurnLoopOptions) {
    const { world, price, tools, assignment, signal, decide, now, results } = options;
    this.#options = options;
    this.#memory = new RunMemory(world.history.map(({ event }) => event));
    this.#limits = new Limits(world.config.safety, this.#memory, price, world.workedMs);
    const record = async (event: RunEvent): Promise<void> => {
      await world.record(event);
      this.#memory.add(event);
    };
    const context = {
      ...world.tools,
      files: world.files,
      results,
      signal,
      ask: (question: Parameters<typeof askOnce>[1]) =>
        askOnce({ ...{ assignment, world, signal, record }, memory: this.#memory }, question),
      runCommand: (command: string, timeoutMs: number) =>
        world.tools.runCommand(command, Math.min(timeoutMs, Math.max(LEAST_COMMAND_MS, this.#limits.remainingMs))),
    };
    const byName = new Map(tools.map((tool) => [tool.name, tool]));
    this.#env = { tools: byName, memory: this.#memory, ...{ decide, assignment, world, record, context, signal, now } };
  }

  async run(): Promise<AgentOutcome> {
    for (;;) {
      this.#options.signal.throwIfAborted();
      const outcome = (await this.#settle()) ?? (await this.#compactIfNeeded()) ?? (await this.#turn());
      if (outcome) return outcome;
    }
  }

  /** Ends the last turn: its calls, what it comes to, and whether it goes round in circles. */
  async #settle(): Promise<AgentOutcome | null> {
    const { last } = this.#memory;
    if (!last) return null;
    if (last.stop !== 'refusal' && openCalls(last).length > 0) await runCalls(this.#env, last);
    return outcomeOf(this.#memory) ?? (await this.#watch());
  }

  async #watch(): Promise<AgentOutcome | null> {
    const { turns, watchFrom, lastNudge } = this.#memory;
    const finding = findLoop(turns.slice(watchFrom).map((turn) => this.#stepOf(turn)));
    if (!finding) return null;
    const last = lastNudge && { step: lastNudge.nudge.step, turnsAgo: turns.length - lastNudge.afterTurn };
    await this.#env.record({ type: 'run.nudged', step: nextNudge(last), reason: finding.reason });
    return outcomeOf(this.#memory);
  }

  #stepOf(turn: TurnMemory): Step {
    const step = this.#steps.get(turn) ?? stepOf(turn, (use) => isProse(use, this.#env.tools.get(use.name)));
    this.#steps.set(turn, step);
    return step;
  }

  async #compactIfNeeded(): Promise<AgentOutcome | null> {
    const request = this.#request();
    const need = this.#compactionNeed(request);
    if (need === null) return null;
    if (need === 'hopeless') {
      return { kind: 'stuck', reason: `The task does not fit into the window of ${this.#options.modelId}.` };
    }
    this.#isTooLong = false;
    return this.#compact(summaryRequest(request, this.#options.window, need === 'forced'), need !== 'full');
  }

  #compactionNeed(request: ModelRequest): 'fresh' | 'forced' | 'full' | 'hopeless' | null {
    const { lastNudge, compactedAfter, turns, last } = this.#memory;
    // Right after a compaction, another one would not make it shorter.
    if (turns.length === 0 || compactedAfter === turns.length) return this.#isTooLong ? 'hopeless' : null;
    if (last?.stop === 'contextFull') return turns.at(-2)?.stop === 'contextFull' ? 'hopeless' : 'forced';
    if (this.#isTooLong) return 'forced';
    if (lastNudge?.nudge.step === 'freshContext' && lastNudge.afterTurn === turns.length) return 'fresh';
    return inputTokens(request, this.#memory) > this.#options.window.limit ? 'full' : null;
  }

  async #compact(request: ModelRequest, isFresh: boolean): Promise<AgentOutcome | null> {
    const { window, price } = this.#options;
    const input = inputTokens(request, this.#memory);
    const allowance = this.#limits.allow({ input, output: request.maxTokens }, false);
    if ('reason' in allowance) return { kind: 'outOfBudget', reason: allowance.reason };
    const asked = { ...request, maxTokens: allowance.maxTokens };
    const { text: summary, usage } = await summarize((call) => this.#call(call), asked, this.#memory);
    allowance.settle(usage);
    const through = throughTurn(this.#memory, window, isFresh);
    const cost = price && costOf(usage, price);
    await this.#env.record({ type: 'run.compacted', throughTurn: through, summary, usage, cost });
    return null;
  }

  async #turn(): Promise<AgentOutcome | null> {
    const { window, signal, now, price } = this.#options;
    const request = this.#request();
    const allowance = this.#limits.allow({ input: inputTokens(request, this.#memory), output: window.output }, true);
    if ('reason' in allowance) return { kind: 'outOfBudget', reason: allowance.reason };
    const time = AbortSignal.timeout(Math.min(MAX_TIMER_MS, Math.ceil(allowance.remainingMs)));
    const startedAt = now();
    let usage = NO_USAGE;
    try {
      const asked = { ...request, maxTokens: allowance.maxTokens };
      const { parts, stop, ...answer } = await this.#call(asked, AbortSignal.any([signal, time]));
      usage = answer.usage;
      const cost = price && costOf(usage, price);
      const turn = this.#memory.turns.length + 1;
      await this.#env.record({
        type: 'run.turnFinished',
        turn,
        parts,
        stop,
        usage,
        cost,
        durationMs: now() - startedAt,
      });
      return null;
    } catch (error) {
      signal.throwIfAborted();
      if (time.aborted) return { kind: 'outOfBudget', reason: this.#limits.timeReason() };
      return this.#failedCall(error);
    } finally {
      allowance.settle(usage);
    }
  }

  #failedCall(error: unknown): AgentOutcome | null {
    if (!isConductorError(error)) throw error;
    if (error.code === 'model.refused') return { kind: 'stuck', reason: error.message };
    if (error.code !== 'model.contextFull') throw error;
    this.#isTooLong = true;
    return null;
  }

  #request(): ModelRequest {
    const { modelId, window, assignment, specs, temperature } = this.#options;
    return {
      model: modelId,
      maxTokens: window.output,
      system: [{ type: 'text', text: SYSTEM, cache: true }],
      tools: specs,
      messages: withCacheMarks(transcriptOf(this.#memory, assignment)),
      purpose: `agent: ${assignment.taskId} (prompts ${AGENT_PROMPT_VERSION})`,
      ...(temperature !== undefined && { temperature }),
    };
  }

  #call(request: ModelRequest, signal = this.#options.signal): Promise<Answer> {
    const { backend, world } = this.#options;
    return complete(backend, request, signal, (event) => {
      if (event.type === 'text' && request.purpose !== COMPACTION) world.onText(event.text);
    });
  }
}

/** A note or a question: an input that is text for a person, about no file and no command. */
function isProse(use: ToolUse, tool: Tool | undefined): boolean {
  if (!tool || tool.risk === 'read') return false;
  const parsed = tool.input.safeParse(use.input);
  return parsed.success && tool.subject(parsed.data).kind === 'none';
}
