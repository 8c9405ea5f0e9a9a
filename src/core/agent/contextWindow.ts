// How full the model's window is: by what the last call was counted with, and by length only for what is new since.
import type { ModelMessage, ModelRequest } from '../model/backend.ts';
import type { RunMemory } from './runMemory.ts';

/** Bytes that make a token at the least, in code and in prose of any script. */
const BYTES_PER_TOKEN = 2.5;
const COMPACT_AT = 0.75;
const DEFAULT_WINDOW = 200_000;

export interface ContextWindow {
  /** Tokens that fit, input and output together. */
  readonly size: number;
  /** Tokens of input at which a run is compacted. */
  readonly limit: number;
  /** The most tokens of one answer. */
  readonly output: number;
}

export function windowOf(maxInput: number | undefined, maxOutput: number | undefined, wanted: number): ContextWindow {
  const size = maxInput ?? DEFAULT_WINDOW;
  const output = Math.min(wanted, maxOutput ?? wanted, Math.floor(size / 4));
  return { size, output, limit: Math.min(Math.floor(size * COMPACT_AT), size - output) };
}

/** Tokens of the input of the next call, rather too many than too few. */
export function inputTokens(request: Pick<ModelRequest, 'system' | 'tools' | 'messages'>, memory: RunMemory): number {
  const { last, compactedAfter, turns } = memory;
  // A turn before a compaction was asked with what has been replaced since.
  const isMeasured = last && last.stop !== 'refusal' && turns.length > compactedAfter;
  const { input = 0, cacheRead = 0, cacheWrite = 0, output = 0 } = isMeasured ? last.usage : {};
  const measured = input + cacheRead + cacheWrite;
  if (measured === 0)
    return roughTokens(request.system) + roughTokens(request.tools ?? []) + roughTokens(request.messages);
  const from = request.messages.findLastIndex(({ role }) => role === 'assistant');
  return measured + output + roughTokens(request.messages.slice(from + 1));
}

export const roughTokens = (value: unknown): number =>
  Math.ceil(new TextEncoder().encode(JSON.stringify(value)).length / BYTES_PER_TOKEN);

/** How many of the newest turns fit into so many tokens, at the most `most`. */
export function turnsThatFit(turns: readonly unknown[], tokens: number, most: number): number {
  let left = tokens;
  let count = 0;
  for (const turn of turns.toReversed().slice(0, most)) {
    left -= roughTokens(turn);
    if (left < 0) break;
    count++;
  }
  return count;
}

/** Shortens old results, then drops old turns whole, until the messages fit. The first message stays. */
export function shrink(
  messages: readonly ModelMessage[],
  tokens: number,
  resultLength: number,
): readonly ModelMessage[] {
  let shrunk = [...messages];
  for (let index = 1; index < shrunk.length && roughTokens(shrunk) > tokens; index++) {
    const message = shrunk[index];
    if (message?.role === 'user')
      shrunk[index] = { role: 'user', parts: message.parts.map((part) => shorten(part, resultLength)) };
  }
  // An answer goes with the results of its calls.
  while (shrunk.length > 3 && roughTokens(shrunk) > tokens) shrunk = [...shrunk.slice(0, 1), ...shrunk.slice(3)];
  return shrunk;
}

function shorten<Part extends { readonly text: string }>(part: Part, length: number): Part {
  return part.text.length <= length ? part : { ...part, text: `${part.text.slice(0, length)}\n[shortened]` };
}
