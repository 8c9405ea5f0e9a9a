// How much of a document a plan covers.
import type { Plan } from '../../core/plan/model.ts';

export interface Coverage {
  /** Requirements that a task covers. */
  readonly covered: number;
  readonly total: number;
}

export function coverageOf({ tasks, requirements }: Plan): Coverage {
  const cited = new Set(tasks.flatMap(({ covers }) => covers));
  return { covered: requirements.filter(({ id }) => cited.has(id)).length, total: requirements.length };
}
