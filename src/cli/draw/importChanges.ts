// What an import would do or did, in the terminal.
import type { ImportChange, ImportPreview, ImportResult } from '../../core/plan/importModel.ts';
import { proseColumns, type Screen, type Style } from './screen.ts';
import { drawTable, type TableCell } from './table.ts';
import { truncate } from './width.ts';

type ChangeKind = ImportChange['kind'];

const kinds: Readonly<Record<ChangeKind, { readonly mark: string; readonly word: string; readonly style?: Style }>> = {
  add: { mark: '+', word: 'added', style: 'green' },
  change: { mark: '~', word: 'changed', style: 'yellow' },
  unchanged: { mark: '=', word: 'unchanged', style: 'dim' },
  keep: { mark: '!', word: 'kept as they are', style: 'cyan' },
  removed: { mark: '-', word: 'no longer in the plan', style: 'dim' },
};

export function drawImportPreview({ planId, changes, isEmpty }: ImportPreview, screen: Screen): readonly string[] {
  const title = isEmpty
    ? `Plan ${planId} is in Taskwerk already: nothing to import.`
    : `Importing plan ${planId}: ${summarize(changes)}.`;
  return [screen.paint('bold', title), ...drawChanges(changes, screen)];
}

/** Added tasks are not listed one by one: they are the plan that has just been shown. */
export function drawImportResult(result: ImportResult, databaseFile: string | null, screen: Screen): readonly string[] {
  const { planId, changes, isEmpty, taskIds } = result;
  const title = isEmpty
    ? `Plan ${planId} was in Taskwerk already: nothing was written.`
    : `Plan ${planId} is in Taskwerk: ${summarize(changes)}.`;
  const added = changes.flatMap(({ kind, key }) => (kind === 'add' ? [taskIds[key] ?? key] : []));
  return [
    screen.paint('green', '✓ ') + title,
    ...(added.length === 0 ? [] : [`New tasks: ${formatRange(added)}`]),
    ...drawChanges(
      changes.filter(({ kind }) => kind !== 'add'),
      screen,
    ),
    ...(databaseFile === null ? [] : [`Database: ${databaseFile}`]),
  ];
}

/** "TASK-001 to TASK-009"; ids are given in this order. */
function formatRange(ids: readonly string[]): string {
  return [...new Set([ids[0], ids.at(-1)])].join(' to ');
}

function summarize(changes: readonly ImportChange[]): string {
  const counts = Map.groupBy(changes, ({ kind }) => kind);
  return (Object.keys(kinds) as ChangeKind[])
    .flatMap((kind) => {
      const number = counts.get(kind)?.length ?? 0;
      return number === 0 ? [] : [`${number} ${kinds[kind].word}`];
    })
    .join(', ');
}

/** Unchanged tasks are counted in the title alone. */
function drawChanges(changes: readonly ImportChange[], screen: Screen): readonly string[] {
  const shown = changes.filter(({ kind }) => kind !== 'unchanged');
  if (shown.length === 0) return [];
  const columns = [{ title: '' }, { title: 'Id' }, { title: 'Task', isFlexible: true }];
  const rows = shown.map((change): readonly TableCell[] => [
    { text: kinds[change.kind].mark, style: kinds[change.kind].style },
    change.kind === 'add' ? 'new' : change.taskId,
    change.title,
  ]);
  const [, ...lines] = drawTable(screen, columns, rows);
  return lines.flatMap((line, index) => {
    const change = shown[index];
    return change ? [`  ${line}`, ...explain(change, screen)] : [];
  });
}

function explain(change: ImportChange, screen: Screen): readonly string[] {
  const width = Math.min(screen.columns, proseColumns * 2) - 6;
  const line = (text: string) => `      ${screen.paint('dim', truncate(text.replace(/\s+/g, ' '), width))}`;
  switch (change.kind) {
    case 'change':
      return [
        ...change.fields.map(({ field, from, to }) => line(`${field}: ${shorten(from)} → ${shorten(to)}`)),
        ...(change.kept === undefined ? [] : [line(change.kept)]),
      ];
    case 'keep':
    case 'removed':
      return [line(change.reason)];
    case 'add':
    case 'unchanged':
      return [];
  }
}

const shorten = (text: string) => (text === '' ? '(none)' : truncate(text.replace(/\s+/g, ' '), 60));
