// Priority: the document's own word, else the phase, else how strongly it speaks.
import type { Priority } from '../../prd/model.ts';
import type { Draft } from './draft.ts';

const RANK: readonly Priority[] = ['low', 'medium', 'high', 'critical'];

export function highest(priorities: Iterable<Priority>): Priority | null {
  let best = -1;
  for (const priority of priorities) best = Math.max(best, RANK.indexOf(priority));
  return RANK[best] ?? null;
}

/** `lastPhase` is the number of phases that the document has. */
export function urgencyOf(draft: Draft, lastPhase: number): Priority {
  if (draft.isFuture) return 'low';
  const said = highest(draft.covers.flatMap(({ priority }) => (priority ? [priority] : [])));
  return said ?? byPhase(phaseOf(draft), lastPhase) ?? byModal(draft);
}

/** Its own phase, or the one that it takes part in through an ancestor. */
export function phaseOf(draft: Draft): number | null {
  for (let at: Draft | null = draft; at; at = at.parent) if (at.phase !== null) return at.phase;
  return null;
}

function byPhase(phase: number | null, lastPhase: number): Priority | null {
  if (phase === null || lastPhase < 2) return null;
  if (phase <= 1) return 'high';
  return phase >= 3 && phase >= lastPhase ? 'low' : 'medium';
}

function byModal(draft: Draft): Priority {
  const text = draft.covers.map((requirement) => requirement.text).join('\n') || draft.details;
  if (/\b(?:must|shall|critical|mandatory|required to)\b/iu.test(text)) return 'high';
  if (/\b(?:should|needs? to|will)\b/iu.test(text)) return 'medium';
  const isFree =
    /^[^,;:\n]{2,60}?(?<!\b(?:that|which|who|they|it)) (?:may|could) (?!not\b)|^optional(?:ly)?\b|\(optional\)|\bnice to have\b/imu;
  return isFree.test(text) ? 'low' : 'medium';
}
