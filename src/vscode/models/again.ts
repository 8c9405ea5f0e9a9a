// "Decompose Further" and "Re-plan from Changed PRD": with the model where the plan was made by one, else from the outline.
import * as vscode from 'vscode';
import { isCancellation } from '../../core/errors.ts';
import type { Forecast } from '../../core/plan/decompose/forecast.ts';
import type { JobHooks, PreparedJob, Spent } from '../../core/plan/decompose/session.ts';
import type { DraftTask } from '../../core/plan/model.ts';
import type { Replanned } from '../../core/plan/replan.ts';
import type { TaskId } from '../../core/tasks/model.ts';
import { pickPlan } from '../commands/pick.ts';
import { withCancellableProgress } from '../commands/progress.ts';
import type { Feature } from '../feature.ts';
import { registerCommand } from '../notify.ts';
import { saveOpenPlan } from '../planDocument/open.ts';
import { isTaskRef, type PlanRef, type Project, type TaskRef } from '../projects.ts';
import { revealInPlans } from '../reveal.ts';
import { requireTrust } from '../store.ts';
import { tellWarnings } from './decompose.ts';

export const planAgain: Feature = ({ projects, log }) =>
  vscode.Disposable.from(
    registerCommand('conductor.task.decomposeFurther', log, async (subject) => {
      requireTrust();
      if (isTaskRef(subject)) await saveOpenPlan(projects, subject);
      const first = await decomposeFurther(subject);
      if (first) await revealInPlans(first);
    }),
    registerCommand('conductor.plan.replan', log, async (subject) => {
      requireTrust();
      const ref = await pickPlan(projects, subject);
      // What was typed belongs to the plan; saved later, it would take back what is planned now.
      await saveOpenPlan(projects, ref);
      const replanned = await replan(ref);
      void vscode.window.showInformationMessage(describeReplan(replanned, ref.summary.title));
    }),
  );

/** What is asked of the person; the tests answer in their stead. */
export interface PersonAgain {
  /** Whether what the forecast counts may be sent for `subject`. */
  readonly consent: (forecast: Forecast, subject: string) => Promise<boolean>;
  /** The proposals that become subtasks in Taskwerk. */
  readonly choose: (taskId: TaskId, proposals: readonly DraftTask[]) => Promise<readonly DraftTask[]>;
  /** Long work, with a way to stop it. */
  readonly progress: typeof withCancellableProgress;
}

const atTheKeyboard: PersonAgain = {
  consent: askToSend,
  choose: chooseProposals,
  progress: withCancellableProgress,
};

/**
 * @param subject a row of the Plans view; anything that names no task is left alone.
 * @returns the first of the new subtasks, to be shown.
 */
export async function decomposeFurther(
  subject: unknown,
  person: PersonAgain = atTheKeyboard,
): Promise<TaskRef | TaskwerkRef | undefined> {
  if (isTaskRef(subject)) return splitDraft(subject, person);
  return isTaskwerkRef(subject) ? splitTaskwerkTask(subject, person) : undefined;
}

interface TaskwerkRef {
  readonly project: Project;
  readonly taskId: TaskId;
}

function isTaskwerkRef(value: unknown): value is TaskwerkRef {
  return typeof value === 'object' && value !== null && 'project' in value && 'taskId' in value;
}

/** What a model has been asked for comes when the person is somewhere else already: nothing is shown to them then. */
async function splitDraft({ project, planId, key }: TaskRef, person: PersonAgain): Promise<TaskRef | undefined> {
  const { plans, modelPlans } = project.conductor;
  const { plan } = await plans.load(planId);
  if (plan.planner !== 'outline' && (await modelPlans.isReady())) {
    const title = plan.tasks.find((task) => task.key === key)?.title ?? key;
    await runJob(await modelPlans.prepareFurther(planId, key), title, person);
    return undefined;
  }
  const stored = await plans.splitFurther(planId, key);
  const first = stored.plan.tasks.find(({ parent }) => parent === key);
  return first && { project, planId, key: first.key };
}

/** The person chooses what becomes a subtask in Taskwerk. */
async function splitTaskwerkTask(
  { project, taskId }: TaskwerkRef,
  person: PersonAgain,
): Promise<TaskwerkRef | undefined> {
  const { plans, modelPlans } = project.conductor;
  const proposals = (await modelPlans.isReady())
    ? (await runJob(await modelPlans.prepareFurtherTask(taskId), taskId, person)).proposals
    : await plans.proposeSubtasks(taskId);
  const chosen = await person.choose(taskId, proposals);
  if (chosen.length === 0) return undefined;
  const [first] = (await plans.addSubtasks(taskId, chosen)).created;
  return first && { project, taskId: first };
}

async function chooseProposals(taskId: TaskId, proposals: readonly DraftTask[]): Promise<readonly DraftTask[]> {
  const chosen = await vscode.window.showQuickPick(proposals.map(proposalItem), {
    canPickMany: true,
    title: vscode.l10n.t('Subtasks of {0}', taskId),
    placeHolder: vscode.l10n.t('Enter adds the ticked subtasks to Taskwerk'),
  });
  return (chosen ?? []).map(({ task }) => task);
}

function proposalItem(task: DraftTask): vscode.QuickPickItem & { readonly task: DraftTask } {
  return {
    label: task.title,
    ...(task.estimate.hours > 0 && { description: vscode.l10n.t('{0} h', task.estimate.hours) }),
    detail: task.description,
    picked: true,
    task,
  };
}

export async function replan(
  { project, planId }: PlanRef,
  person: PersonAgain = atTheKeyboard,
): Promise<Omit<Replanned, 'plan'>> {
  const { plans, modelPlans, config } = project.conductor;
  const { plan } = await plans.load(planId);
  if (plan.planner === 'model' && (await modelPlans.isReady())) {
    const { replanned } = await runJob(await modelPlans.prepareReplan(planId), plan.sourceFile, person);
    if (!replanned) throw new vscode.CancellationError();
    return replanned;
  }
  const maxDepth = (await config.read()).config.planning.max_depth;
  return person.progress(vscode.l10n.t('Planning {0} again', plan.sourceFile), (signal, onProgress) =>
    plans.replan(planId, { maxDepth, signal, onProgress }),
  );
}

/** Asks before anything is sent, and throws what ended the work early. A job that sends nothing is not asked about. */
async function runJob<Result extends Spent>(
  job: PreparedJob<Result>,
  subject: string,
  { consent, progress }: PersonAgain,
): Promise<Result> {
  if (job.forecast.calls > 0 && !(await consent(job.forecast, subject))) throw new vscode.CancellationError();
  const result = await progress(vscode.l10n.t('Planning {0}', subject), (signal, onProgress) =>
    job.run({ signal, onProgress } satisfies JobHooks),
  );
  tellWarnings(result.warnings);
  if (isCancellation(result.stopped)) throw new vscode.CancellationError();
  if (result.stopped !== null) throw result.stopped as Error;
  return result;
}

async function askToSend(
  { model, characters, calls, inputTokens, outputTokens, cost }: Forecast,
  subject: string,
): Promise<boolean> {
  const send = vscode.l10n.t('Send');
  const detail = [
    vscode.l10n.t('{0} characters of the document, to {1}', characters.toLocaleString(), model),
    requests(calls, inputTokens.toLocaleString(), outputTokens.toLocaleString()),
    cost === null
      ? vscode.l10n.t('Cost: not known, because the price of the model is not')
      : vscode.l10n.t('Cost: about ${0}', cost.toFixed(2)),
  ].join('\n');
  const title = vscode.l10n.t('Send what “{0}” needs to {1}?', subject, model);
  return (await vscode.window.showInformationMessage(title, { modal: true, detail }, send)) === send;
}

function requests(calls: number, tokensIn: string, tokensOut: string): string {
  return calls === 1
    ? vscode.l10n.t('About 1 request: {0} tokens in, {1} tokens out', tokensIn, tokensOut)
    : vscode.l10n.t('About {0} requests: {1} tokens in, {2} tokens out', calls, tokensIn, tokensOut);
}

export function describeReplan(
  { changes, updated, added, left, attention }: Omit<Replanned, 'plan'>,
  title: string,
): string {
  const { reworded, gone } = changes;
  if (reworded.length + changes.added.length + gone.length === 0) {
    return vscode.l10n.t('The document of “{0}” has not changed in any requirement.', title);
  }
  const told = vscode.l10n.t('{0} tasks updated, {1} added, {2} left out.', updated.length, added.length, left.length);
  if (attention.length === 0) return told;
  return `${told} ${vscode.l10n.t('{0} tasks need attention: their requirement changed after work had begun.', attention.length)}`;
}
