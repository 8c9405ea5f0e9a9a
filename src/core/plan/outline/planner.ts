// PRD → plan from the document's own structure: no model, no key, no network.
import type { Prd } from '../../prd/model.ts';
import type { Plan } from '../model.ts';

export interface OutlineOptions {
  readonly sourceFile: string;
  readonly sourceHash: string;
  /** Levels of the task tree: 1 gives only roots. */
  readonly maxDepth: number;
}

export function planFromOutline(_prd: Prd, _options: OutlineOptions): Plan {
  throw new Error('written by the outline planner');
}
