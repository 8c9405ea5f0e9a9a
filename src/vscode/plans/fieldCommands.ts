// Row commands that set fields of draft tasks.
import * as vscode from 'vscode';
import type { PlanEdit, TaskFields } from '../../core/plan/model.ts';
import { askDependencies, dependencyEdits } from './dependencyPick.ts';
import { askCategory, askEstimate, askPriority, askTags, askTitle } from './inputs.ts';
import type { TaskCommand } from './taskCommand.ts';
import type { Selection } from './selection.ts';
import { taskTextUri } from './taskTexts.ts';

export const fieldCommands: Readonly<Record<string, TaskCommand>> = {
  'conductor.task.rename': async ({ task }) => {
    const title = await askTitle(vscode.l10n.t('Rename “{0}”', task.title), task.title);
    return title === undefined || title === task.title ? [] : [{ type: 'set', key: task.key, fields: { title } }];
  },
  'conductor.task.editEstimate': async (selection) => {
    const hours = await askEstimate(selection.task, selection.keys.length);
    return hours === undefined ? [] : setAll(selection, { estimate: { hours, rule: vscode.l10n.t('set by hand') } });
  },
  'conductor.task.editPriority': async (selection) => {
    const priority = await askPriority(selection.task, selection.keys.length);
    return priority === undefined ? [] : setAll(selection, { priority });
  },
  'conductor.task.editCategory': async (selection) => {
    const category = await askCategory(selection.task, selection.index, selection.keys.length);
    return category === undefined ? [] : setAll(selection, { category });
  },
  'conductor.task.editTags': async (selection) => {
    const tags = await askTags(selection.task, selection.keys.length);
    return tags === undefined ? [] : setAll(selection, { tags });
  },
  'conductor.task.editDependencies': async ({ index, task }) => {
    const wanted = await askDependencies(index, task.key);
    return wanted === undefined ? [] : dependencyEdits(index, task.key, wanted);
  },
  'conductor.task.editDescription': (selection) => openText(selection, 'description'),
  'conductor.task.editCriteria': (selection) => openText(selection, 'criteria'),
};

function setAll({ keys }: Selection, fields: TaskFields): readonly PlanEdit[] {
  return keys.map((key) => ({ type: 'set', key, fields }));
}

/** Texts of several lines are edited in an editor; saving it makes the edit. */
async function openText({ ref, task }: Selection, field: 'description' | 'criteria'): Promise<readonly PlanEdit[]> {
  await vscode.window.showTextDocument(taskTextUri({ ...ref, key: task.key }, field), { preview: false });
  return [];
}
