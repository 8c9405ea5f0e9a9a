// One box for the filter: words are typed, statuses and priorities are ticked.
import * as vscode from 'vscode';
import type { Priority } from '../../core/prd/model.ts';
import type { FilterStatus, PlanFilter } from './filter.ts';
import { priorities } from './inputs.ts';
import { priorityLabel, statusLabel } from './labels.ts';

interface ConditionItem extends vscode.QuickPickItem {
  readonly status?: FilterStatus;
  readonly priority?: Priority;
}

const statuses: readonly FilterStatus[] = ['draft', 'todo', 'in-progress', 'blocked', 'done', 'cancelled', 'excluded'];

/** Undefined when the person leaves; an empty filter shows everything. */
export function askFilter(current: PlanFilter): Promise<PlanFilter | undefined> {
  const pick = vscode.window.createQuickPick<ConditionItem>();
  const items = conditionItems();
  pick.title = vscode.l10n.t('Filter Tasks');
  pick.placeholder = vscode.l10n.t('Words of the task, and any of the conditions below');
  pick.canSelectMany = true;
  pick.value = current.text;
  pick.items = items;
  pick.selectedItems = items.filter(
    ({ status, priority }) =>
      (status && current.statuses.includes(status)) ?? (priority && current.priorities.includes(priority)),
  );
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve({
        text: pick.value.trim(),
        statuses: pick.selectedItems.flatMap(({ status }) => status ?? []),
        priorities: pick.selectedItems.flatMap(({ priority }) => priority ?? []),
      });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** They stay in sight whatever is typed. */
function conditionItems(): readonly ConditionItem[] {
  const heading = (label: string): ConditionItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    heading(vscode.l10n.t('Status')),
    ...statuses.map((status) => ({ label: statusLabel(status), status, alwaysShow: true })),
    heading(vscode.l10n.t('Priority')),
    ...priorities.map((priority) => ({
      label: vscode.l10n.t('{0} priority', priorityLabel(priority)),
      priority,
      alwaysShow: true,
    })),
  ];
}
