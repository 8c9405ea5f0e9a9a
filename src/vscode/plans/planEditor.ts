// Edits of plans from the tree: one after another, remembered for undo and redo, and refused when the plan moved on elsewhere.
import * as vscode from 'vscode';
import { isConductorError } from '../../core/errors.ts';
import { editInHistory, redoEdit, startHistory, undoEdit, type PlanHistory } from '../../core/plan/history.ts';
import type { PlanEdit, StoredPlan } from '../../core/plan/model.ts';
import { isSameVersion } from '../../core/plan/version.ts';
import { setContext } from '../context.ts';
import type { PlanRef, Project } from '../projects.ts';
import type { PlanIndex } from './planIndex.ts';
import type { PlansTree } from './plansTree.ts';

/** What to do with the plan as it is when the edit's turn comes; nothing for an empty list. */
export type MakeEdits = (index: PlanIndex) => readonly PlanEdit[];

/** A history holds as long as the stored plan is the one that it left: a step back must not take someone else's work along. */
interface Remembered {
  readonly ref: PlanRef;
  readonly history: PlanHistory;
  readonly left: StoredPlan;
}

export class PlanEditor {
  readonly #tree: PlansTree;
  readonly #remembered = new Map<string, Remembered>();
  #last: PlanRef | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(tree: PlansTree) {
    this.#tree = tree;
  }

  /** Undefined when there was nothing to do or the plan had changed elsewhere. */
  edit(ref: PlanRef, makeEdits: MakeEdits): Promise<StoredPlan | undefined> {
    return this.#inTurn(ref, (history, index) => editInHistory(history, makeEdits(index)));
  }

  /** Without `ref`: in the plan that was edited last. Undefined when there is nothing to undo. */
  undo(ref = this.#last): Promise<StoredPlan | undefined> {
    return ref ? this.#inTurn(ref, undoEdit) : Promise.resolve(undefined);
  }

  redo(ref = this.#last): Promise<StoredPlan | undefined> {
    return ref ? this.#inTurn(ref, redoEdit) : Promise.resolve(undefined);
  }

  /** Nothing is undone in a folder that is no longer open. */
  forgetOthers(projects: readonly Project[]): void {
    const isOpen = (ref: PlanRef): boolean => projects.includes(ref.project);
    for (const [name, { ref }] of this.#remembered) if (!isOpen(ref)) this.#remembered.delete(name);
    if (!this.#last || isOpen(this.#last)) return;
    this.#last = undefined;
    setContext('conductor.plans.canUndo', false);
    setContext('conductor.plans.canRedo', false);
  }

  /** Waits for the edits before it, so that each one sees what they left. */
  #inTurn(
    ref: PlanRef,
    step: (history: PlanHistory, index: PlanIndex) => PlanHistory | null,
  ): Promise<StoredPlan | undefined> {
    const turn = this.#queue.then(() =>
      vscode.window.withProgress({ location: { viewId: 'conductor.plans' } }, () => this.#take(ref, step)),
    );
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #take(
    ref: PlanRef,
    step: (history: PlanHistory, index: PlanIndex) => PlanHistory | null,
  ): Promise<StoredPlan | undefined> {
    try {
      const index = await this.#tree.rows.index(ref);
      const before = this.#historyOf(ref, index.stored);
      const after = step(before, index);
      if (!after || after === before) return undefined;
      const saved = await ref.project.conductor.plans.save(index.stored, after.plan);
      this.#remember({ ref, history: after, left: saved });
      this.#tree.rows.of(ref.project).accept(saved);
      this.#tree.refresh(ref.project);
      return saved;
    } catch (error) {
      if (!(isConductorError(error) && error.code === 'plan.stale')) throw error;
      this.#tree.refresh(ref.project);
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'The plan was changed elsewhere and has been reloaded. Your edit was not made; please repeat it.',
        ),
      );
      return undefined;
    }
  }

  #historyOf(ref: PlanRef, stored: StoredPlan): PlanHistory {
    const remembered = this.#remembered.get(nameOf(ref));
    return remembered && isSameVersion(remembered.left, stored) ? remembered.history : startHistory(stored.plan);
  }

  /** The title bar's arrows follow the plan that was edited last. */
  #remember(remembered: Remembered): void {
    this.#last = remembered.ref;
    this.#remembered.set(nameOf(remembered.ref), remembered);
    setContext('conductor.plans.canUndo', remembered.history.past.length > 0);
    setContext('conductor.plans.canRedo', remembered.history.future.length > 0);
  }
}

function nameOf({ project, planId }: PlanRef): string {
  return `${project.folder.uri.toString()}#${planId}`;
}
