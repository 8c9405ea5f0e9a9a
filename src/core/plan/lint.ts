// What is wrong or doubtful about a plan, each with its place and a way to mend it.
import type { LintFinding, Plan } from './model.ts';

/** Errors first. A plan with an `error` cannot be imported. */
export function lintPlan(_plan: Plan): readonly LintFinding[] {
  throw new Error('written by the lint feature');
}
