// Edits of plans from the tree: one after another, remembered for undo and redo, and refused when the plan moved on elsewhere.
import * as vscode from 'vscode';
import { ConductorError } from '../../core/errors.ts';
import type { PlanEdit, StoredPlan } from '../../core/plan/model.ts';
import { setContext } from '../context.ts';
import type { PlanRef } from '../projects.ts';
import { EditHistory } from './editHistory.ts';
import type { PlanIndex } from './planIndex.ts';
import type { PlansTree } from './plansTree.ts';

/** What to do with the plan as it is when the edit's turn comes; nothing for an empty list. */
export type MakeEdits = (index: PlanIndex) => readonly PlanEdit[];

export class PlanEditor {
  readonly #tree: PlansTree;
  readonly #histories = new Map<string, EditHistory>();
  #last: PlanRef | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(tree: PlansTree) {
    this.#tree = tree;
  }

  /** Undefined when there was nothing to do or the plan had changed elsewhere. */
  edit(ref: PlanRef, makeEdits: MakeEdits): Promise<StoredPlan | undefined> {
    return this.#inTurn(ref, async (history, index) => {
      const edits = makeEdits(index);
      if (edits.length === 0) return undefined;
      const saved = await ref.project.conductor.plans.edit(index.stored, edits);
      history.record(index.stored, saved);
      this.#last = ref;
      return saved;
    });
  }

  undo(ref = this.#last): Promise<StoredPlan | undefined> {
    return this.#step(ref, 'undo');
  }

  redo(ref = this.#last): Promise<StoredPlan | undefined> {
    return this.#step(ref, 'redo');
  }

  async #step(ref: PlanRef | undefined, direction: 'undo' | 'redo'): Promise<StoredPlan | undefined> {
    if (!ref) return undefined;
    return this.#inTurn(ref, async (history, { stored }) => {
      const plan = history.peek(direction, stored);
      if (!plan) return undefined;
      const saved = await ref.project.conductor.plans.save(stored, plan);
      history.stepped(direction, stored, saved);
      return saved;
    });
  }

  /** Waits for the edits before it, so that each one sees what they left. */
  #inTurn(
    ref: PlanRef,
    run: (history: EditHistory, index: PlanIndex) => Promise<StoredPlan | undefined>,
  ): Promise<StoredPlan | undefined> {
    const turn = this.#queue.then(async () => {
      try {
        return await run(this.#historyOf(ref), await this.#tree.rows.index(ref));
      } catch (error) {
        if (!(error instanceof ConductorError && error.code === 'plan.stale')) throw error;
        void vscode.window.showWarningMessage(
          vscode.l10n.t(
            'The plan was changed elsewhere and has been reloaded. Your edit was not made; please repeat it.',
          ),
        );
        return undefined;
      } finally {
        this.#tree.refresh(ref.project);
        this.#tellHistory(ref);
      }
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #historyOf({ project, planId }: PlanRef): EditHistory {
    const key = `${project.folder.uri.toString()}#${planId}`;
    const known = this.#histories.get(key);
    if (known) return known;
    const history = new EditHistory();
    this.#histories.set(key, history);
    return history;
  }

  /** The title bar's arrows follow the plan that was edited last. */
  #tellHistory(ref: PlanRef): void {
    const { canUndo, canRedo } = this.#historyOf(ref);
    setContext('conductor.plans.canUndo', canUndo);
    setContext('conductor.plans.canRedo', canRedo);
  }
}
