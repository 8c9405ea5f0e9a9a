// What an import will do, as a list to read before it is done. Enter on the first row does it.
import * as vscode from 'vscode';
import type { ImportChange, ImportPreview } from '../../core/plan/importModel.ts';
import type { TaskKey } from '../../core/plan/model.ts';

/** Rows of one kind beyond this many are counted, not listed. */
const listed = 500;

interface Row extends vscode.QuickPickItem {
  readonly confirms?: true;
}

/** Shows the changes by kind; resolves to whether the person wants them. */
export async function confirmImport(title: string, preview: ImportPreview): Promise<boolean> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Import “{0}” into Taskwerk', title);
  pick.placeholder = vscode.l10n.t('Enter imports, Escape cancels; type to filter the changes');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const confirm: Row = {
    label: `$(check) ${vscode.l10n.t('Import')}`,
    description: forecast(preview.changes),
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

type Say = (count: number) => string;

/** e.g. "adds 24, changes 2, keeps 1 as it is". Kinds that do not occur are left out. */
function forecast(changes: readonly ImportChange[]): string {
  const said = countKinds(changes, {
    add: (count) => (count === 1 ? vscode.l10n.t('adds 1 task') : vscode.l10n.t('adds {0} tasks', count)),
    change: (count) => (count === 1 ? vscode.l10n.t('changes 1 task') : vscode.l10n.t('changes {0} tasks', count)),
    keep: (count) => vscode.l10n.t('keeps {0} as they are', count),
    removed: (count) => vscode.l10n.t('{0} no longer in the plan', count),
    unchanged: (count) => vscode.l10n.t('{0} unchanged', count),
  });
  return said === '' ? vscode.l10n.t('nothing to do') : said;
}

/** What an import did, e.g. "24 tasks added, 2 changed, 1 kept as they are". */
export function summarize(changes: readonly ImportChange[]): string {
  const said = countKinds(changes, {
    add: (count) => (count === 1 ? vscode.l10n.t('1 task added') : vscode.l10n.t('{0} tasks added', count)),
    change: (count) => (count === 1 ? vscode.l10n.t('1 task changed') : vscode.l10n.t('{0} tasks changed', count)),
    keep: (count) => vscode.l10n.t('{0} kept as they are', count),
    removed: (count) => vscode.l10n.t('{0} no longer in the plan', count),
    unchanged: (count) => vscode.l10n.t('{0} unchanged', count),
  });
  return said === '' ? vscode.l10n.t('nothing to do') : said;
}

function countKinds(changes: readonly ImportChange[], words: Readonly<Record<ImportChange['kind'], Say>>): string {
  const counts = Map.groupBy(changes, ({ kind }) => kind);
  const kinds = ['add', 'change', 'keep', 'removed', 'unchanged'] as const;
  return kinds
    .flatMap((kind) => {
      const count = counts.get(kind)?.length ?? 0;
      return count > 0 ? [words[kind](count)] : [];
    })
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
  const titles = new Map(changes.map(({ key, title }) => [key, title]));
  return headings.flatMap(([kind, heading, icon]) => {
    const group = changes.filter((change) => change.kind === kind);
    if (group.length === 0) return [];
    const rest = group.length - listed;
    return [
      { label: `${heading} (${group.length})`, kind: vscode.QuickPickItemKind.Separator },
      ...group.slice(0, listed).map((change) => rowOf(change, icon, titles)),
      ...(rest > 0 ? [{ label: vscode.l10n.t('… and {0} more', rest) }] : []),
    ];
  });
}

function rowOf(change: ImportChange, icon: string, titles: ReadonlyMap<TaskKey, string>): Row {
  const label = `$(${icon}) ${withoutIcons(change.title)}`;
  switch (change.kind) {
    case 'add':
      return { label, ...(change.parent && { description: withoutIcons(titles.get(change.parent) ?? change.parent) }) };
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
