// Memory of a run → the messages for the model. A later transcript begins with the earlier one, byte for byte, until a compaction.
import type { AssistantPart, ModelMessage, TextPart, UserPart } from '../model/backend.ts';
import type { Assignment } from './agentBackend.ts';
import { asData } from './data.ts';
import { CONTINUE, HAND_OVER_REMINDER, nudgeText, OUTPUT_TAG, summaryText, TRUNCATED } from './prompts.ts';
import type { RunMemory, TurnMemory } from './runMemory.ts';

/** Calls that a strategy change is told of. */
const TRIED = 6;
const TRIED_LENGTH = 160;

/** Every call of the last turn must have its result. */
export function transcriptOf(memory: RunMemory, assignment: Assignment): ModelMessage[] {
  const through = memory.compaction?.throughTurn ?? 0;
  const messages: Draft[] = [{ role: 'user', parts: openingParts(memory, assignment) }];
  memory.turns.forEach((turn, index) => {
    if (turn.turn <= through) return;
    const said = assistantParts(turn);
    const answer = userParts(memory, index);
    const last = messages.at(-1);
    if (said.length > 0) messages.push({ role: 'assistant', parts: said }, { role: 'user', parts: answer });
    else if (last?.role === 'user') last.parts.push(...answer); // An empty message is refused.
  });
  return messages;
}

type Draft = { role: 'user'; parts: UserPart[] } | { role: 'assistant'; parts: AssistantPart[] };

/** Marks where the provider may cache: the assignment and the last two user messages. With the system text that makes four. */
export function withCacheMarks(messages: readonly ModelMessage[]): ModelMessage[] {
  const users = messages.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  const moving = new Set(users.slice(-2));
  return messages.map((message, index): ModelMessage => {
    if (message.role !== 'user') return message;
    const last = message.parts.length - 1;
    const isMarked = (place: number) => (index === 0 && place === 0) || (moving.has(index) && place === last);
    return {
      ...message,
      parts: message.parts.map((part, place) => (isMarked(place) ? { ...part, cache: true } : part)),
    };
  });
}

/** The last different calls, newest last, in words. */
export function triedLately(turns: readonly TurnMemory[]): string[] {
  const calls = turns.flatMap(({ uses, results }) =>
    uses.map(({ id, name, input }) => {
      const outcome = results.get(id)?.isError ? 'failed' : 'ran';
      return `${name} ${shorten(JSON.stringify(input))}: ${outcome}`;
    }),
  );
  return [...new Set(calls.toReversed())].slice(0, TRIED).toReversed();
}

const shorten = (text: string): string => (text.length <= TRIED_LENGTH ? text : `${text.slice(0, TRIED_LENGTH)}…`);

function openingParts(memory: RunMemory, assignment: Assignment): UserPart[] {
  const { compaction, before, turns } = memory;
  if (!compaction)
    return [textPart(memory.assigned?.assignment ?? assignment.text), ...before.map(({ text }) => textPart(text))];
  const cut = turns.findLastIndex(({ turn }) => turn <= compaction.throughTurn);
  return [
    textPart(memory.assigned?.core ?? assignment.core),
    textPart(summaryText(compaction.summary)),
    // A person's wishes are not left to a summary.
    ...lastFeedback(memory, cut - 1),
    ...afterParts(memory, cut),
  ];
}

/** The newest feedback up to a turn, word for word, unless there is newer with the next turn. */
function lastFeedback({ turns, before }: RunMemory, upTo: number): TextPart[] {
  if (turns[upTo + 1]?.after.some(({ type }) => type === 'run.feedback')) return [];
  for (let index = upTo; index >= 0; index--) {
    const texts = turns[index]?.after.filter((event) => event.type === 'run.feedback') ?? [];
    if (texts.length > 0) return texts.map(({ text }) => textPart(text));
  }
  return before.map(({ text }) => textPart(text));
}

function assistantParts({ parts, stop }: TurnMemory): AssistantPart[] {
  if (stop === 'refusal') return []; // What a refused answer began with is not to be built on.
  return parts.filter((part) => part.type !== 'text' || part.text.trim() !== '');
}

function userParts(memory: RunMemory, index: number): UserPart[] {
  const turn = memory.turns[index];
  if (!turn) return [];
  const results = turn.stop === 'refusal' ? [] : turn.uses.map(({ id }) => resultPart(turn, id));
  const after = afterParts(memory, index);
  const reminder = after.length > 0 && turn.stop !== 'truncated' ? null : reminderOf(turn);
  return [...results, ...(reminder === null ? [] : [textPart(reminder)]), ...after];
}

/** The same text for every later turn, so it is made once. */
const fenced = new WeakMap<object, string>();

function resultPart(turn: TurnMemory, id: string): UserPart {
  const result = turn.results.get(id);
  if (!result) throw new Error(`The call ${id} of turn ${turn.turn} has no result.`);
  const text = fenced.get(result) ?? asData(OUTPUT_TAG, result.text);
  fenced.set(result, text);
  return { type: 'toolResult', id, text, ...(result.isError && { isError: true }) };
}

/** What must be said for the model to go on; null where results say enough. */
function reminderOf({ stop, uses }: TurnMemory): string | null {
  if (stop === 'truncated') return TRUNCATED;
  if (uses.length > 0) return null;
  return stop === 'end' || stop === 'tools' ? HAND_OVER_REMINDER : CONTINUE;
}

function afterParts({ turns }: RunMemory, index: number): TextPart[] {
  return (turns[index]?.after ?? []).flatMap((event) => {
    if (event.type === 'run.feedback') return [textPart(event.text)];
    const text = nudgeText(event.step, event.reason, triedLately(turns.slice(0, index + 1)));
    return text === '' ? [] : [textPart(text)];
  });
}

const textPart = (text: string): TextPart => ({ type: 'text', text: text.trim() === '' ? CONTINUE : text });
