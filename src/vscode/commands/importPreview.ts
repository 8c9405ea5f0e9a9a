// What an import will do, as a list to read before it is done. Enter on the first row does it.
import * as vscode from 'vscode';
import type { ImportChange, ImportPreview } from '../../core/plan/importModel.ts';

/** Rows of one kind beyond this many are counted, not listed. */
const listed = 500;

interface Row extends vscode.QuickPickItem {
  readonly confirms?: true;
}

/** Shows the changes by kind; resolves to whether the person wants them. */
export async function confirmImport(title: string, preview: ImportPreview): Promise<boolean> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Import “{0}” into Taskwerk', title);
  pick.placeholder = vscode.l10n.t(
    'Press Enter to import, Escape to leave everything as it is; type to filter the changes',
  );
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const confirm: Row = {
    label: `$(check) ${vscode.l10n.t('Import')}`,
    description: summarize(preview.changes),
    alwaysShow: true,
    confirms: true,
  };
  pick.items = [confirm, ...groups(preview.changes)];
  pick.activeItems = [confirm];
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      if (!pick.activeItems[0]?.confirms) pick.activeItems = [confirm];
      else {
        resolve(true);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      resolve(false);
      pick.dispose();
    });
    pick.show();
  });
}

/** e.g. "24 added, 2 changed, 1 kept". Kinds that do not occur are left out. */
export function summarize(changes: readonly ImportChange[]): string {
  const words: readonly (readonly [ImportChange['kind'], (count: number) => string])[] = [
    ['add', (count) => vscode.l10n.t('{0} added', count)],
    ['change', (count) => vscode.l10n.t('{0} changed', count)],
    ['keep', (count) => vscode.l10n.t('{0} kept as they are', count)],
    ['removed', (count) => vscode.l10n.t('{0} no longer in the plan', count)],
    ['unchanged', (count) => vscode.l10n.t('{0} unchanged', count)],
  ];
  return words
    .map(([kind, say]) => ({ count: changes.filter((change) => change.kind === kind).length, say }))
    .flatMap(({ count, say }) => (count > 0 ? [say(count)] : []))
    .join(', ');
}

function groups(changes: readonly ImportChange[]): readonly Row[] {
  const headings: readonly (readonly [ImportChange['kind'], string, string])[] = [
    ['add', vscode.l10n.t('New in Taskwerk'), 'add'],
    ['change', vscode.l10n.t('Changed by the plan'), 'edit'],
    ['keep', vscode.l10n.t('Kept: Taskwerk’s side has moved on'), 'lock'],
    ['removed', vscode.l10n.t('No longer in the plan: stays in Taskwerk'), 'circle-slash'],
    ['unchanged', vscode.l10n.t('Unchanged'), 'dash'],
  ];
  return headings.flatMap(([kind, heading, icon]) => {
    const group = changes.filter((change) => change.kind === kind);
    if (group.length === 0) return [];
    const rest = group.length - listed;
    return [
      { label: `${heading} (${group.length})`, kind: vscode.QuickPickItemKind.Separator },
      ...group.slice(0, listed).map((change) => rowOf(change, icon)),
      ...(rest > 0 ? [{ label: vscode.l10n.t('… and {0} more', rest) }] : []),
    ];
  });
}

function rowOf(change: ImportChange, icon: string): Row {
  const label = `$(${icon}) ${withoutIcons(change.title)}`;
  switch (change.kind) {
    case 'add':
      return { label, description: change.parent ? vscode.l10n.t('under {0}', change.parent) : '' };
    case 'change':
      return { label, description: change.taskId, detail: change.fields.map(describeField).join(' · ') };
    case 'unchanged':
      return { label, description: change.taskId };
    case 'keep':
    case 'removed':
      return { label, description: change.taskId, detail: change.reason };
  }
}

function describeField({ field, from, to }: { field: string; from: string; to: string }): string {
  return `${field}: ${shorten(from)} → ${shorten(to)}`;
}

function shorten(text: string): string {
  const line = withoutIcons(text.replaceAll(/\s+/g, ' ').trim());
  if (line === '') return '–';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

/** A title that says "$(name)" must not become an icon. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
