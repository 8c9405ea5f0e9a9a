// The zod schema of a stored plan: the border between the database and the core.
import type { Plan } from './model.ts';

/** Throws ConductorError `plan.invalid` for a stored plan that is damaged. */
export function parseStoredPlan(_json: string): Plan {
  throw new Error('written by the plan schema feature');
}
