// Everything that a person can do to a plan, as pure functions.
import type { Plan, PlanEdit } from './model.ts';

/** Throws ConductorError `plan.invalid` for an edit that names a missing task or would make a parent loop. */
export function applyEdits(_plan: Plan, _edits: readonly PlanEdit[]): Plan {
  throw new Error('written by the edit feature');
}
