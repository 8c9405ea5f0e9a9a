// The words of the Plans view: short ones for descriptions, whole ones for screen readers.
import * as vscode from 'vscode';
import type { DraftTask, LintFinding, PlanStatus, Severity } from '../../core/plan/model.ts';
import type { Priority } from '../../core/prd/model.ts';
import type { Task } from '../../core/tasks/model.ts';
import { activityLabel } from '../orchestration/runWords.ts';
import type { FilterStatus, PlanFilter } from './filter.ts';
import type { DependencyState } from './planIndex.ts';
import type { TaskRun } from './taskRuns.ts';

/** What a row says of a draft task besides its title. */
export interface TaskFacts {
  readonly task: DraftTask;
  readonly isGroup: boolean;
  readonly dependencies: DependencyState;
  /** Its Taskwerk task; absent before the first import. */
  readonly linked: Task | undefined;
  /** The newest run of that task. */
  readonly run: TaskRun | undefined;
}

/** What goes on in a run that is open, e.g. "waits for your review"; empty without one. */
export function runLabel(run: TaskRun | undefined): string {
  return run?.activity ? activityLabel(run.activity) : '';
}

export function planStatusLabel(status: PlanStatus): string {
  return { draft: vscode.l10n.t('Draft'), reviewing: vscode.l10n.t('Reviewing'), imported: vscode.l10n.t('Imported') }[
    status
  ];
}

export function priorityLabel(priority: Priority): string {
  return {
    critical: vscode.l10n.t('critical'),
    high: vscode.l10n.t('high'),
    medium: vscode.l10n.t('medium'),
    low: vscode.l10n.t('low'),
  }[priority];
}

export function statusLabel(status: FilterStatus): string {
  return {
    todo: vscode.l10n.t('to do'),
    'in-progress': vscode.l10n.t('in progress'),
    blocked: vscode.l10n.t('blocked'),
    done: vscode.l10n.t('done'),
    cancelled: vscode.l10n.t('cancelled'),
    draft: vscode.l10n.t('not in Taskwerk yet'),
    excluded: vscode.l10n.t('excluded'),
  }[status];
}

export function severityLabel(severity: Severity): string {
  return {
    error: vscode.l10n.t('Error'),
    warning: vscode.l10n.t('Warning'),
    info: vscode.l10n.t('Information'),
  }[severity];
}

/** At most one decimal: "4 h", "1.5 h". */
export function hoursLabel(hours: number): string {
  return vscode.l10n.t('{0} h', Math.round(hours * 10) / 10);
}

/** e.g. `TASK-004 in progress · 4 h · high · 2 deps · 3 reqs`. */
export function taskDescription(facts: TaskFacts): string {
  const { task, linked } = facts;
  const parts = [
    task.included ? '' : statusLabel('excluded'),
    runLabel(facts.run),
    linked ? `${linked.id} ${statusLabel(linked.status)}` : '',
    hoursLabel(task.estimate.hours),
    priorityLabel(task.priority),
    dependencyMark(facts),
    coverageMark(facts),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** One sentence with the words that the short marks stand for. */
export function taskSpokenLabel(facts: TaskFacts): string {
  const { task, linked } = facts;
  const parts = [
    task.title,
    task.included ? '' : vscode.l10n.t('excluded from the import'),
    linked ? vscode.l10n.t('{0} in Taskwerk, {1}', linked.id, statusLabel(linked.status)) : '',
    runPhrase(facts.run),
    vscode.l10n.t('{0} hours', task.estimate.hours),
    vscode.l10n.t('{0} priority', priorityLabel(task.priority)),
    dependencyPhrase(facts),
    requirementCount(task.covers.length),
  ];
  return parts.filter(Boolean).join(', ');
}

/** For a screen reader, which does not see whose state it is. */
export function runPhrase(run: TaskRun | undefined): string {
  const label = runLabel(run);
  return label && vscode.l10n.t('its run: {0}', label);
}

export function requirementCount(count: number): string {
  if (count === 0) return vscode.l10n.t('covers no requirement');
  return count === 1 ? vscode.l10n.t('covers 1 requirement') : vscode.l10n.t('covers {0} requirements', count);
}

export function taskCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 task') : vscode.l10n.t('{0} tasks', count);
}

/** The places that a finding names, as titles where they are tasks. */
export function findingSpokenLabel({ severity, message, fix }: LintFinding): string {
  const label = vscode.l10n.t('{0}: {1}', severityLabel(severity), message);
  return fix ? vscode.l10n.t('{0} Fix: {1}', label, fix.title) : label;
}

/** What the view says above the tree while a filter is on. */
export function filterMessage({ text, statuses, priorities }: PlanFilter): string {
  const conditions = [
    text.trim() && vscode.l10n.t('“{0}”', text.trim()),
    statuses.map(statusLabel).join(', '),
    priorities.map((priority) => vscode.l10n.t('{0} priority', priorityLabel(priority))).join(', '),
  ];
  return vscode.l10n.t('Filter: {0}', conditions.filter(Boolean).join(' · '));
}

function dependencyMark({ task, dependencies, linked }: TaskFacts): string {
  if (dependencies.kind === 'cycle') return vscode.l10n.t('in a cycle');
  if (dependencies.kind === 'ready') return linked && linked.status !== 'todo' ? '' : vscode.l10n.t('ready');
  const total = task.dependsOn.length;
  if (linked && dependencies.open < total) return vscode.l10n.t('{0} of {1} deps open', dependencies.open, total);
  return dependencies.open === 1 ? vscode.l10n.t('1 dep') : vscode.l10n.t('{0} deps', dependencies.open);
}

function dependencyPhrase({ dependencies }: TaskFacts): string {
  switch (dependencies.kind) {
    case 'cycle':
      return vscode.l10n.t('in a dependency cycle');
    case 'ready':
      return vscode.l10n.t('ready, waits for nothing');
    case 'waiting':
      return dependencies.open === 1
        ? vscode.l10n.t('waits for 1 task')
        : vscode.l10n.t('waits for {0} tasks', dependencies.open);
  }
}

function coverageMark({ task, isGroup }: TaskFacts): string {
  const count = task.covers.length;
  if (count === 0) return isGroup ? '' : vscode.l10n.t('no reqs');
  return count === 1 ? vscode.l10n.t('1 req') : vscode.l10n.t('{0} reqs', count);
}
