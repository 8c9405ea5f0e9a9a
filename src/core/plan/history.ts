// Undo and redo of edits: the plans before and after the present one. Immutable, so a view can keep any state of it.
import { applyEdits } from './edit.ts';
import type { Plan, PlanEdit } from './model.ts';

/** Plans share what an edit leaves alone, so even this many cost little. */
const MAX_STEPS = 200;

export interface PlanHistory {
  readonly plan: Plan;
  /** Oldest first. */
  readonly past: readonly Plan[];
  /** The one that redo goes to last. */
  readonly future: readonly Plan[];
}

/** A history without past, for a plan just loaded or changed elsewhere. */
export function startHistory(plan: Plan): PlanHistory {
  return { plan, past: [], future: [] };
}

/** One step for all the edits. Edits that change nothing leave the history as it is. */
export function editInHistory(history: PlanHistory, edits: readonly PlanEdit[]): PlanHistory {
  return recordInHistory(history, applyEdits(history.plan, edits));
}

/** One step to a plan that came about otherwise, e.g. by editing its document. */
export function recordInHistory(history: PlanHistory, plan: Plan): PlanHistory {
  if (plan === history.plan) return history;
  return { plan, past: [...history.past, history.plan].slice(-MAX_STEPS), future: [] };
}

/** Null when there is nothing to undo. */
export function undoEdit({ plan, past, future }: PlanHistory): PlanHistory | null {
  const previous = past.at(-1);
  return previous ? { plan: previous, past: past.slice(0, -1), future: [...future, plan] } : null;
}

/** Null when there is nothing to redo. */
export function redoEdit({ plan, past, future }: PlanHistory): PlanHistory | null {
  const next = future.at(-1);
  return next ? { plan: next, past: [...past, plan], future: future.slice(0, -1) } : null;
}
