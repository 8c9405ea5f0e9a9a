// What the last turn of a run comes to. Asked after a restart as well, so that what is settled is not asked of the model again.
import * as z from 'zod';
import type { AgentOutcome } from './agentBackend.ts';
import { COMPLETE_TOOL } from './prompts.ts';
import type { RunMemory, TurnMemory } from './runMemory.ts';

const claim = z.object({ summary: z.string().catch(''), notes: z.string().catch('') });
const MAX_REASON = 300;

/** Null while the agent has to go on: also where feedback came after what it had settled. */
export function outcomeOf({ last, turns, lastNudge }: RunMemory): AgentOutcome | null {
  if (!last || last.after.some(({ type }) => type === 'run.feedback')) return null;
  const handedOver = last.uses.find(
    ({ id, name }) => name === COMPLETE_TOOL && last.results.get(id)?.isError === false,
  );
  if (handedOver) return { kind: 'handedOver', ...claim.parse(handedOver.input) };
  if (last.stop === 'refusal') return { kind: 'stuck', reason: refusalReason(last) };
  if (lastNudge?.nudge.step === 'person' && lastNudge.afterTurn === turns.length) {
    return {
      kind: 'stuck',
      reason: `${lastNudge.nudge.reason} A hint, a change of approach and a fresh start did not help.`,
    };
  }
  return null;
}

function refusalReason({ parts }: TurnMemory): string {
  const words = parts
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' ? 'The model refused to go on.' : `The model refused to go on: ${words.slice(0, MAX_REASON)}`;
}
