// A run as the Orchestration view shows it: every number of it is in the run's events.
import * as vscode from 'vscode';
import { parseDuration, type OrchestrationConfig } from '../../core/config/schema.ts';
import type { RunSummary } from '../../core/orchestrate/journal.ts';
import type { FinishedRunView, RunAction, RunActionView, RunFact, RunMark, RunView } from '../../protocol/webview.ts';
import { countFiles, isStopped, needsPerson, type Activity, type RunStory } from './runStory.ts';
import { activityLabel, activitySentence, verdictLabel } from './runWords.ts';
import type { ShownRun } from './runStories.ts';

/** Null where the configuration cannot be read. */
export type Limits = OrchestrationConfig['safety'] | null;

/** What the person may do with a run from here. */
export interface Reach {
  /** It works in this window, so that it can be paused and cancelled. */
  readonly isHere: boolean;
  readonly isTrusted: boolean;
}

export function viewOpenRun({ run, story, activity }: ShownRun, limits: Limits, reach: Reach): RunView {
  return {
    id: run.id,
    taskId: run.taskId,
    name: run.taskName,
    mark: markOf(activity),
    status: activitySentence(activity, story),
    facts: factsOf(run, story, limits),
    gates: story.gates.map((result) => ({
      title: result.title,
      status: result.verdict.status,
      verdict: verdictLabel(result),
    })),
    actions: reach.isTrusted ? openActions(activity, story, reach.isHere).map((action) => actionView(action, run)) : [],
  };
}

export function viewFinishedRun({ run, story, activity }: ShownRun, isTrusted: boolean): FinishedRunView {
  const { view } = story;
  const commit = view.commits.at(-1)?.commit.slice(0, 8);
  const facts = [
    ...(commit !== undefined && !view.isUndone ? [vscode.l10n.t('commit {0}', commit)] : []),
    ...(view.cost > 0 ? [dollars(view.cost)] : []),
    ...(run.endedAt === null ? [] : [moment(run.endedAt)]),
  ];
  return {
    id: run.id,
    taskId: run.taskId,
    name: run.taskName,
    mark: markOf(activity),
    status: activitySentence(activity, story),
    facts: facts.join(' · '),
    actions: isTrusted ? overActions(run, story).map((action) => actionView(action, run)) : [],
  };
}

/** For a live region: what changed from one state to another, not every turn. */
export function speakRun({ run, activity }: ShownRun): string {
  return `${run.taskId} ${run.taskName}: ${activityLabel(activity)}`;
}

function markOf(activity: Activity): RunMark {
  if (activity.kind === 'over') {
    if (activity.outcome === 'done') return 'done';
    return activity.outcome === 'blocked' || activity.outcome === 'failed' ? 'failed' : 'none';
  }
  if (needsPerson(activity)) return 'waiting';
  return isStopped(activity) ? 'stopped' : 'working';
}

function openActions(activity: Activity, { view }: RunStory, isHere: boolean): readonly RunAction[] {
  const assignment: readonly RunAction[] = view.assignment === null ? [] : ['showAssignment'];
  if (isStopped(activity)) return ['resume', 'cancel', ...assignment];
  if (!isHere) return assignment;
  return [...askedOf(activity), 'pause', 'cancel', ...assignment];
}

/** All three lead to the Review view, where the run waits for the person. */
function askedOf({ kind }: Activity): readonly RunAction[] {
  if (kind === 'permission') return ['answer'];
  if (kind === 'review' || kind === 'answer') return [kind];
  return kind === 'byHand' ? ['finish'] : [];
}

function overActions({ branch }: RunSummary, { view }: RunStory): readonly RunAction[] {
  return [
    ...(branch !== null && view.applied.size > 0 && !view.isUndone ? (['undo'] as const) : []),
    ...(view.assignment === null ? [] : (['showAssignment'] as const)),
  ];
}

/** What the run waits for. */
const primary: readonly RunAction[] = ['review', 'answer', 'finish', 'resume'];

function actionView(action: RunAction, { taskId }: RunSummary): RunActionView {
  const label = {
    review: vscode.l10n.t('Review'),
    answer: vscode.l10n.t('Answer'),
    finish: vscode.l10n.t('I Am Finished…'),
    pause: vscode.l10n.t('Pause'),
    resume: vscode.l10n.t('Resume'),
    cancel: vscode.l10n.t('Cancel'),
    undo: vscode.l10n.t('Undo…'),
    showAssignment: vscode.l10n.t('Show Assignment'),
  }[action];
  return { action, label, spoken: `${label}, ${taskId}`, isPrimary: primary.includes(action) };
}

function factsOf({ branch }: RunSummary, { view }: RunStory, limits: Limits): readonly RunFact[] {
  const files = countFiles(view);
  return [
    ...(branch === null ? [] : [fact(vscode.l10n.t('Branch'), branch)]),
    ...(view.model === null ? [] : modelFacts(view, limits)),
    ...(files > 0 ? [fact(vscode.l10n.t('Files'), vscode.l10n.t('{0} changed', files))] : []),
  ];
}

/** What a model is bounded by. */
function modelFacts({ turns, usage, cost, workedMs }: RunStory['view'], limits: Limits): readonly RunFact[] {
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  const tokens = input + usage.output;
  const cached = input === 0 ? 0 : Math.round((100 * usage.cacheRead) / input);
  const longest = limits && parseDuration(limits.max_task_duration);
  return [
    fact(
      vscode.l10n.t('Turns'),
      outOf(String(turns), limits && String(limits.max_turns)),
      share(turns, limits?.max_turns),
    ),
    fact(vscode.l10n.t('Tokens'), tokens === 0 ? '0' : vscode.l10n.t('{0}, {1} % from cache', compact(tokens), cached)),
    cost === 0 && tokens > 0
      ? fact(vscode.l10n.t('Cost'), vscode.l10n.t('no price known'))
      : fact(
          vscode.l10n.t('Cost'),
          outOf(dollars(cost), limits && dollars(limits.budget_usd)),
          share(cost, limits?.budget_usd),
        ),
    fact(vscode.l10n.t('Worked'), outOf(duration(workedMs), longest && duration(longest)), share(workedMs, longest)),
  ];
}

function fact(label: string, value: string, part: number | null = null): RunFact {
  return { label, value, part };
}

function outOf(value: string, limit: string | null | 0): string {
  return limit ? vscode.l10n.t('{0} of {1}', value, limit) : value;
}

function share(value: number, limit: number | null | undefined): number | null {
  return limit ? Math.min(1, value / limit) : null;
}

function dollars(amount: number): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: amount < 0.1 ? 3 : 2 };
  return new Intl.NumberFormat(vscode.env.language, { style: 'currency', currency: 'USD', ...digits }).format(amount);
}

function compact(count: number): string {
  return new Intl.NumberFormat(vscode.env.language, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

/** Whole minutes, below one whole seconds. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? vscode.l10n.t('{0} s', seconds) : vscode.l10n.t('{0} min', Math.floor(seconds / 60));
}

/** Taskwerk's times are UTC, without saying so. */
function moment(time: string): string {
  const date = new Date(`${time.replace(' ', 'T').replace(/Z$/, '')}Z`);
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}
