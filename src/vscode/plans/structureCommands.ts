// Row commands that change which draft tasks there are and where they stand.
import * as vscode from 'vscode';
import { askParent, askSplit, askTitle } from './inputs.ts';
import { moveInto } from './rearrange.ts';
import type { TaskCommand } from './taskCommand.ts';

export const structureCommands: Readonly<Record<string, TaskCommand>> = {
  'conductor.task.addSubtask': async ({ task }) => {
    const title = await askTitle(vscode.l10n.t('Add a Subtask to “{0}”', task.title));
    return title === undefined ? [] : [{ type: 'add', parent: task.key, title }];
  },
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
  'conductor.task.moveTo': async ({ index, keys }) => {
    const parent = await askParent(index, keys);
    const move = parent === undefined ? null : moveInto(index, keys, parent);
    return move ? [move] : [];
  },
};
