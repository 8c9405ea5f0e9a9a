// Row commands that change which draft tasks there are and where they stand.
import * as vscode from 'vscode';
import type { PlanEdit } from '../../core/plan/model.ts';
import { askParent, askSplit, askTitle } from './inputs.ts';
import { moveBy, moveInto, topmost } from './rearrange.ts';
import type { TaskCommand } from './taskCommand.ts';

export const structureCommands: Readonly<Record<string, TaskCommand>> = {
  'conductor.task.addSubtask': async ({ task }) => {
    const title = await askTitle(vscode.l10n.t('Add a Subtask to “{0}”', task.title));
    return title === undefined ? [] : [{ type: 'add', parent: task.key, title }];
  },
  'conductor.task.delete': ({ index, keys }) => [{ type: 'delete', keys: topmost(index, keys) }],
  'conductor.task.split': async ({ task }) => {
    const titles = await askSplit(task, task.acceptanceCriteria);
    return titles === undefined ? [] : [{ type: 'split', key: task.key, titles }];
  },
  'conductor.task.merge': ({ index, keys }) => {
    const inOrder = index.plan.tasks.map(({ key }) => key).filter((key) => keys.includes(key));
    if (inOrder.length > 1) return [{ type: 'merge', keys: inOrder }];
    void vscode.window.showInformationMessage(vscode.l10n.t('Select the tasks to merge, at least two.'));
    return [];
  },
  'conductor.task.moveUp': ({ index, keys }) => listOf(moveBy(index, keys, -1)),
  'conductor.task.moveDown': ({ index, keys }) => listOf(moveBy(index, keys, 1)),
  'conductor.task.moveTo': async ({ index, keys }) => {
    const parent = await askParent(index, keys);
    return parent === undefined ? [] : listOf(moveInto(index, keys, parent));
  },
};

function listOf(edit: PlanEdit | null): readonly PlanEdit[] {
  return edit ? [edit] : [];
}
