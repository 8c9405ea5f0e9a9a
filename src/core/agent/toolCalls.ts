// The calls of one turn: looked up, checked, permitted, run, and their results recorded. Each call ends with a result.
import { isCancellation, isConductorError } from '../errors.ts';
import type { Tool, ToolContext, ToolResult } from '../tools/tool.ts';
import type { AgentWorld, Assignment } from './agentBackend.ts';
import { permit, type PermissionDecider } from './permit.ts';
import { COMPLETE_TOOL, CUT_OFF_CALL, FAILED_BESIDE_COMPLETE, REPEATED_CALL } from './prompts.ts';
import type { RunEvent } from './runEvents.ts';
import type { RunMemory, ToolUse, TurnMemory } from './runMemory.ts';

export interface CallEnv {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly decide: PermissionDecider;
  readonly assignment: Assignment;
  readonly world: AgentWorld;
  readonly memory: RunMemory;
  /** Writes the event down and adds it to the memory. */
  readonly record: (event: RunEvent) => Promise<void>;
  readonly context: ToolContext;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A call that may run, or the result of one that may not. */
type Prepared =
  | { readonly use: ToolUse; readonly tool: Tool; readonly input: unknown; readonly note: string }
  | { readonly use: ToolUse; readonly refusal: string };

interface Finished {
  readonly use: ToolUse;
  readonly result: ToolResult;
  readonly durationMs: number;
}

export const openCalls = ({ uses, results }: TurnMemory): ToolUse[] => uses.filter(({ id }) => !results.has(id));

/** Runs what has no result yet: neighbours that only read side by side, the rest in order, the handing over last. */
export async function runCalls(env: CallEnv, turn: TurnMemory): Promise<void> {
  const open = openCalls(turn);
  const ordered = [
    ...open.filter(({ name }) => name !== COMPLETE_TOOL),
    ...open.filter(({ name }) => name === COMPLETE_TOOL),
  ];
  let reads: Prepared[] = [];
  const flush = async (): Promise<void> => {
    const finished = await Promise.all(reads.map((call) => run(env, call)));
    reads = [];
    for (const one of finished) await finish(env, turn, one);
  };
  for (const use of ordered) {
    env.signal.throwIfAborted();
    const isRead = env.tools.get(use.name)?.risk === 'read';
    if (!isRead) await flush();
    const call = await prepare(env, turn, use);
    reads.push(call);
    if (!isRead) await flush();
  }
  await flush();
}

async function prepare(env: CallEnv, turn: TurnMemory, use: ToolUse): Promise<Prepared> {
  if (wasCutOff(turn, use)) return { use, refusal: CUT_OFF_CALL };
  const tool = env.tools.get(use.name);
  if (!tool) {
    return { use, refusal: `There is no tool "${use.name}". The tools are: ${[...env.tools.keys()].join(', ')}.` };
  }
  const parsed = tool.input.safeParse(use.input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || 'input'}: ${message}`,
    );
    return {
      use,
      refusal: `Not run: the input of ${use.name} does not fit. ${faults.join('; ')}. Call it again with the input mended.`,
    };
  }
  if (tool.name === COMPLETE_TOOL && [...turn.results.values()].some(({ isError }) => isError)) {
    return { use, refusal: FAILED_BESIDE_COMPLETE };
  }
  const permission = await permit(env, turn, use, tool, parsed.data);
  if (!permission.allowed) return { use, refusal: permission.message };
  // Proposals of an interrupted call went with the process that held them; what a command did in the work copy did not.
  const note = permission.isAgain && tool.risk === 'execute' ? REPEATED_CALL : '';
  return { use, tool, input: parsed.data, note };
}

/** Only the last part of an answer that was too long can be incomplete. */
const wasCutOff = ({ stop, parts }: TurnMemory, use: ToolUse): boolean =>
  (stop === 'truncated' || stop === 'contextFull') && parts.at(-1) === use;

async function run(env: CallEnv, call: Prepared): Promise<Finished> {
  const { use } = call;
  if ('refusal' in call) return { use, result: { text: call.refusal, isError: true }, durationMs: 0 };
  const { tool, input, note } = call;
  const startedAt = env.now();
  const result = await tool.run(input, env.context).catch((error: unknown) => failure(env, tool, error));
  const text = note === '' ? result.text : `${note}\n\n${result.text}`;
  return { use, result: { ...result, text }, durationMs: env.now() - startedAt };
}

/** What a tool throws is told to the agent; a cancellation ends the run's work instead. */
function failure({ signal, world }: CallEnv, tool: Tool, error: unknown): ToolResult {
  signal.throwIfAborted();
  // Whoever was asked has stopped the run.
  if (isCancellation(error)) throw error;
  if (isConductorError(error)) {
    const remedy = error.remedy ? ` ${error.remedy.text}` : '';
    return { text: `${error.message}${remedy}`, isError: true };
  }
  world.log.error(`The tool ${tool.name} failed.`, error);
  const words = error instanceof Error ? error.message : String(error);
  return { text: `The tool ${tool.name} failed: ${words}. Try another way.`, isError: true };
}

async function finish(env: CallEnv, { turn }: TurnMemory, { use, result, durationMs }: Finished): Promise<void> {
  await env.record({
    type: 'run.toolFinished',
    ...{ turn, callId: use.id, tool: use.name, durationMs },
    text: env.context.results.cap(result.text),
    isError: result.isError ?? false,
    proposals: env.world.files.takeDelta(),
  });
}
