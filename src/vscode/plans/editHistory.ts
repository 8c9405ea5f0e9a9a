// Undo and redo of a plan's edits in this window. Knows nothing of VS Code.
import type { Plan, StoredPlan } from '../../core/plan/model.ts';

export type Direction = 'undo' | 'redo';

/** More steps back than anyone counts, and still few megabytes: plans share what an edit left alone. */
const longestHistory = 200;

/**
 * The plans before and after the one at hand. It follows the stored revision: what someone else saved in between
 * ends the history, because a step back would take their work with it.
 */
export class EditHistory {
  readonly #plans: Record<Direction, Plan[]> = { undo: [], redo: [] };
  #revision: number | undefined;

  get canUndo(): boolean {
    return this.#plans.undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#plans.redo.length > 0;
  }

  /** After an edit was saved. */
  record(before: StoredPlan, after: StoredPlan): void {
    this.#follow(before);
    this.#plans.undo.push(before.plan);
    if (this.#plans.undo.length > longestHistory) this.#plans.undo.shift();
    this.#plans.redo.length = 0;
    this.#revision = after.revision;
  }

  /** The plan that a step in this direction leads to; undefined at the end. */
  peek(direction: Direction, current: StoredPlan): Plan | undefined {
    this.#follow(current);
    return this.#plans[direction].at(-1);
  }

  /** After the plan that `peek` gave was saved. */
  stepped(direction: Direction, before: StoredPlan, after: StoredPlan): void {
    this.#plans[direction].pop();
    this.#plans[direction === 'undo' ? 'redo' : 'undo'].push(before.plan);
    this.#revision = after.revision;
  }

  #follow({ revision }: StoredPlan): void {
    if (this.#revision === revision) return;
    this.#plans.undo.length = 0;
    this.#plans.redo.length = 0;
    this.#revision = revision;
  }
}
