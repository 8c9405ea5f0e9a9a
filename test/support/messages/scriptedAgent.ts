// A stand-in for a model that works with tools: it plays a script, and finds its place in it from the transcript alone.
import { COMPACT, SUMMARY_TAG } from '../../../src/core/agent/prompts.ts';
import type { Reply } from './server.ts';
import type { Block, Json, WireRequest } from './validate.ts';

export interface AgentStep {
  readonly text?: string;
  readonly uses?: readonly { readonly name: string; readonly input: Json }[];
  /** As `Reply.stopReason`. */
  readonly stopReason?: string;
  readonly delayMs?: number;
}

export interface Seen {
  /** Results of the last turn, as the model sees them, in the order of its calls. */
  readonly results: readonly { readonly text: string; readonly isError: boolean }[];
  /** Texts of the last user message: reminders, hints, feedback. */
  readonly texts: readonly string[];
  readonly request: WireRequest;
}

/** A step as it stands, or worked out from what the last one led to. */
export type ScriptStep = AgentStep | ((seen: Seen) => AgentStep);

export interface ScriptedAgentOptions {
  readonly summary?: string;
  /** What is played when the script is over; by default that is an error. */
  readonly rest?: ScriptStep;
}

/**
 * For `MessagesServer`'s `answer`. The same transcript gets the same answer, so that a run that was killed in the middle
 * of a turn gets that turn again. Ids of calls are `toolu_<step>_<n>`.
 */
export function scriptedAgent(
  steps: readonly ScriptStep[],
  options: ScriptedAgentOptions = {},
): (request: WireRequest) => Reply {
  let played = 0;
  return (request) => {
    const seen = seenIn(request);
    if (seen.texts.at(-1) === COMPACT) return { content: options.summary ?? 'Decisions: go on as planned.' };
    const place = placeOf(request) ?? played;
    const step = steps[place] ?? options.rest;
    if (!step) throw new Error(`The script has ${steps.length} steps; step ${place + 1} was asked for.`);
    played = place + 1;
    return replyOf(typeof step === 'function' ? step(seen) : step, place);
  };
}

/** The next step after those that the transcript holds; null where a summary has taken their place. */
function placeOf({ messages }: WireRequest): number | null {
  const answers = messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
  const numbered = answers.findLastIndex((content) => stepOf(content) !== null);
  const isCompacted = messages[0]?.content.some(({ text }) => String(text).includes(`<${SUMMARY_TAG}>`)) ?? false;
  if (numbered >= 0) return (stepOf(answers[numbered] ?? []) ?? 0) + answers.length - numbered;
  return isCompacted ? null : answers.length;
}

function stepOf(content: readonly Block[]): number | null {
  const id = content.find(({ type }) => type === 'tool_use')?.['id'];
  const match = /^toolu_(\d+)_/.exec(String(id));
  return match ? Number(match[1]) : null;
}

function replyOf({ text, uses = [], stopReason, delayMs }: AgentStep, place: number): Reply {
  const blocks: Json[] = [
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...uses.map((use, index) => ({ type: 'tool_use', id: `toolu_${place}_${index}`, ...use })),
  ];
  return {
    content: blocks,
    ...(stopReason !== undefined && { stopReason }),
    ...(delayMs !== undefined && { delayMs }),
  };
}

function seenIn(request: WireRequest): Seen {
  const last = request.messages.at(-1)?.content ?? [];
  return {
    request,
    texts: last.flatMap(({ type, text }) => (type === 'text' ? [String(text)] : [])),
    results: last.flatMap((block) =>
      block.type === 'tool_result' ? [{ text: resultText(block['content']), isError: block['is_error'] === true }] : [],
    ),
  };
}

function resultText(content: unknown): string {
  if (!Array.isArray(content)) return String(content);
  return content.map((block: Json) => String(block['text'])).join('');
}
