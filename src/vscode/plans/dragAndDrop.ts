// Dragging tasks within their plan.
import * as vscode from 'vscode';
import type { TaskKey } from '../../core/plan/model.ts';
import type { TaskRef } from '../projects.ts';
import type { PlanEditor } from './planEditor.ts';
import { drop } from './rearrange.ts';
import type { Row } from './rows.ts';

/** VS Code's own type for a drag within the view `conductor.plans`. */
export const dragMimeType = 'application/vnd.code.tree.conductor.plans';

export class PlansDragAndDrop implements vscode.TreeDragAndDropController<Row> {
  readonly dragMimeTypes = [dragMimeType];
  readonly dropMimeTypes = [dragMimeType];
  readonly #editor: PlanEditor;
  readonly #showError: (error: unknown) => void;
  readonly #reveal: (ref: TaskRef) => Promise<void>;

  /** `reveal` shows where the first dropped task has gone, which may be into a closed group. */
  constructor(editor: PlanEditor, showError: (error: unknown) => void, reveal: (ref: TaskRef) => Promise<void>) {
    this.#editor = editor;
    this.#showError = showError;
    this.#reveal = reveal;
  }

  handleDrag(rows: readonly Row[], transfer: vscode.DataTransfer): void {
    const tasks = rows.filter((row) => row.type === 'task');
    if (tasks.length === 0) return;
    const dragged = tasks.map((row) => ({ plan: planIdOf(row), key: row.key }));
    transfer.set(dragMimeType, new vscode.DataTransferItem(JSON.stringify(dragged)));
  }

  async handleDrop(target: Row | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const item = transfer.get(dragMimeType);
    if (!item || !target || !(target.type === 'plan' || target.type === 'task')) return;
    try {
      await this.#drop(JSON.parse(await item.asString()) as readonly Dragged[], target);
    } catch (error) {
      this.#showError(error);
    }
  }

  async #drop(dragged: readonly Dragged[], target: DropTarget): Promise<void> {
    const plan = planIdOf(target);
    if (dragged.some((task) => task.plan !== plan)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Tasks can be moved within their own plan only.'));
      return;
    }
    const onto = target.type === 'task' ? target.key : null;
    const saved = await this.#editor.edit(target, (index) => {
      const edit = drop(
        index,
        dragged.map(({ key }) => key),
        onto,
      );
      if (!edit) void vscode.window.showInformationMessage(vscode.l10n.t('A task cannot be moved below itself.'));
      return edit ? [edit] : [];
    });
    const { project, planId } = target;
    const [first] = dragged;
    if (saved && first) await this.#reveal({ project, planId, key: first.key });
  }
}

type DropTarget = Extract<Row, { type: 'plan' | 'task' }>;

interface Dragged {
  readonly plan: string;
  readonly key: TaskKey;
}

function planIdOf({ project, planId }: DropTarget): string {
  return `${project.folder.uri.toString()}#${planId}`;
}
