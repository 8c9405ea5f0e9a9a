// Tooltips of the Plans view, made when the pointer rests on a row. Text of documents is shown as it stands.
import * as vscode from 'vscode';
import type { Span } from '../../core/prd/document.ts';
import type { Dependency, LintFinding, Uncovered } from '../../core/plan/model.ts';
import type { PlanSummary } from '../../core/ports.ts';
import type { Task } from '../../core/tasks/model.ts';
import {
  hoursLabel,
  planStatusLabel,
  priorityLabel,
  severityLabel,
  statusLabel,
  taskCount,
  type TaskFacts,
} from './labels.ts';
import { escapeMarkdown as escape } from '../../core/markdown.ts';
import { activityOf } from '../orchestration/runStory.ts';
import type { ToldRun } from '../orchestration/runStories.ts';
import { activitySentence } from '../orchestration/runWords.ts';
import type { PlanIndex } from './planIndex.ts';

/** Longer lists end with how many more there are. */
const longestList = 8;

export function planTooltip({
  title,
  status,
  sourceFile,
  createdAt,
  taskCount: tasks,
}: PlanSummary): vscode.MarkdownString {
  return markdown(
    `**${escape(title)}**`,
    escape([planStatusLabel(status), taskCount(tasks)].join(' · ')),
    escape(vscode.l10n.t('From {0}, planned {1} UTC', sourceFile, createdAt)),
  );
}

export function taskTooltip(index: PlanIndex, facts: TaskFacts, run: ToldRun | undefined): vscode.MarkdownString {
  const { task, linked } = facts;
  const state = [
    linked ? `${linked.id} ${statusLabel(linked.status)}` : statusLabel(task.included ? 'draft' : 'excluded'),
    vscode.l10n.t('{0} priority', priorityLabel(task.priority)),
    vscode.l10n.t('complexity {0} of 10', task.complexity),
    task.category,
    ...task.tags.map((tag) => `#${tag}`),
  ];
  return markdown(
    `**${escape(task.title)}**`,
    escape(state.filter(Boolean).join(' · ')),
    runLine(run),
    escape(task.description),
    section(vscode.l10n.t('Acceptance criteria'), task.acceptanceCriteria.map(escape)),
    section(
      vscode.l10n.t('Waits for'),
      task.dependsOn.map((dependency) => dependencyLine(index, dependency)),
    ),
    section(
      vscode.l10n.t('Covers'),
      task.covers.map((id) => escape(index.titleOf(id))),
    ),
    `${vscode.l10n.t('Estimate')}: **${escape(hoursLabel(task.estimate.hours))}**${task.estimate.rule && ` — ${escape(task.estimate.rule)}`}`,
    task.source ? escape(placeLabel(index.plan.sourceFile, task.source)) : '',
  );
}

export function findingTooltip(
  index: PlanIndex,
  { severity, message, where, fix }: LintFinding,
): vscode.MarkdownString {
  return markdown(
    `**${escape(severityLabel(severity))}**: ${escape(message)}`,
    section(
      vscode.l10n.t('Concerns'),
      where.map((place) => escape(index.titleOf(place))),
    ),
    fix ? `${vscode.l10n.t('Fix')}: ${escape(fix.title)}` : '',
  );
}

export function requirementTooltip(index: PlanIndex, { id, reason }: Uncovered): vscode.MarkdownString {
  const requirement = index.requirement(id);
  return markdown(
    `**${escape(index.titleOf(id))}**`,
    escape(vscode.l10n.t('Not covered: {0}', reason)),
    requirement ? escape(placeLabel(index.plan.sourceFile, requirement.source)) : '',
  );
}

export function taskwerkTooltip(
  { id, name, description, status, priority, tags }: Task,
  run: ToldRun | undefined,
): vscode.MarkdownString {
  return markdown(
    `**${escape(name)}**`,
    escape(
      [
        `${id} ${statusLabel(status)}`,
        vscode.l10n.t('{0} priority', priorityLabel(priority)),
        ...tags.map((tag) => `#${tag}`),
      ].join(' · '),
    ),
    runLine(run),
    escape(description ?? ''),
  );
}

/** What goes on in the task's run, or how the last one ended, and where it left its work. */
function runLine(told: ToldRun | undefined): string {
  if (!told) return '';
  const { run, story } = told;
  const parts = [
    vscode.l10n.t('Last run: {0}', activitySentence(activityOf(run, story), story)),
    run.commit === null ? '' : vscode.l10n.t('commit {0}', run.commit.slice(0, 8)),
    run.branch === null ? '' : vscode.l10n.t('on branch {0}', run.branch),
  ];
  return escape(parts.filter(Boolean).join(' · '));
}

function dependencyLine(index: PlanIndex, { key, evidence }: Dependency): string {
  const title = `**${escape(index.task(key)?.title ?? key)}**`;
  const reason = evidence.reason && ` — ${escape(evidence.reason)}`;
  const quote = evidence.quote && ` *“${escape(shorten(evidence.quote))}”*`;
  const confidence = evidence.quote ? ` (${Math.round(evidence.confidence * 100)} %)` : '';
  return title + reason + quote + confidence;
}

function placeLabel(sourceFile: string, { page, line }: Span): string {
  return page === undefined
    ? vscode.l10n.t('{0}, line {1}', sourceFile, line)
    : vscode.l10n.t('{0}, page {1}, line {2}', sourceFile, page, line);
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const more = lines.length - longestList;
  const shown = lines.slice(0, longestList).map((line) => `- ${line}`);
  if (more > 0) shown.push(`- ${escape(vscode.l10n.t('… and {0} more', more))}`);
  return `${title}\n\n${shown.join('\n')}`;
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

function markdown(...paragraphs: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(paragraphs.filter(Boolean).join('\n\n'));
}
