// A summary stands in for old turns before the window is full. The task itself is never summarized.
import { isConductorError } from '../errors.ts';
import { textOf, type Answer, type ModelMessage, type ModelRequest, type Usage } from '../model/backend.ts';
import { NO_USAGE } from '../model/prices.ts';
import { COMPACT } from './prompts.ts';
import type { RunMemory } from './runMemory.ts';
import { triedLately } from './transcript.ts';
import { roughTokens, shrink, turnsThatFit, type ContextWindow } from './contextWindow.ts';

/** The purpose of the call, by which it is told from a turn. */
export const COMPACTION = 'agent: compaction';

const KEPT_TURNS = 3;
/** The part of the window that turns which are kept may fill. */
const KEPT_SHARE = 0.2;
const SUMMARY_TOKENS = 4_000;
/** Of a result, in a transcript that is too long even for being summarized. */
const SHORTENED_RESULT = 600;

/** The last turn that the summary tells; later ones stay as they are. */
export function throughTurn({ turns, compaction }: RunMemory, window: ContextWindow, isFresh: boolean): number {
  const contents = turns.map(({ parts, results }) => [parts, [...results.values()]]);
  const kept = isFresh ? 0 : turnsThatFit(contents, window.size * KEPT_SHARE, KEPT_TURNS);
  const newest = turns.at(-1)?.turn ?? 0;
  const through = turns.at(-Math.min(kept, turns.length - 1) - 1)?.turn ?? newest;
  // A compaction that tells no more than the one before gains nothing.
  return through > (compaction?.throughTurn ?? 0) ? through : newest;
}

/** The call that asks for the summary: the transcript as it is, so that it is read from the cache. */
export function summaryRequest(request: ModelRequest, window: ContextWindow, isForced: boolean): ModelRequest {
  const room =
    window.size -
    SUMMARY_TOKENS -
    roughTokens(request.system) -
    roughTokens(request.tools ?? []) -
    roughTokens(COMPACT);
  const messages = isForced ? shrink(request.messages, room * 0.6, SHORTENED_RESULT) : request.messages;
  return {
    ...request,
    messages: withQuestion(messages),
    maxTokens: Math.min(SUMMARY_TOKENS, window.output),
    purpose: COMPACTION,
  };
}

function withQuestion(messages: readonly ModelMessage[]): ModelMessage[] {
  const last = messages.at(-1);
  const question = { type: 'text', text: COMPACT } as const;
  if (last?.role !== 'user') return [...messages, { role: 'user', parts: [question] }];
  return [...messages.slice(0, -1), { role: 'user', parts: [...last.parts, question] }];
}

export interface Summary {
  readonly text: string;
  readonly usage: Usage;
}

/** Never without one: where the model gives none, what the events tell has to do. */
export async function summarize(
  call: (request: ModelRequest) => Promise<Answer>,
  request: ModelRequest,
  memory: RunMemory,
): Promise<Summary> {
  try {
    const answer = await call(request);
    const text = answer.stop === 'refusal' ? '' : textOf(answer).trim();
    return { text: text === '' ? plainSummary(memory) : text, usage: answer.usage };
  } catch (error) {
    const isTooLong = isConductorError(error) && (error.code === 'model.contextFull' || error.code === 'model.refused');
    if (!isTooLong) throw error;
    return { text: plainSummary(memory), usage: NO_USAGE };
  }
}

function plainSummary({ turns, compaction, questions }: RunMemory): string {
  const paths = turns.flatMap(({ results }) =>
    [...results.values()].flatMap(({ proposals }) => proposals.map(({ path }) => path)),
  );
  const answers = questions.flatMap(({ text, answer }) => (answer === undefined ? [] : [`${text} ${answer}`]));
  return [
    ...(compaction ? [compaction.summary, ''] : []),
    `Decisions: ${answers.join('; ') || 'none were recorded.'}`,
    `Files changed: ${[...new Set(paths)].join(', ') || 'none'}.`,
    `Last calls:\n${triedLately(turns)
      .map((line) => `- ${line}`)
      .join('\n')}`,
  ].join('\n');
}
