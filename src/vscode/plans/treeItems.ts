// Rows of the Plans view as VS Code draws them.
import * as vscode from 'vscode';
import type { LintFinding, Severity } from '../../core/plan/model.ts';
import type { PlanSummary } from '../../core/ports.ts';
import type { Task, TaskStatus } from '../../core/tasks/model.ts';
import { isStopped, needsPerson, type Activity } from '../orchestration/runStory.ts';
import {
  findingSpokenLabel,
  planStatusLabel,
  priorityLabel,
  runLabel,
  runPhrase,
  statusLabel,
  taskCount,
  taskDescription,
  taskSpokenLabel,
  type TaskFacts,
} from './labels.ts';
import { isFinished, type PlanIndex } from './planIndex.ts';
import type { PlanProgress } from './projectPlans.ts';
import type { FindingRow, FolderRow, OtherTasksRow, PlanRow, RequirementRow, SectionRow } from './rows.ts';
import { runMarks, type TaskRun } from './taskRuns.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function folderItem({ project: { folder } }: FolderRow): vscode.TreeItem {
  const item = new vscode.TreeItem(folder.name, Expanded);
  item.iconPath = vscode.ThemeIcon.Folder;
  item.contextValue = 'folder';
  return item;
}

export function planItem({ summary, isNewest }: PlanRow, progress: PlanProgress): vscode.TreeItem {
  const item = new vscode.TreeItem(summary.title, isNewest ? Expanded : Collapsed);
  const tasks = planTasksLabel(summary, progress);
  item.description = [planStatusLabel(summary.status), tasks, summary.sourceFile].join(' · ');
  item.iconPath = new vscode.ThemeIcon(
    { draft: 'notebook', reviewing: 'checklist', imported: 'package' }[summary.status],
  );
  item.contextValue = `plan.${summary.status}`;
  item.accessibilityInformation = {
    label: vscode.l10n.t(
      'Plan {0}, {1}, {2}, from {3}',
      summary.title,
      planStatusLabel(summary.status),
      tasks,
      summary.sourceFile,
    ),
  };
  return item;
}

/** `isExpanded` is undefined for a row without children. The context value is `task`, then `.excluded` or `.included`, `.group`, `.sourced`, `.linked`, `.closed` and the marks of its run where they hold, each closed by a dot. */
export function taskItem(index: PlanIndex, facts: TaskFacts, isExpanded: boolean | undefined): vscode.TreeItem {
  const { task, isGroup, linked } = facts;
  const item = new vscode.TreeItem(task.title, collapsible(isExpanded));
  item.description = taskDescription(facts);
  item.iconPath = taskIcon(facts);
  item.contextValue = [
    'task',
    task.included ? 'included' : 'excluded',
    isGroup && 'group',
    task.source && 'sourced',
    linked && 'linked',
    isFinished(linked) && 'closed',
    ...runMarks(facts.run),
    '',
  ]
    .filter((part) => typeof part === 'string')
    .join('.');
  item.accessibilityInformation = { label: taskSpokenLabel(facts) };
  if (index.stored.status !== 'imported') item.checkboxState = checkbox(facts);
  return item;
}

/** Findings come worst first, so the first one gives the section its icon. */
export function sectionItem({ type, count }: SectionRow, [worst]: readonly LintFinding[]): vscode.TreeItem {
  const label =
    type === 'problems' ? vscode.l10n.t('Problems ({0})', count) : vscode.l10n.t('Uncovered Requirements ({0})', count);
  const item = new vscode.TreeItem(label, Collapsed);
  item.iconPath = type === 'problems' ? severityIcon(worst?.severity ?? 'info') : uncoveredIcon;
  item.contextValue = type;
  return item;
}

export function findingItem(row: FindingRow, index: PlanIndex): vscode.TreeItem {
  const { finding } = row;
  const item = new vscode.TreeItem(finding.message, None);
  item.description = finding.where.map((place) => index.titleOf(place)).join(', ');
  item.iconPath = severityIcon(finding.severity);
  item.contextValue = finding.fix && finding.fix.edits.length > 0 ? 'finding.fixable' : 'finding';
  item.accessibilityInformation = { label: findingSpokenLabel(finding) };
  item.command = { command: 'conductor.plans.revealPlace', title: vscode.l10n.t('Show'), arguments: [row] };
  return item;
}

export function requirementItem(row: RequirementRow, index: PlanIndex): vscode.TreeItem {
  const { id, reason } = row.uncovered;
  const text = index.titleOf(id);
  const item = new vscode.TreeItem(text, None);
  item.description = reason;
  item.iconPath = uncoveredIcon;
  item.contextValue = 'requirement';
  item.accessibilityInformation = { label: vscode.l10n.t('Requirement not covered: {0}. {1}', text, reason) };
  item.command = { command: 'conductor.plans.revealPlace', title: vscode.l10n.t('Show'), arguments: [row] };
  return item;
}

/** A row that was deleted between two questions; the next repaint drops it. */
export function goneItem(label: string): vscode.TreeItem {
  return new vscode.TreeItem(label, None);
}

export function otherTasksItem({ count }: OtherTasksRow): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Other Tasks'), Collapsed);
  item.description = taskCount(count);
  item.iconPath = new vscode.ThemeIcon('tasklist');
  item.contextValue = 'others';
  return item;
}

/** The context value is `taskwerk`, the status, `closed` and the marks of its run where they hold, each closed by a dot. */
export function taskwerkItem(
  task: Task,
  run: TaskRun | undefined,
  children: { readonly areThere: boolean; readonly areShown: boolean },
): vscode.TreeItem {
  const item = new vscode.TreeItem(task.name, collapsible(children.areThere ? children.areShown : undefined));
  const parts = [runLabel(run), `${task.id} ${statusLabel(task.status)}`, priorityLabel(task.priority)];
  item.description = parts.filter(Boolean).join(' · ');
  item.iconPath = run?.activity ? activityIcon(run.activity) : statusIcon(task.status);
  item.contextValue = ['taskwerk', task.status, ...(isFinished(task) ? ['closed'] : []), ...runMarks(run), ''].join(
    '.',
  );
  const label = vscode.l10n.t(
    '{0}, {1} in Taskwerk, {2}, {3} priority',
    task.name,
    task.id,
    statusLabel(task.status),
    priorityLabel(task.priority),
  );
  item.accessibilityInformation = { label: [label, runPhrase(run)].filter(Boolean).join(', ') };
  return item;
}

function planTasksLabel({ status, taskCount: tasks }: PlanSummary, { done, total }: PlanProgress): string {
  return status === 'imported' && total > 0 ? vscode.l10n.t('{0} of {1} done', done, total) : taskCount(tasks);
}

function collapsible(isExpanded: boolean | undefined): vscode.TreeItemCollapsibleState {
  if (isExpanded === undefined) return None;
  return isExpanded ? Expanded : Collapsed;
}

function checkbox({ task }: TaskFacts) {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  const accessibilityInformation = { label: vscode.l10n.t('Import “{0}”', task.title) };
  return task.included
    ? { state: Checked, tooltip: vscode.l10n.t('Leave out of the import'), accessibilityInformation }
    : { state: Unchecked, tooltip: vscode.l10n.t('Take into the import'), accessibilityInformation };
}

/** Taskwerk's status where there is one, else the kind of work; a cycle and an exclusion are told by shape as well as colour. */
function taskIcon({ task, linked, run, dependencies }: TaskFacts): vscode.ThemeIcon {
  if (run?.activity) return activityIcon(run.activity);
  if (!task.included) return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
  if (dependencies.kind === 'cycle')
    return new vscode.ThemeIcon('sync', new vscode.ThemeColor('problemsErrorIcon.foreground'));
  if (linked) return statusIcon(linked.status);
  const icon = categoryIcons.get(task.category) ?? 'circle-outline';
  return dependencies.kind === 'ready'
    ? new vscode.ThemeIcon(icon, new vscode.ThemeColor('charts.green'))
    : new vscode.ThemeIcon(icon);
}

const categoryIcons: ReadonlyMap<string, string> = new Map([
  ['api', 'plug'],
  ['ui', 'layout'],
  ['data', 'database'],
  ['test', 'beaker'],
  ['docs', 'book'],
  ['infrastructure', 'server'],
  ['security', 'shield'],
  ['performance', 'dashboard'],
  ['feature', 'extensions'],
]);

function statusIcon(status: TaskStatus): vscode.ThemeIcon {
  const [icon, color] = (
    {
      todo: ['circle-outline', 'foreground'],
      'in-progress': ['play-circle', 'charts.blue'],
      blocked: ['stop', 'charts.orange'],
      done: ['pass-filled', 'charts.green'],
      cancelled: ['circle-slash', 'disabledForeground'],
    } as const
  )[status];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

/** Something moves, the person is asked, or it stands still. */
function activityIcon(activity: Activity): vscode.ThemeIcon {
  if (needsPerson(activity)) return new vscode.ThemeIcon('bell', warningColor);
  if (isStopped(activity)) return new vscode.ThemeIcon('debug-pause', warningColor);
  const icon = activity.kind === 'byHand' ? 'person' : 'sync~spin';
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor('charts.blue'));
}

const warningColor = new vscode.ThemeColor('problemsWarningIcon.foreground');

const uncoveredIcon = new vscode.ThemeIcon('circle-large-outline', warningColor);

function severityIcon(severity: Severity): vscode.ThemeIcon {
  const color = {
    error: 'problemsErrorIcon.foreground',
    warning: 'problemsWarningIcon.foreground',
    info: 'problemsInfoIcon.foreground',
  }[severity];
  return new vscode.ThemeIcon(severity, new vscode.ThemeColor(color));
}
