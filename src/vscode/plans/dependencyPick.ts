// Choosing what a task waits for: the current dependencies are ticked, and one that would close a cycle is refused with its path.
import * as vscode from 'vscode';
import type { PlanEdit, TaskKey } from '../../core/plan/model.ts';
import { closingPath, waitersOf } from './dependencyPaths.ts';
import { inputTitle, pathOf } from './inputs.ts';
import type { PlanIndex } from './planIndex.ts';

interface TaskItem extends vscode.QuickPickItem {
  readonly key: TaskKey;
  /** Why it cannot be chosen; empty when it can. */
  readonly refusal: string;
}

/** Undefined when the person leaves; else the dependencies that are wanted. */
export function askDependencies(index: PlanIndex, key: TaskKey): Promise<readonly TaskKey[] | undefined> {
  const current = new Set(index.task(key)?.dependsOn.map((dependency) => dependency.key));
  const items = candidates(index, key, current);
  const pick = vscode.window.createQuickPick<TaskItem>();
  pick.title = inputTitle(vscode.l10n.t('Dependencies'), index.titleOf(key), 1);
  pick.placeholder = vscode.l10n.t('Tick the tasks that must be done first');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.items = items;
  pick.selectedItems = items.filter((item) => current.has(item.key));
  pick.onDidChangeSelection((selected) => {
    const refused = selected.find(({ refusal }) => refusal !== '');
    if (!refused) return;
    pick.prompt = refused.refusal;
    pick.selectedItems = selected.filter(({ refusal }) => refusal === '');
    void vscode.window.showWarningMessage(refused.refusal);
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.filter(({ refusal }) => refusal === '').map((item) => item.key));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** What turns the current dependencies of a task into the wanted ones. */
export function dependencyEdits(index: PlanIndex, key: TaskKey, wanted: readonly TaskKey[]): readonly PlanEdit[] {
  const current = new Set(index.task(key)?.dependsOn.map((dependency) => dependency.key));
  const removed = [...current].filter((on) => !wanted.includes(on));
  const added = wanted.filter((on) => !current.has(on));
  return [
    ...removed.map((on): PlanEdit => ({ type: 'undepend', key, on })),
    ...added.map((on): PlanEdit => ({ type: 'depend', key, on })),
  ];
}

/** The sentence that refuses a dependency; empty when it is allowed. */
export function refusalOf(index: PlanIndex, key: TaskKey, on: TaskKey, waiters = waitersOf(index, key)): string {
  const path = closingPath(waiters, key, on);
  if (path.length === 0) return '';
  const titles = path.map((each) => `“${index.titleOf(each)}”`).join(' → ');
  return vscode.l10n.t(
    '“{0}” cannot be a dependency, because that would close a cycle: {1}.',
    index.titleOf(on),
    titles,
  );
}

/** Ticked ones first, then those that can be chosen, then those that cannot. Ancestors and descendants are no candidates. */
function candidates(index: PlanIndex, key: TaskKey, current: ReadonlySet<TaskKey>): readonly TaskItem[] {
  const kin = new Set([...index.ancestorsOf(key), ...index.subtreeOf(key)]);
  const waiters = waitersOf(index, key);
  const items = index.plan.tasks
    .filter((task) => current.has(task.key) || !kin.has(task.key))
    .map((task): TaskItem => {
      const refusal = current.has(task.key) ? '' : refusalOf(index, key, task.key, waiters);
      return {
        key: task.key,
        label: task.title,
        description: pathOf(index, task.key),
        refusal,
        ...(refusal
          ? { iconPath: new vscode.ThemeIcon('circle-slash'), detail: vscode.l10n.t('would close a cycle') }
          : {}),
      };
    });
  const rank = (item: TaskItem): number => (current.has(item.key) ? 0 : item.refusal === '' ? 1 : 2);
  return items.toSorted((a, b) => rank(a) - rank(b));
}
